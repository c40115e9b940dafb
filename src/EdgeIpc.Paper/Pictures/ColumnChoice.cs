namespace EdgeIpc.Paper;

/// <summary>
/// ESC * 33: 24 rows as columns of three bytes. Only inked runs are sent, each put in its place by ESC $; a gap that costs
/// less to send than to jump is sent.
/// </summary>
internal sealed class ColumnChoice(DotPicture picture, int positionStepDots, int mostBytes)
{
    private const int Height = StrokeFont.CellHeight, BytesPerColumn = 3;
    private const int HeaderBytes = 5, PositionBytes = 4, FeedBytes = 3;
    private const int GapWorthSending = (HeaderBytes + PositionBytes) / BytesPerColumn;

    private readonly int _mostColumns = Math.Max(1, (mostBytes - HeaderBytes) / BytesPerColumn);
    private readonly byte[] _columns = new byte[picture.WidthDots * BytesPerColumn];
    private readonly List<Run> _runs = [];

    /// <returns>Bytes for the 24 rows from here, or null: a column would look like a real-time command.</returns>
    internal int? Cost(int row)
    {
        if (!TryFindRuns(row))
            return null;
        int cost = FeedBytes;
        foreach (Run run in _runs)
            cost += HeaderBytes + (run.Length * BytesPerColumn) + (run.IsJump ? PositionBytes : 0);
        return cost;
    }

    internal void Write(int row, int advance, PictureBytes bytes)
    {
        TryFindRuns(row);
        bytes.SetMargin(0);
        foreach ((int start, int length, bool isJump) in _runs)
        {
            if (isJump)
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
            bool isParted = isNear && DotPicture.FindRealTimeLookAlike(_columns.AsSpan((x * BytesPerColumn) - 1, 2)) >= 0;
            if (isNear && !isParted && x + 1 - _runs[^1].Start <= _mostColumns)
                _runs[^1] = _runs[^1] with { Length = x + 1 - _runs[^1].Start };
            else if (isNear && !isParted)
                _runs.Add(new Run(end, x + 1 - end, IsJump: false));
            else
                AddJump(isParted ? x : Math.Max(Math.Max(0, end), x - (x % positionStepDots)), x);
            end = x + 1;
        }

        return true;
    }

    private void AddJump(int start, int x) => _runs.Add(new Run(start, x + 1 - start, IsJump: start > 0));

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

    /// <param name="IsJump">It does not begin where the one before it ended, nor at the line's beginning.</param>
    private readonly record struct Run(int Start, int Length, bool IsJump);
}
