namespace EdgeIpc.Paper;

/// <summary>
/// ESC * 33: 24 rows as columns of three bytes. Only inked runs are sent, each put in its place by ESC $; a gap that costs
/// less to send than to jump is sent.
/// </summary>
internal sealed class ColumnChoice(DotPicture picture)
{
    private const int Height = StrokeFont.CellHeight, BytesPerColumn = 3;
    private const int HeaderBytes = 5, PositionBytes = 4, FeedBytes = 3;
    private const int GapWorthSending = (HeaderBytes + PositionBytes) / BytesPerColumn;

    private readonly byte[] _columns = new byte[picture.WidthDots * BytesPerColumn];
    private readonly List<(int Start, int Length)> _runs = [];

    /// <returns>Bytes for the 24 rows from here, or null: a column would look like a real-time command.</returns>
    internal int? Cost(int row)
    {
        if (!TryFindRuns(row))
            return null;
        int cost = FeedBytes;
        foreach ((int start, int length) in _runs)
            cost += HeaderBytes + (length * BytesPerColumn) + (start > 0 ? PositionBytes : 0);
        return cost;
    }

    internal void Write(int row, int advance, PictureBytes bytes)
    {
        TryFindRuns(row);
        bytes.SetMargin(0);
        foreach ((int start, int length) in _runs)
        {
            if (start > 0)
                bytes.Add(0x1b, (byte)'$', (byte)start, (byte)(start >> 8));
            bytes.Add(0x1b, (byte)'*', 33, (byte)length, (byte)(length >> 8));
            bytes.Add(_columns.AsSpan(start * BytesPerColumn, length * BytesPerColumn));
        }

        bytes.Add(0x1b, (byte)'J', (byte)advance);
    }

    private bool TryFindRuns(int row)
    {
        Turn(row);
        _runs.Clear();
        int end = -1;
        for (int x = 0; x < picture.WidthDots; x++)
        {
            ReadOnlySpan<byte> column = _columns.AsSpan(x * BytesPerColumn, BytesPerColumn);
            if (!column.ContainsAnyExcept((byte)0))
                continue;
            if (DotPicture.FindRealTimeLookAlike(column) >= 0)
                return false;

            bool isNear = _runs.Count > 0 && x - end <= GapWorthSending;
            // Two columns that would make a command between them are parted by a jump.
            if (isNear && DotPicture.FindRealTimeLookAlike(_columns.AsSpan((x * BytesPerColumn) - 1, 2)) < 0)
                _runs[^1] = (_runs[^1].Start, x + 1 - _runs[^1].Start);
            else
                _runs.Add((x, 1));
            end = x + 1;
        }

        return true;
    }

    /// <summary>Turns 24 rows into columns, the topmost dot in the highest bit.</summary>
    private void Turn(int row)
    {
        _columns.AsSpan().Clear();
        for (int y = 0; y < Height; y++)
        {
            ReadOnlySpan<byte> dots = picture.Dots.Slice((row + y) * picture.WidthBytes, picture.WidthBytes);
            byte mask = (byte)(0x80 >> (y & 7));
            for (int index = 0; index < dots.Length; index++)
            {
                for (int rest = dots[index]; rest != 0; rest &= rest - 1)
                    _columns[(((index * 8) + 7 - System.Numerics.BitOperations.TrailingZeroCount(rest)) * BytesPerColumn) + (y >> 3)] |= mask;
            }
        }
    }
}
