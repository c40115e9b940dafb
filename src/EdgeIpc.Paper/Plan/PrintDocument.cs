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
    /// <summary>Bits per second, 10 bits a byte; 300..4,000,000. A band takes at most a second of it.</summary>
    public int LineBaud { get; init; } = 19_200;

    /// <summary>What letters outside the printer's code page are drawn with. The same plan again needs the same book.</summary>
    public LetterBook Letters { get; init; } = LetterBook.OwnLetters;

    /// <summary>Lets a raw document open the cash drawer.</summary>
    public bool AllowDrawer { get; init; }

    /// <summary>Lets a raw document carry commands that are unknown or not drawn here: their rows can't be counted.</summary>
    public bool AllowUnknown { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">The baud rate is out of its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(LineBaud, 300);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LineBaud, 4_000_000);
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
    ReadOnlyMemory<byte> Bytes, int Rows, int OpenCommandBytes, bool IsRepeatable, ReadOnlyMemory<byte> Preamble);

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
