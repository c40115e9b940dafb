using System.Globalization;

namespace EdgeIpc.Commands;

/// <summary>How people type commands: <c>rate 500</c>, <c>alarm z above 2.5</c>.</summary>
public static class CommandWords
{
    /// <summary>Each command as it is typed, with what it does; the order of <c>--help</c>.</summary>
    public static IReadOnlyList<(string Usage, string Meaning)> Usages { get; } =
    [
        ("ping", "answers when the controller is there"),
        ("status", "rate, alarms, what runs and what is paused"),
        ("start", "take samples"),
        ("stop", "take no more samples"),
        ("rate HZ", $"samples a second, {CommandRules.RateHzMin} to {CommandRules.RateHzMax}"),
        ("mark TEXT", "note a text beside the samples of this moment"),
        ("alarm CHANNEL above|below VALUE", "raise an alarm when the channel passes the value"),
        ("alarm list", "which alarms are set"),
        ("alarm clear", "forget all alarms"),
        ("print-summary SECONDS", "print minimum, maximum, mean and RMS of the last seconds"),
        ("print-chart SECONDS", "print the curve of the last seconds"),
        ("say TEXT", "a text for who reads the controller's log; waits in the kernel while it is down"),
        ("printer pause|resume", "stop printing, go on printing; jobs wait on disk"),
        ("shutdown", "stop the station, all its processes"),
        ("press BUTTON [long]", "simulated hardware: press a button"),
        ("paper out|in", "simulated hardware: pull the paper, put a roll in"),
        ("cover open|close", "simulated hardware: the printer's cover"),
        ("power cut", "simulated hardware: pull the printer's plug, and put it back after 2 s"),
        ("feed", "simulated hardware: the printer's FEED button moves the paper by a line"),
        ("kill ROLE", "simulated accident: a process gets SIGKILL"),
        ("process stop|start ROLE", "simulated accident: a process ends and stays down; it may run again"),
    ];

    /// <summary>Reads the words of a command line.</summary>
    /// <param name="words">The command's name and its arguments, as a shell split them.</param>
    public static ParsedWords Parse(IReadOnlyList<string> words)
    {
        if (words.Count == 0) return new ParsedWords.Wrong($"No command. {Known}");
        string name = words[0];
        string[] arguments = [.. words.Skip(1)];
        var parsed = name switch
        {
            "ping" => Plain(name, arguments, new Command.Ping()),
            "status" => Plain(name, arguments, new Command.Status()),
            "start" => Plain(name, arguments, new Command.Start()),
            "stop" => Plain(name, arguments, new Command.Stop()),
            "rate" => Number(name, arguments, hz => new Command.Rate(hz)),
            "mark" => Text(name, arguments, text => new Command.Mark(text)),
            "say" => Text(name, arguments, text => new Command.Say(text)),
            "alarm" => Alarm(arguments),
            "print-summary" => Number(name, arguments, seconds => new Command.PrintSummary(seconds)),
            "print-chart" => Number(name, arguments, seconds => new Command.PrintChart(seconds)),
            "printer" => OneOf(name, arguments, ("pause", new Command.PrinterPause()), ("resume", new Command.PrinterResume())),
            "paper" => OneOf(name, arguments, ("out", new Command.Paper(PaperChange.Out)), ("in", new Command.Paper(PaperChange.In))),
            "cover" => OneOf(name, arguments, ("open", new Command.Cover(CoverChange.Open)), ("close", new Command.Cover(CoverChange.Close))),
            "power" => OneOf(name, arguments, ("cut", new Command.PowerCut())),
            "feed" => Plain(name, arguments, new Command.Feed()),
            "shutdown" => Plain(name, arguments, new Command.Shutdown()),
            "press" => Press(arguments),
            "kill" => arguments is [var role] ? new ParsedWords.Right(new Command.Kill(role)) : WrongUsage(name, arguments),
            "process" => Process(arguments),
            _ => new ParsedWords.Wrong($"There is no command '{name}'. {Known}"),
        };
        return parsed is ParsedWords.Right right && CommandRules.TryFindFault(right.Command, out string fault) ? new ParsedWords.Wrong(fault) : parsed;
    }

    private static string Known => $"Known are {string.Join(", ", Usages.Select(usage => usage.Usage.Split(' ')[0]).Distinct(StringComparer.Ordinal))}.";

    private static ParsedWords.Wrong WrongUsage(string name, string[] arguments)
    {
        string given = string.Join(' ', [name, .. arguments]);
        var usages = Usages.Where(usage => usage.Usage.Split(' ')[0] == name).Select(usage => usage.Usage);
        return new ParsedWords.Wrong($"'{given}' is not understood; it is used as: {string.Join(", ", usages)}.");
    }

    private static ParsedWords Plain(string name, string[] arguments, Command command) =>
        arguments.Length == 0 ? new ParsedWords.Right(command) : WrongUsage(name, arguments);

    private static ParsedWords Number(string name, string[] arguments, Func<int, Command> make)
    {
        if (arguments is not [var word]) return WrongUsage(name, arguments);
        return int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? new ParsedWords.Right(make(number))
            : new ParsedWords.Wrong($"'{word}' is no whole number that '{name}' takes: {RangeOf(name)}.");
    }

    private static string RangeOf(string name) => name == "rate"
        ? $"{CommandRules.RateHzMin} to {CommandRules.RateHzMax} Hz"
        : $"{CommandRules.SecondsMin} to {CommandRules.SecondsMax} s";

    // Several words are one text, so that quotes are not needed.
    private static ParsedWords Text(string name, string[] arguments, Func<string, Command> make) =>
        arguments.Length > 0 ? new ParsedWords.Right(make(string.Join(' ', arguments))) : WrongUsage(name, arguments);

    private static ParsedWords OneOf(string name, string[] arguments, params ReadOnlySpan<(string Word, Command Command)> choices)
    {
        if (arguments is [var word])
        {
            foreach (var choice in choices)
            {
                if (choice.Word == word) return new ParsedWords.Right(choice.Command);
            }
        }

        return WrongUsage(name, arguments);
    }

    private static ParsedWords Press(string[] arguments) => arguments switch
    {
        [var button] => new ParsedWords.Right(new Command.Press(button, Long: false)),
        [var button, "long"] => new ParsedWords.Right(new Command.Press(button, Long: true)),
        _ => WrongUsage("press", arguments),
    };

    private static ParsedWords Process(string[] arguments) => arguments switch
    {
        ["stop", var role] => new ParsedWords.Right(new Command.Process(role, ProcessChange.Stop)),
        ["start", var role] => new ParsedWords.Right(new Command.Process(role, ProcessChange.Start)),
        _ => WrongUsage("process", arguments),
    };

    private static ParsedWords Alarm(string[] arguments)
    {
        switch (arguments)
        {
            case ["list"]: return new ParsedWords.Right(new Command.AlarmList());
            case ["clear"]: return new ParsedWords.Right(new Command.AlarmClear());
            case [var channel, "above" or "below", var word]:
                var direction = arguments[1] == "above" ? AlarmDirection.Above : AlarmDirection.Below;
                return double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                    ? new ParsedWords.Right(new Command.AlarmSet(channel, direction, value))
                    : new ParsedWords.Wrong($"'{word}' is no number to compare a channel with.");
            default: return WrongUsage("alarm", arguments);
        }
    }
}

/// <summary>What came of reading words.</summary>
public abstract record ParsedWords
{
    private ParsedWords()
    {
    }

    /// <summary>A command whose values obey <see cref="CommandRules"/>.</summary>
    public sealed record Right(Command Command) : ParsedWords;

    /// <summary>One sentence: what is wrong and what is allowed.</summary>
    public sealed record Wrong(string Sentence) : ParsedWords;
}
