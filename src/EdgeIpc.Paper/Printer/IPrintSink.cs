namespace EdgeIpc.Paper;

public enum CutKind
{
    Full,
    Partial,
}

/// <summary>
/// What executing commands brings about, in order. The dry run of the planner counts it; the printer's model puts it
/// on paper at the head's pace.
/// </summary>
public interface IPrintSink
{
    /// <summary>ESC @: a document begins.</summary>
    void Begin();

    /// <summary>One row of dots, 8 a byte, the leftmost in the highest bit; valid during the call only.</summary>
    void Row(ReadOnlySpan<byte> dots);

    /// <summary>Many rows of dots at once: a stored picture. The rows are the sink's from now on.</summary>
    void Rows(ReadOnlyMemory<byte> dots, int count);

    /// <summary>Paper moves without printing.</summary>
    void Feed(int rows);

    /// <summary>The characters of the line whose rows follow; valid during the call only.</summary>
    void Line(ReadOnlySpan<char> characters);

    /// <summary>A picture of so many rows begins, which ends so far from the paper's left edge.</summary>
    void Picture(int rightDots, int rows);

    void Cut(CutKind kind);

    void Drawer(int pin);

    /// <summary>GS ( H: these four bytes go back after everything before them lies on paper.</summary>
    void EchoProcessId(ReadOnlySpan<byte> id);

    /// <summary>A question in the order of the data: GS r, ESC v, GS a.</summary>
    void Ask(EscPosCommand question, byte argument);

    /// <summary>ESC 7: dots heated at once, heating and pause per turn.</summary>
    void Heat(int dotsAtOnce, int heatUs, int pauseUs);

    /// <summary>DC2 #: the break after each turn of heating.</summary>
    void Break(int pauseUs);

    /// <summary>GS ( K, function 50: the head's speed, 1..9, or 0 for the fastest.</summary>
    void Speed(int step);

    /// <summary>A command that no manual explains, or that isn't drawn here.</summary>
    void NotUnderstood(EscPosCommand command, byte prefix, byte opcode);
}
