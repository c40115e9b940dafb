namespace EdgeIpc.Paper;

/// <summary>The dry run's paper: it counts rows, and how long a head would take for them.</summary>
internal sealed class RowCounter(PrinterProfile profile) : IPrintSink
{
    private readonly HeadPace _pace = new(profile);

    internal int RowCount { get; private set; }

    internal int InkedRows { get; private set; }

    internal long InkedDots { get; private set; }

    internal long HeadNs { get; private set; }

    public void Begin()
    {
        // Moves no paper.
    }

    public void Row(ReadOnlySpan<byte> dots)
    {
        int ink = PrintHead.CountInk(dots);
        RowCount++;
        InkedRows += ink > 0 ? 1 : 0;
        InkedDots += ink;
        HeadNs += _pace.RowNs(ink);
    }

    public void Rows(ReadOnlyMemory<byte> dots, int count)
    {
        int widthBytes = dots.Length / count;
        for (int row = 0; row < count; row++)
            Row(dots.Span.Slice(row * widthBytes, widthBytes));
    }

    public void Feed(int rows)
    {
        RowCount += rows;
        HeadNs += rows * _pace.RowNs(0);
    }

    public void Line(ReadOnlySpan<char> characters)
    {
        // Its rows follow.
    }

    public void Picture(int rightDots, int rows)
    {
        // Its rows follow.
    }

    public void Cut(CutKind kind)
    {
        // Moves no paper.
    }

    public void Drawer(int pin)
    {
        // Moves no paper.
    }

    public void EchoProcessId(ReadOnlySpan<byte> id)
    {
        // Moves no paper.
    }

    public void Ask(EscPosCommand question, byte argument)
    {
        // Moves no paper.
    }

    public void Heat(int dotsAtOnce, int heatUs, int pauseUs) => _pace.SetHeat(dotsAtOnce, heatUs + pauseUs);

    public void Break(int pauseUs) => _pace.SetPause(pauseUs);

    public void Speed(int step) => _pace.SetSpeed(step);

    public void NotUnderstood(EscPosCommand command, byte prefix, byte opcode)
    {
        // Refused before, or allowed by the queue's owner.
    }
}
