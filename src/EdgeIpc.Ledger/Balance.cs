using System.Globalization;

namespace EdgeIpc.Ledger;

/// <summary>An equation that does not hold.</summary>
/// <param name="Equation">Its name: "ticks", "samples of controller", "grey frames", "grey frames of viewer-1", "commands to controller", "jobs", "rows", "rows printed twice".</param>
/// <param name="Left">What went in; the nearest value where the in-flight terms allow several.</param>
/// <param name="Right">What came out.</param>
/// <param name="Sentence">Both sides with their terms, for a person.</param>
public sealed record Imbalance(string Equation, long Left, long Right, string Sentence);

/// <summary>
/// The balance of a station: what one process gave, another must have taken, lost with a count, or still hold. Pure: the
/// figures come from the caller.
/// </summary>
public sealed record Balance(IReadOnlyList<Imbalance> Imbalances)
{
    /// <summary>Whether every equation holds.</summary>
    public bool Holds => Imbalances.Count == 0;

    /// <summary>Checks every equation and names each one that is broken.</summary>
    public static Balance Of(StationFigures figures)
    {
        var broken = new List<Imbalance>();
        Ticks("ticks", figures.Ticks, figures.Drained, broken);
        foreach (var reader in figures.Readers) Samples($"samples of {reader.Name}", reader, figures.Drained, broken);
        foreach (var frames in figures.Frames) Frames(frames, figures.Drained, broken);
        foreach (var queue in figures.Commands) Commands(queue, figures.Drained, broken);
        Jobs(figures.Jobs, broken);
        if (figures.Rows is { } rows) Rows(rows, broken);
        return new Balance(broken);
    }

    private static void Frames(FrameFigures f, bool drained, List<Imbalance> broken)
    {
        Ticks($"{f.Ring} frames", f.Ticks, drained, broken);
        foreach (var (reader, torn) in f.Readers)
        {
            string name = $"{f.Ring} frames of {reader.Name}";
            Samples(name, reader, drained, broken);
            if (torn != 0) broken.Add(new Imbalance(name, torn, 0, Text($"{name}: {torn} torn, but 0 are allowed.")));
        }
    }

    private static void Ticks(string name, TickFigures f, bool drained, List<Imbalance> broken)
    {
        Equal(broken, name, f.Due, 0, f.Published + f.Missed + f.Pending, 0,
            Text($"{f.Due} due"), Text($"{f.Published} published + {f.Missed} missed + {f.Pending} pending"));
        InFlight(broken, name, "pending", f.Pending, drained);
    }

    private static void Samples(string name, ReaderFigures f, bool drained, List<Imbalance> broken)
    {
        string lag = f.Standing switch
        {
            ReaderStanding.Left => "since it left",
            ReaderStanding.Died => "unread since it died",
            _ => "behind",
        };
        Equal(broken, name, f.Published, 0, f.JoinedAt + f.Read + f.Lost + f.Lag, 0,
            Text($"{f.Published} published"), Text($"joined at {f.JoinedAt} + {f.Read} read + {f.Lost} lost + {f.Lag} {lag}"));
        // Who has left or died holds nothing: a drain that waited for it would wait for ever.
        InFlight(broken, name, lag, f.Lag, drained && f.Standing == ReaderStanding.Reading);
    }

    private static void Commands(CommandFigures f, bool drained, List<Imbalance> broken)
    {
        string name = $"commands to {f.Queue}";
        long ended = f.Answered + f.Expired + f.Refused + f.Interrupted + f.NoReply;
        // A message between the kernel and the receiver's hands is in neither: InHand counts it as 0 or 1.
        Equal(broken, name, f.Sent, f.Unresolved, ended + f.Waiting, f.Doubtful + f.InHand,
            Text($"{f.Sent} sent{Perhaps(f.Unresolved)}"),
            Text($"{f.Answered} answered + {f.Expired} expired + {f.Refused} refused + {f.Interrupted} interrupted + {f.NoReply} without reply + {f.Waiting} waiting{Perhaps(f.Doubtful + f.InHand)}"));
        InFlight(broken, name, "unresolved", f.Unresolved, drained: false);
        InFlight(broken, name, "waiting", f.Waiting, drained);
        InFlight(broken, name, "in hand", f.InHand, drained);
    }

    private static void Jobs(JobFigures f, List<Imbalance> broken)
    {
        Equal(broken, "jobs", f.CarriedIn + f.Accepted, f.Unresolved, f.Completed + f.Canceled + f.Aborted + f.Waiting, 0,
            Text($"{f.CarriedIn} carried in + {f.Accepted} accepted{Perhaps(f.Unresolved)}"),
            Text($"{f.Completed} completed + {f.Canceled} canceled + {f.Aborted} aborted + {f.Waiting} waiting"));
        InFlight(broken, "jobs", "unresolved", f.Unresolved, drained: false);
        InFlight(broken, "jobs", "waiting", f.Waiting, drained: false);
    }

    private static void Rows(RowFigures f, List<Imbalance> broken)
    {
        Equal(broken, "rows", f.Confirmed, f.SentUnconfirmed, f.CarriedIn + f.FirstTime, 0,
            Text($"{f.Confirmed} confirmed{Perhaps(f.SentUnconfirmed)}"), Text($"{f.CarriedIn} carried in + {f.FirstTime} on paper"));
        InFlight(broken, "rows", "sent and unconfirmed", f.SentUnconfirmed, drained: false);
        if (f.RepeatedUnmarked != 0)
            broken.Add(new Imbalance("rows printed twice", f.RepeatedUnmarked, 0, Text($"rows printed twice: {f.RepeatedUnmarked} without a mark, but 0 are allowed.")));
    }

    /// <summary>Each side is a range: its certain part, and up to so much more that is in flight or in doubt. They must meet.</summary>
    private static void Equal(
        List<Imbalance> broken, string equation, long left, long leftPerhaps, long right, long rightPerhaps, string leftText, string rightText)
    {
        long leftMost = left + Math.Max(0, leftPerhaps), rightMost = right + Math.Max(0, rightPerhaps);
        if (leftMost >= right && rightMost >= left) return;
        bool shortOnRight = rightMost < left;
        (long nearLeft, long nearRight) = shortOnRight ? (left, rightMost) : (leftMost, right);
        string verdict = shortOnRight ? Text($"{nearLeft - nearRight} unaccounted for") : Text($"{nearRight - nearLeft} too many");
        broken.Add(new Imbalance(equation, nearLeft, nearRight, $"{equation}: {leftText}, but {rightText}: {verdict}."));
    }

    private static void InFlight(List<Imbalance> broken, string equation, string term, long value, bool drained)
    {
        if (value < 0) broken.Add(new Imbalance(equation, value, 0, Text($"{equation}: {value} {term}, which can't be fewer than 0.")));
        if (value > 0 && drained) broken.Add(new Imbalance(equation, value, 0, Text($"{equation}: {value} still {term} after the drain.")));
    }

    private static string Perhaps(long count) => count > 0 ? Text($" (and perhaps {count} more)") : "";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
