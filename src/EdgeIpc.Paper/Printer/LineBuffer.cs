namespace EdgeIpc.Paper;

/// <summary>
/// The line that is being composed: dots and characters until a line feed prints them.
/// Characters of different heights stand on one base line, so the bitmap fills from its last row upwards.
/// </summary>
internal sealed class LineBuffer
{
    /// <summary>24 dots, 8 times enlarged.</summary>
    internal const int MostRows = StrokeFont.CellHeight * 8;

    private const int MostCharacters = 256;

    private readonly int _widthDots;
    private readonly int _widthBytes;
    private readonly byte[] _dots;
    private readonly byte[] _row;
    private readonly char[] _characters = new char[MostCharacters];
    private int _characterCount;
    private int _lastCharacterEnd;

    internal LineBuffer(int widthDots)
    {
        _widthDots = widthDots;
        _widthBytes = widthDots / 8;
        _dots = new byte[MostRows * _widthBytes];
        _row = new byte[_widthBytes];
    }

    /// <summary>Where the next character goes, from the left margin, in dots.</summary>
    internal int Position { get; set; }

    /// <summary>The rightmost dot's end.</summary>
    internal int InkEnd { get; private set; }

    /// <summary>Rows of the highest character.</summary>
    internal int Rows { get; private set; }

    internal bool IsEmpty => Rows == 0;

    internal ReadOnlySpan<char> Characters => _characters.AsSpan(0, _characterCount);

    internal void Clear()
    {
        if (Rows > 0)
            _dots.AsSpan((MostRows - Rows) * _widthBytes).Clear();
        Rows = InkEnd = Position = _characterCount = _lastCharacterEnd = 0;
    }

    /// <summary>Notes a character for the paper's text; gaps made by positioning become blanks.</summary>
    internal void Note(char character, int cellWidth)
    {
        for (int x = _lastCharacterEnd; x + cellWidth <= Position && _characterCount < MostCharacters; x += cellWidth)
            _characters[_characterCount++] = ' ';
        if (_characterCount < MostCharacters)
            _characters[_characterCount++] = character;
        _lastCharacterEnd = Position + cellWidth;
    }

    /// <summary>Takes the place of a cell, so that the line is as high as it even where nothing is inked.</summary>
    internal void Reserve(int widthDots, int rows)
    {
        Rows = Math.Max(Rows, rows);
        InkEnd = Math.Max(InkEnd, Math.Min(_widthDots, Position + widthDots));
    }

    /// <param name="x">From the left edge of the line.</param>
    /// <param name="rowAboveBase">0 is the lowest row of the line.</param>
    internal void SetDot(int x, int rowAboveBase)
    {
        if ((uint)x < (uint)_widthDots && (uint)rowAboveBase < MostRows)
            _dots[((MostRows - 1 - rowAboveBase) * _widthBytes) + (x >> 3)] |= (byte)(0x80 >> (x & 7));
    }

    /// <summary>Hands over the rows, shifted to where the alignment wants them.</summary>
    internal void PrintTo(IPrintSink sink, int shiftDots)
    {
        for (int row = MostRows - Rows; row < MostRows; row++)
        {
            Shift(_dots.AsSpan(row * _widthBytes, _widthBytes), _row, shiftDots);
            sink.Row(_row);
        }
    }

    /// <summary>Moves a row of dots to the right; what passes the edge is lost, as on paper.</summary>
    internal static void Shift(ReadOnlySpan<byte> source, Span<byte> destination, int dots)
    {
        destination.Clear();
        int bytes = dots >> 3, bits = dots & 7;
        for (int index = 0; index < source.Length && index + bytes < destination.Length; index++)
        {
            destination[index + bytes] |= (byte)(source[index] >> bits);
            if (bits > 0 && index + bytes + 1 < destination.Length)
                destination[index + bytes + 1] |= (byte)(source[index] << (8 - bits));
        }
    }
}
