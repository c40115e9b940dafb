using System.Text;

namespace EdgeIpc.Commands;

/// <summary>Which values a command may carry. Asked on both sides: by who types it, and by who receives it from another process.</summary>
public static class CommandRules
{
    public const int RateHzMin = 1;
    public const int RateHzMax = 10_000;
    public const int SecondsMin = 1;

    /// <summary>A day, as long as the station's history is kept.</summary>
    public const int SecondsMax = 86_400;

    /// <summary>UTF-8 bytes of a text. JSON escapes may treble them, and the frame still fits into a message.</summary>
    public const int TextBytesMax = 256;

    /// <summary>Characters of a channel's, button's or role's name.</summary>
    public const int NameLengthMax = 32;

    /// <summary>Finds what is wrong with a command's values.</summary>
    /// <param name="command">From anywhere.</param>
    /// <param name="fault">One sentence that names the value and what is allowed; empty when all is well.</param>
    /// <returns>True when something is wrong.</returns>
    public static bool TryFindFault(Command command, out string fault)
    {
        fault = command switch
        {
            Command.Rate rate when rate.Hz is < RateHzMin or > RateHzMax => $"The rate {rate.Hz} is out of range: {RateHzMin} to {RateHzMax} Hz.",
            Command.PrintSummary summary => SecondsFault(summary.Seconds),
            Command.PrintChart chart => SecondsFault(chart.Seconds),
            Command.Mark mark => TextFault(mark.Text),
            Command.Say say => TextFault(say.Text),
            Command.AlarmSet alarm => AlarmFault(alarm),
            Command.Press press => NameFault("button", press.Button),
            Command.Kill kill => NameFault("role", kill.Role),
            Command.Process process when !Enum.IsDefined(process.Change) => "A process is to stop or to start.",
            Command.Process process => NameFault("role", process.Role),
            Command.Paper paper when !Enum.IsDefined(paper.Change) => "Paper goes out or in.",
            Command.Cover cover when !Enum.IsDefined(cover.Change) => "A cover is to open or to close.",
            _ => "",
        };
        return fault.Length > 0;
    }

    private static string SecondsFault(int seconds) => seconds is < SecondsMin or > SecondsMax
        ? $"{seconds} seconds are out of range: {SecondsMin} to {SecondsMax} s."
        : "";

    private static string TextFault(string text)
    {
        int lengthBytes = Encoding.UTF8.GetByteCount(text);
        if (lengthBytes is 0 or > TextBytesMax) return $"The text is {lengthBytes} bytes long; 1 to {TextBytesMax} bytes of UTF-8 are allowed.";
        return text.Any(char.IsControl) ? "The text holds a control character; only what can be printed is allowed." : "";
    }

    private static string AlarmFault(Command.AlarmSet alarm)
    {
        if (!Enum.IsDefined(alarm.Direction)) return "An alarm is above or below a value.";
        return double.IsFinite(alarm.Value) ? NameFault("channel", alarm.Channel) : $"An alarm's value is a finite number, not {alarm.Value}.";
    }

    private static string NameFault(string what, string name)
    {
        bool valid = name.Length is > 0 and <= NameLengthMax && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        return valid ? "" : $"'{Shown(name)}' is no name of a {what}: 1 to {NameLengthMax} letters, digits, '-' and '_'.";
    }

    // What somebody else sent goes into a sentence that a terminal shows.
    private static string Shown(string name) => new(name.Take(NameLengthMax).Select(c => char.IsControl(c) ? '?' : c).ToArray());
}
