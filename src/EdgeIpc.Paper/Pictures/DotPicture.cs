namespace EdgeIpc.Paper;

/// <summary>A picture of dots, 8 a byte, the leftmost in the highest bit; 1 is ink.</summary>
public sealed class DotPicture
{
    /// <summary>As many as one GS v 0 could carry: 8 m of paper.</summary>
    public const int MostRows = ushort.MaxValue;

    private readonly byte[] _dots;

    /// <param name="widthDots">A multiple of 8.</param>
    /// <param name="rows">0..<see cref="MostRows"/>.</param>
    public DotPicture(int widthDots, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(widthDots % 8, 0);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(widthDots);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, MostRows);
        WidthDots = widthDots;
        Rows = rows;
        _dots = new byte[WidthBytes * rows];
    }

    public int WidthDots { get; }

    public int WidthBytes => WidthDots / 8;

    public int Rows { get; }

    public ReadOnlySpan<byte> Dots => _dots;

    public bool this[int x, int y]
    {
        get => IsInside(x, y) && (_dots[(y * WidthBytes) + (x >> 3)] & (0x80 >> (x & 7))) != 0;
        set
        {
            // What lies outside is lost, as at the edge of the paper.
            if (!IsInside(x, y))
                return;
            byte mask = (byte)(0x80 >> (x & 7));
            ref byte cell = ref _dots[(y * WidthBytes) + (x >> 3)];
            cell = (byte)(value ? cell | mask : cell & ~mask);
        }
    }

    /// <summary>From left to right, both ends included, in one row.</summary>
    public void HorizontalLine(int fromX, int toX, int y)
    {
        for (int x = Math.Min(fromX, toX); x <= Math.Max(fromX, toX); x++)
            this[x, y] = true;
    }

    /// <summary>Some of its rows, as a picture of their own.</summary>
    internal DotPicture Part(int top, int rows)
    {
        var part = new DotPicture(WidthDots, rows);
        _dots.AsSpan(top * WidthBytes, rows * WidthBytes).CopyTo(part._dots);
        return part;
    }

    /// <summary>Image bytes 10 04, 10 05 and 10 14 would be taken for commands that act at once, even inside a picture.</summary>
    /// <returns>The index of the first such pair in what GS v 0 would carry, or -1.</returns>
    public static int FindRealTimeLookAlike(ReadOnlySpan<byte> bytes)
    {
        for (int index = 0; index + 1 < bytes.Length; index++)
        {
            if (bytes[index] == 0x10 && bytes[index + 1] is (0x04 or 0x05 or 0x14))
                return index;
        }

        return -1;
    }

    private bool IsInside(int x, int y) => (uint)x < (uint)WidthDots && (uint)y < (uint)Rows;
}
