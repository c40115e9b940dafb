namespace EdgeIpc.Paper;

/// <summary>
/// A picture's rows as bytes that GS v 0 could carry, with what an encoder asks of each: where its ink begins and ends, and
/// whether something in it looks like a real-time command.
/// </summary>
internal sealed class PictureRows
{
    private readonly byte[] _bytes;
    private readonly bool[] _looksRealTime;
    private readonly int[] _first;
    private readonly int[] _last;
    private readonly bool[]? _isExact;

    /// <param name="isExact">For each row, whether these bytes say all of it; null: they all do.</param>
    private PictureRows(byte[] bytes, int widthBytes, bool[]? isExact = null)
    {
        _isExact = isExact;
        _bytes = bytes;
        WidthBytes = widthBytes;
        Count = bytes.Length / widthBytes;
        _looksRealTime = new bool[Count];
        _first = new int[Count];
        _last = new int[Count];
        for (int row = 0; row < Count; row++)
        {
            ReadOnlySpan<byte> dots = this[row];
            _looksRealTime[row] = DotPicture.FindRealTimeLookAlike(dots) >= 0;
            _first[row] = dots.IndexOfAnyExcept((byte)0) is var first and >= 0 ? first : widthBytes;
            _last[row] = dots.LastIndexOfAnyExcept((byte)0);
        }
    }

    internal int Count { get; }

    internal int WidthBytes { get; }

    internal ReadOnlySpan<byte> this[int row] => _bytes.AsSpan(row * WidthBytes, WidthBytes);

    /// <summary>The first byte with ink; <see cref="WidthBytes"/> where there is none.</summary>
    internal int First(int row) => _first[row];

    /// <summary>The last byte with ink; -1 where there is none.</summary>
    internal int Last(int row) => _last[row];

    internal bool IsWhite(int row) => _last[row] < 0;

    internal bool LooksRealTime(int row) => _looksRealTime[row];

    internal bool IsDoubledDown(int row) => row + 1 < Count && this[row].SequenceEqual(this[row + 1]);

    internal static PictureRows Of(DotPicture picture) => new(picture.Dots.ToArray(), picture.WidthBytes);

    /// <summary>The rows without their first dots, for a margin that stands so many dots to the right of a byte's edge; exact where these are white.</summary>
    /// <param name="dots">1..7.</param>
    internal static PictureRows From(DotPicture picture, int dots)
    {
        ReadOnlySpan<byte> source = picture.Dots;
        byte[] moved = new byte[source.Length];
        bool[] isExact = new bool[picture.Rows];
        for (int row = 0; row < picture.Rows; row++)
            isExact[row] = source[row * picture.WidthBytes] >> (8 - dots) == 0;
        for (int index = 0; index < moved.Length; index++)
        {
            bool isRowEnd = (index + 1) % picture.WidthBytes == 0;
            moved[index] = (byte)((source[index] << dots) | (isRowEnd ? 0 : source[index + 1] >> (8 - dots)));
        }

        return new(moved, picture.WidthBytes, isExact);
    }

    /// <summary>Every other dot across, from a dot on: exact for rows of which all dots are doubled and none lies before it.</summary>
    /// <param name="dots">0..15.</param>
    internal static PictureRows Halved(DotPicture picture, int dots)
    {
        int width = (picture.WidthBytes + 1) / 2;
        byte[] halved = new byte[width * picture.Rows];
        bool[] isExact = new bool[picture.Rows];
        for (int y = 0; y < picture.Rows; y++)
        {
            isExact[y] = true;
            for (int x = 0; x < dots; x++)
                isExact[y] &= !picture[x, y];
            for (int x = dots; x < picture.WidthDots && isExact[y]; x += 2)
            {
                bool isInk = picture[x, y];
                isExact[y] = isInk == picture[x + 1, y] && !(isInk && x + 1 >= picture.WidthDots);
                if (isInk)
                    halved[(y * width) + ((x - dots) >> 4)] |= (byte)(0x80 >> (((x - dots) >> 1) & 7));
            }
        }

        return new(halved, width, isExact);
    }

    /// <summary>At which of two dots pairs of equal dots begin, in most of the picture's rows; -1: it isn't doubled.</summary>
    internal static int FindPairs(DotPicture picture)
    {
        Span<int> doubled = [0, 0];
        int inked = 0;
        for (int y = 0; y < picture.Rows; y++)
        {
            ReadOnlySpan<byte> row = picture.Dots.Slice(y * picture.WidthBytes, picture.WidthBytes);
            if (!row.ContainsAnyExcept((byte)0))
                continue;
            inked++;
            bool isEven = true, isOdd = true;
            for (int index = 0; index < row.Length; index++)
            {
                int eight = row[index], next = index + 1 < row.Length ? row[index + 1] >> 7 : 0;
                isEven &= ((eight ^ (eight >> 1)) & 0x55) == 0;
                isOdd &= ((((eight << 1) | next) ^ eight) & 0x55) == 0;
            }

            doubled[0] += isEven ? 1 : 0;
            doubled[1] += isOdd ? 1 : 0;
        }

        int best = doubled[0] >= doubled[1] ? 0 : 1;
        return inked > 0 && doubled[best] * 2 >= inked ? best : -1;
    }

    /// <summary>Whether these bytes say all of the row.</summary>
    internal bool IsExact(int row) => _isExact is null || _isExact[row];
}
