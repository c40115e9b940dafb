namespace EdgeIpc.Paper;

/// <summary>
/// Image data as it arrives: GS v 0 goes onto paper row by row, ESC * goes into the line.
/// Widths and heights come from the wire: what is wider than the head is read and lost at the edge.
/// </summary>
internal sealed class RasterReader(PrinterProfile profile, LineBuffer line, IPrintSink sink)
{
    private readonly byte[] _row = new byte[profile.WidthBytes];
    private readonly byte[] _shifted = new byte[profile.WidthBytes];

    private bool _isColumns;
    private int _bytesPerRow;
    private int _column;
    private int _taken;
    private int _rowRepeats;
    private bool _isWide;
    private int _shift;
    private int _start;
    private int _bytesPerColumn;
    private int _columnWidth;

    internal void Begin(EscPosCommand command, ReadOnlySpan<byte> p, PrintSettings settings)
    {
        _taken = _column = 0;
        _isColumns = command == EscPosCommand.ColumnImage;
        if (_isColumns)
        {
            // Modes 0 and 1 are 8 dots high at a third of the height's resolution, 32 and 33 are 24 dots high.
            _bytesPerColumn = p[0] is 32 or 33 ? 3 : 1;
            _columnWidth = p[0] is 1 or 33 ? 1 : 2;
            _start = line.Position;
            line.Reserve((p[1] | (p[2] << 8)) * _columnWidth, StrokeFont.CellHeight);
            return;
        }

        int mode = p[1] % 48;
        _isWide = (mode & 1) != 0;
        _rowRepeats = (mode & 2) != 0 ? 2 : 1;
        _bytesPerRow = p[2] | (p[3] << 8);
        int rows = p[4] | (p[5] << 8);
        int widthDots = Math.Min(_bytesPerRow * 8 * (_isWide ? 2 : 1), profile.WidthDots);
        int room = Math.Max(0, settings.UsableWidth - widthDots);
        _shift = settings.LeftMargin + settings.Align switch { Alignment.Centre => room / 2, Alignment.Right => room, _ => 0 };
        _row.AsSpan().Clear();
        sink.Picture(_shift + widthDots, rows * _rowRepeats);
    }

    internal void Take(byte value)
    {
        if (_isColumns)
            TakeColumn(value);
        else
            TakeRow(value);
    }

    private void TakeRow(byte value)
    {
        if (!_isWide)
            Set(_taken, value);
        else
            SetWide(value);
        if (++_taken < _bytesPerRow)
            return;

        _taken = 0;
        LineBuffer.Shift(_row, _shifted, _shift);
        for (int repeat = 0; repeat < _rowRepeats; repeat++)
            sink.Row(_shifted);
        _row.AsSpan().Clear();
    }

    private void Set(int index, byte value)
    {
        if (index < _row.Length)
            _row[index] = value;
    }

    private void SetWide(byte value)
    {
        int wide = 0;
        for (int bit = 7; bit >= 0; bit--)
            wide = (wide << 2) | (((value >> bit) & 1) * 3);
        Set(_taken * 2, (byte)(wide >> 8));
        Set((_taken * 2) + 1, (byte)wide);
    }

    private void TakeColumn(byte value)
    {
        int x = _start + (_column * _columnWidth);
        int dotHeight = _bytesPerColumn == 1 ? 3 : 1;
        for (int bit = 0; bit < 8; bit++)
        {
            if ((value & (0x80 >> bit)) == 0)
                continue;
            int fromTop = ((_taken * 8) + bit) * dotHeight;
            for (int dot = 0; dot < dotHeight * _columnWidth; dot++)
                line.SetDot(x + (dot % _columnWidth), StrokeFont.CellHeight - 1 - fromTop - (dot / _columnWidth));
        }

        if (++_taken < _bytesPerColumn)
            return;
        _taken = 0;
        _column++;
        line.Position = Math.Min(_start + (_column * _columnWidth), profile.WidthDots);
    }
}
