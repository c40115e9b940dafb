namespace EdgeIpc.Paper;

internal enum PrintActionKind
{
    Begin,
    Row,
    StoredRow,
    Feed,
    Line,
    Picture,
    Cut,
    Drawer,
    EchoProcessId,
    Ask,
    Heat,
    Break,
    Speed,
}

/// <param name="Value">By kind: a row's place in the pool, rows to feed, a picture's rows, a cut's kind, a pin, a question's argument, dots at once.</param>
/// <param name="Second">A picture's right edge; a question's command; a heating turn's length in us.</param>
internal readonly record struct PrintAction(
    PrintActionKind Kind, int Value, int Second = 0, string? Text = null, BandFence Fence = default);

/// <summary>
/// What executed commands have asked for and the head has not done yet. One byte of input asks for one line, one barcode
/// or one QR code at most, and the next byte is taken only when this is empty: so it stays small.
/// </summary>
internal sealed class HeadQueue(PrinterProfile profile) : IPrintSink
{
    private readonly Queue<PrintAction> _actions = new();
    // A QR code is as high as wide, at most the paper's width; a barcode has 255 rows and two lines of text.
    private readonly byte[] _rows = new byte[Math.Max(profile.WidthDots, 255 + (2 * LineBuffer.MostRows)) * profile.WidthBytes];
    private readonly Queue<(ReadOnlyMemory<byte> Dots, int Count)> _stored = new();
    private int _storedRow;
    private int _rowCount;

    internal long NotUnderstoodCommands { get; private set; }

    internal bool IsEmpty => _actions.Count == 0;

    internal bool TryTake(out PrintAction action)
    {
        if (_actions.TryPeek(out action))
        {
            if (action.Kind != PrintActionKind.StoredRow)
                _actions.Dequeue();
            return true;
        }

        _rowCount = 0;
        return false;
    }

    /// <summary>The next row of a stored picture; its action stays until the last one.</summary>
    internal ReadOnlySpan<byte> TakeStoredRow()
    {
        (ReadOnlyMemory<byte> dots, int count) = _stored.Peek();
        ReadOnlySpan<byte> row = dots.Span.Slice(_storedRow * profile.WidthBytes, profile.WidthBytes);
        if (++_storedRow == count)
        {
            _stored.Dequeue();
            _actions.Dequeue();
            _storedRow = 0;
        }

        return row;
    }

    internal ReadOnlySpan<byte> RowDots(PrintAction row) => _rows.AsSpan(row.Value * profile.WidthBytes, profile.WidthBytes);

    internal void Clear()
    {
        _actions.Clear();
        _stored.Clear();
        _storedRow = 0;
        _rowCount = 0;
    }

    public void Begin() => _actions.Enqueue(new(PrintActionKind.Begin, 0));

    public void Row(ReadOnlySpan<byte> dots)
    {
        dots.CopyTo(_rows.AsSpan(_rowCount * profile.WidthBytes));
        _actions.Enqueue(new(PrintActionKind.Row, _rowCount++));
    }

    public void Rows(ReadOnlyMemory<byte> dots, int count)
    {
        _stored.Enqueue((dots, count));
        _actions.Enqueue(new(PrintActionKind.StoredRow, count));
    }

    public void Feed(int rows)
    {
        if (rows > 0)
            _actions.Enqueue(new(PrintActionKind.Feed, rows));
    }

    public void Line(ReadOnlySpan<char> characters) => _actions.Enqueue(new(PrintActionKind.Line, 0, Text: characters.ToString()));

    public void Picture(int rightDots, int rows) =>
        _actions.Enqueue(new(PrintActionKind.Picture, rows, rightDots));

    public void Cut(CutKind kind) => _actions.Enqueue(new(PrintActionKind.Cut, (int)kind));

    public void Drawer(int pin) => _actions.Enqueue(new(PrintActionKind.Drawer, pin));

    public void EchoProcessId(ReadOnlySpan<byte> id)
    {
        if (BandFence.TryReadId(id, out BandFence fence))
            _actions.Enqueue(new(PrintActionKind.EchoProcessId, 0, Fence: fence));
    }

    public void Ask(EscPosCommand question, byte argument) => _actions.Enqueue(new(PrintActionKind.Ask, argument, (int)question));

    public void Heat(int dotsAtOnce, int heatUs, int pauseUs) =>
        _actions.Enqueue(new(PrintActionKind.Heat, dotsAtOnce, heatUs + pauseUs));

    public void Break(int pauseUs) => _actions.Enqueue(new(PrintActionKind.Break, pauseUs));

    public void Speed(int step) => _actions.Enqueue(new(PrintActionKind.Speed, step));

    public void NotUnderstood(EscPosCommand command, byte prefix, byte opcode) => NotUnderstoodCommands++;
}
