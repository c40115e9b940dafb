using System.Text.Json.Serialization;

namespace EdgeIpc.Commands;

/// <summary>
/// Everything that can be asked of a station: a closed set. A command is plain values; <see cref="CommandRules"/> says which
/// are allowed, <see cref="CommandWords"/> how a person spells it, <see cref="CommandPriority"/> how urgent it is.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = DiscriminatorName)]
[JsonDerivedType(typeof(Ping), "ping")]
[JsonDerivedType(typeof(Status), "status")]
[JsonDerivedType(typeof(Start), "start")]
[JsonDerivedType(typeof(Stop), "stop")]
[JsonDerivedType(typeof(Rate), "rate")]
[JsonDerivedType(typeof(Mark), "mark")]
[JsonDerivedType(typeof(AlarmSet), "alarm-set")]
[JsonDerivedType(typeof(AlarmList), "alarm-list")]
[JsonDerivedType(typeof(AlarmClear), "alarm-clear")]
[JsonDerivedType(typeof(PrintSummary), "print-summary")]
[JsonDerivedType(typeof(PrintChart), "print-chart")]
[JsonDerivedType(typeof(Say), "say")]
[JsonDerivedType(typeof(PrinterPause), "printer-pause")]
[JsonDerivedType(typeof(PrinterResume), "printer-resume")]
[JsonDerivedType(typeof(Shutdown), "shutdown")]
[JsonDerivedType(typeof(Press), "press")]
[JsonDerivedType(typeof(Paper), "paper")]
[JsonDerivedType(typeof(Cover), "cover")]
[JsonDerivedType(typeof(PowerCut), "power-cut")]
[JsonDerivedType(typeof(Feed), "feed")]
[JsonDerivedType(typeof(Kill), "kill")]
[JsonDerivedType(typeof(Process), "process")]
public abstract record Command
{
    internal const string DiscriminatorName = "command";

    private Command()
    {
    }

    /// <summary>Are you there?</summary>
    public sealed record Ping : Command;

    /// <summary>How are you?</summary>
    public sealed record Status : Command;

    /// <summary>Take samples.</summary>
    public sealed record Start : Command;

    /// <summary>Take no more samples.</summary>
    public sealed record Stop : Command;

    /// <summary>Take so many samples a second.</summary>
    /// <param name="Hz">1 to 10,000.</param>
    public sealed record Rate(int Hz) : Command;

    /// <summary>Note a text beside the samples of this moment.</summary>
    /// <param name="Text">1 to 256 bytes of UTF-8, no control characters.</param>
    public sealed record Mark(string Text) : Command;

    /// <summary>Raise an alarm when a channel passes a value.</summary>
    /// <param name="Channel">The channel's name or its index from 0.</param>
    /// <param name="Direction">On which side of the value the alarm lies.</param>
    /// <param name="Value">In the channel's unit.</param>
    public sealed record AlarmSet(string Channel, AlarmDirection Direction, double Value) : Command;

    /// <summary>Which alarms are set?</summary>
    public sealed record AlarmList : Command;

    /// <summary>Forget all alarms.</summary>
    public sealed record AlarmClear : Command;

    /// <summary>Print minimum, maximum, mean and RMS of the last seconds.</summary>
    /// <param name="Seconds">1 to 86,400; what the ring no longer holds is left out, and the reply says so.</param>
    public sealed record PrintSummary(int Seconds) : Command;

    /// <summary>Print the curve of the last seconds.</summary>
    /// <param name="Seconds">1 to 86,400; what the ring no longer holds is left out, and the reply says so.</param>
    public sealed record PrintChart(int Seconds) : Command;

    /// <summary>Hear a text; a person reads it in the log.</summary>
    /// <param name="Text">1 to 256 bytes of UTF-8, no control characters.</param>
    public sealed record Say(string Text) : Command;

    /// <summary>Print nothing until further notice; jobs wait.</summary>
    public sealed record PrinterPause : Command;

    /// <summary>Print again.</summary>
    public sealed record PrinterResume : Command;

    /// <summary>Stop the station, all its processes.</summary>
    public sealed record Shutdown : Command;

    /// <summary>Simulated hardware: press a button.</summary>
    /// <param name="Button">Its name or its number from 1.</param>
    /// <param name="Long">Held for longer than a second.</param>
    public sealed record Press(string Button, bool Long) : Command;

    /// <summary>Simulated hardware: pull the paper, or put a new roll in.</summary>
    public sealed record Paper(PaperChange Change) : Command;

    /// <summary>Simulated hardware: the printer's cover.</summary>
    public sealed record Cover(CoverChange Change) : Command;

    /// <summary>Simulated hardware: the printer's plug is pulled, and put back after 2 s.</summary>
    public sealed record PowerCut : Command;

    /// <summary>Simulated hardware: the printer's FEED button, which moves the paper by a line.</summary>
    public sealed record Feed : Command;

    /// <summary>Simulated accident: a process of the station gets SIGKILL.</summary>
    /// <param name="Role">For example <c>sensor</c>.</param>
    public sealed record Kill(string Role) : Command;

    /// <summary>Simulated accident: a process of the station ends and is kept down, or may run again.</summary>
    /// <param name="Role">For example <c>controller</c>.</param>
    public sealed record Process(string Role, ProcessChange Change) : Command;
}

public enum AlarmDirection
{
    Above,
    Below,
}

public enum PaperChange
{
    Out,
    In,
}

public enum CoverChange
{
    Open,
    Close,
}

public enum ProcessChange
{
    Stop,
    Start,
}
