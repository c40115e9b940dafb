using EdgeIpc.Commands;
using EdgeIpc.Daemon;

namespace EdgeIpc.Screen;

/// <summary>What a key of the live screen means.</summary>
internal abstract record KeyAction
{
    private KeyAction()
    {
    }

    /// <summary>The screen ends.</summary>
    public sealed record Quit : KeyAction;

    /// <summary>A command is sent; the sentence says what is tried.</summary>
    public sealed record Send(string Role, Command Command, string Sentence) : KeyAction;

    /// <summary>The key means nothing.</summary>
    public sealed record None : KeyAction;
}

/// <summary>
/// The keys of the live screen: they press the simulated buttons, do to the printer what a hand does, and kill one process after the other. What
/// they send is what <c>edgeipc send</c> sends, so on real hardware the controller refuses it with its reason.
/// </summary>
internal sealed class ScreenKeys
{
    private static readonly string[] Victims = [Role.Sensor, Role.Controller, Role.Spooler, Role.Recorder];
    private int _kills;

    public KeyAction Of(char key, bool isPaperOut, bool isCoverOpen) => key switch
    {
        'q' or 'Q' => new KeyAction.Quit(),
        >= '1' and <= '3' => new KeyAction.Send(Role.Controller, new Command.Press(key.ToString(), Long: false), $"button {key} pressed"),
        'L' or 'l' => new KeyAction.Send(Role.Controller, new Command.Press("1", Long: true), "button 1 held"),
        'p' or 'P' when isPaperOut => new KeyAction.Send(Role.Controller, new Command.Paper(PaperChange.In), "a new roll of paper"),
        'p' or 'P' => new KeyAction.Send(Role.Controller, new Command.Paper(PaperChange.Out), "the paper is pulled"),
        'c' or 'C' when isCoverOpen => new KeyAction.Send(Role.Controller, new Command.Cover(CoverChange.Close), "the cover is closed"),
        'c' or 'C' => new KeyAction.Send(Role.Controller, new Command.Cover(CoverChange.Open), "the cover is opened"),
        'f' or 'F' => new KeyAction.Send(Role.Controller, new Command.Feed(), "FEED pressed"),
        'u' or 'U' => new KeyAction.Send(Role.Controller, new Command.PowerCut(), "the plug is pulled"),
        'k' or 'K' => NextKill(),
        _ => new KeyAction.None(),
    };

    private KeyAction.Send NextKill()
    {
        string victim = Victims[_kills++ % Victims.Length];
        // The supervisor kills its children; a controller that is down could not pass the wish on.
        return new KeyAction.Send(Role.Supervisor, new Command.Kill(victim), $"{victim} killed");
    }
}
