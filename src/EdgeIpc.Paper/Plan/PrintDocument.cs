namespace EdgeIpc.Paper;

public enum DocumentKind
{
    /// <summary>UTF-8 text, wrapped at the printer's columns.</summary>
    Text,

    /// <summary>ESC/POS commands as they shall reach the printer; checked first.</summary>
    Raw,
}

/// <param name="Title">Printed large above a text; a raw document brings its own.</param>
/// <param name="Subtitle">One small line under the title, such as the job's number and who sent it.</param>
public sealed record PrintDocument(
    DocumentKind Kind, ReadOnlyMemory<byte> Content, string? Title = null, string? Subtitle = null)
{
    /// <summary>What was lost on the way to these commands, in sentences for a person.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>How a document becomes bands.</summary>
public sealed record PlanOptions
{
    // Settings before a picture, a feed behind it.
    private const int BandBeginBytes = 24;

    // GS r 1.
    private const int PieceFenceBytes = 3;

    /// <summary>Bits per second, 10 bits a byte; 300..4,000,000. A band takes at most a second of it.</summary>
    public int LineBaud { get; init; } = 19_200;

    /// <summary>What letters outside the printer's code page are drawn with. The same plan again needs the same book.</summary>
    public LetterBook Letters { get; init; } = LetterBook.OwnLetters;

    /// <summary>No band is longer, if its commands allow that: half of what may be under way. At least 160.</summary>
    public int MostBandBytes { get; init; } = int.MaxValue;

    /// <summary>
    /// After so many bytes a band has a <see cref="Band.Stops">stop</see>, where a status echo may stand: for a printer that
    /// nothing else keeps from overflowing. Pictures are divided so that this is possible. At least 64.
    /// </summary>
    public int PieceBytes { get; init; } = int.MaxValue;

    /// <summary>Lets a raw document open the cash drawer.</summary>
    public bool AllowDrawer { get; init; }

    /// <summary>Lets a raw document carry commands that are unknown or not drawn here: their rows can't be counted.</summary>
    public bool AllowUnknown { get; init; }

    /// <summary>
    /// How a spooler plans for this printer and its line: two bands fit into what may be under way, and so do two pieces
    /// where only status echoes keep the buffer from overflowing.
    /// </summary>
    public static PlanOptions For(PrinterProfile profile, int lineBaud) => profile.HasFlowControl
        ? new() { LineBaud = lineBaud, MostBandBytes = Math.Max(160, profile.CreditBytes / 2) }
        : new() { LineBaud = lineBaud, PieceBytes = Math.Max(64, (profile.CreditBytes / 2) - PieceFenceBytes) };

    /// <summary>Pictures are divided into commands no longer than this, which leaves room for what a band begins with.</summary>
    public int MostCommandBytes => Math.Min(MostLineBytes, PieceBytes);

    /// <summary>A line of columns can't be parted before it is printed: all its commands together are no longer than this.</summary>
    public int MostLineBytes => Math.Max(128, Math.Min(BandSplitter.MostBytes(LineBaud), MostBandBytes) - BandBeginBytes);

    /// <exception cref="ArgumentOutOfRangeException">The baud rate is out of its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(LineBaud, 300);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LineBaud, 4_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(MostBandBytes, 160);
        ArgumentOutOfRangeException.ThrowIfLessThan(PieceBytes, 64);
    }
}

/// <summary>
/// A piece of a document that is sent, fenced and confirmed as one: at most a second of line time and a second of the
/// head's, and never half a command or half a line of text.
/// </summary>
/// <param name="Bytes">What is sent, without the fence.</param>
/// <param name="Rows">Rows by which the paper moves, from a dry run of the printer's own model.</param>
/// <param name="OpenCommandBytes">The longest command inside: so many zeros close it, wherever the sender died.</param>
/// <param name="IsRepeatable">False for a cut, a drawer kick or a beep: these are never sent twice.</param>
/// <param name="Preamble">Settings that the bands before it left behind: sent first when a resync (ESC @) lost them.</param>
public sealed record Band(
    ReadOnlyMemory<byte> Bytes, int Rows, int OpenCommandBytes, bool IsRepeatable, ReadOnlyMemory<byte> Preamble)
{
    /// <summary>Ends of commands, rising; the last is the band's own end.</summary>
    public IReadOnlyList<BandStop> Stops { get; init; } = [new BandStop(Bytes.Length, 0)];
}

/// <param name="Offset">Bytes of the band that stand before it.</param>
/// <param name="HeadNs">What the head takes to print these.</param>
public readonly record struct BandStop(int Offset, long HeadNs);

public enum PlanRefusal
{
    /// <summary>Nothing in it that prints.</summary>
    Empty,

    /// <summary>Ends inside a command, or isn't what its kind says.</summary>
    Damaged,

    /// <summary>Opens the cash drawer, and that isn't allowed.</summary>
    Drawer,

    /// <summary>A command that is unknown, not drawn here or not had by this printer.</summary>
    UnknownCommand,

    /// <summary>Writes the printer's memory, switches it off the line or starts its self test.</summary>
    Maintenance,

    /// <summary>A line or a command so long that no band could hold it.</summary>
    NotDivisible,
}

/// <summary>A plan, or why there is none.</summary>
public abstract record PlanResult
{
    private PlanResult()
    {
    }

    public sealed record Planned(BandPlan Plan) : PlanResult;

    /// <param name="Sentence">For a person: what is wrong, where, and what is allowed.</param>
    public sealed record Refused(PlanRefusal Reason, string Sentence) : PlanResult;
}
