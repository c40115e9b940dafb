using System.Globalization;
using EdgeIpc.Posix;

namespace EdgeIpc.Bench;

internal enum RaceRole
{
    /// <summary>Sends; in the race of round trips it asks.</summary>
    Sender,
    Receiver,

    /// <summary>Both, as two threads.</summary>
    Both,
}

/// <summary>
/// One side of a run, as a process of its own. It talks with the one who started it in lines: it says "made", hears "open", says
/// "ready", hears "go", says its figure, hears the end of its input. Programs in other languages do the same.
/// </summary>
internal sealed record RaceSide(RaceKind Kind, RaceRole Role, string Path, long Count, int Processor, int OtherProcessor, bool First)
{
    public const int RealTimePriority = 50;

    public int BatchCount => Kind == RaceKind.Batch ? RaceLoops.BatchCount : 1;

    /// <summary>Where the two threads of one process meet, instead of talking in lines.</summary>
    public Barrier? Meeting { get; init; }

    public static RaceSide Parse(IReadOnlyList<string> arguments) => new(
        Enum.Parse<RaceKind>(arguments[0], ignoreCase: true),
        Enum.Parse<RaceRole>(arguments[1], ignoreCase: true),
        arguments[2],
        long.Parse(arguments[3], CultureInfo.InvariantCulture),
        int.Parse(arguments[4], CultureInfo.InvariantCulture),
        int.Parse(arguments[5], CultureInfo.InvariantCulture),
        arguments[6] == "first");

    /// <summary>The words that <see cref="Parse"/> understands.</summary>
    public IEnumerable<string> ToArguments() =>
    [
        Kind.ToString().ToLowerInvariant(),
        Role.ToString().ToLowerInvariant(),
        Path,
        Count.ToString(CultureInfo.InvariantCulture),
        Processor.ToString(CultureInfo.InvariantCulture),
        OtherProcessor.ToString(CultureInfo.InvariantCulture),
        First ? "first" : "ordinary",
    ];

    /// <summary>This side has made its end; returns when the other has, too.</summary>
    public void Meet() => Pass("made", "open");

    /// <summary>This side is set up; returns when both may run, on the processor that was given.</summary>
    public void Begin(int processor)
    {
        Processors.KeepThisThreadOn(processor);
        if (First) ResourceLimits.TrySetRealTimePriorityOfThisThread(RealTimePriority);
        Pass("ready", "go");
    }

    /// <summary>Returns when the other side is through.</summary>
    public void AwaitEnd()
    {
        if (Meeting is not null) return;
        while (Console.In.ReadLine() is not null) { }
    }

    private void Pass(string said, string heard)
    {
        if (Meeting is not null)
        {
            Meeting.SignalAndWait();
            return;
        }

        Console.Out.WriteLine(said);
        string? line = Console.In.ReadLine();
        if (line != heard) throw new IOException($"A side of the race said '{said}' and heard '{line}', not '{heard}'.");
    }
}
