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

    private PictureRows(byte[] bytes, int widthBytes)
    {
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

    /// <summary>The rows without their first dots: what is sent when the margin stands so many dots to the right of a byte's edge.</summary>
    /// <param name="dots">1..7.</param>
    internal static PictureRows From(DotPicture picture, int dots)
    {
        ReadOnlySpan<byte> source = picture.Dots;
        byte[] moved = new byte[source.Length];
        for (int index = 0; index < moved.Length; index++)
        {
            bool isRowEnd = (index + 1) % picture.WidthBytes == 0;
            moved[index] = (byte)((source[index] << dots) | (isRowEnd ? 0 : source[index + 1] >> (8 - dots)));
        }

        return new(moved, picture.WidthBytes);
    }

    /// <summary>Every other dot across; worth something only for rows of which all dots are doubled.</summary>
    internal static PictureRows Halved(DotPicture picture)
    {
        int width = (picture.WidthBytes + 1) / 2;
        byte[] halved = new byte[width * picture.Rows];
        for (int row = 0; row < picture.Rows; row++)
        {
            for (int x = 0; x < picture.WidthBytes; x++)
            {
                int eight = picture.Dots[(row * picture.WidthBytes) + x];
                int four = ((eight >> 4) & 8) | ((eight >> 3) & 4) | ((eight >> 2) & 2) | ((eight >> 1) & 1);
                halved[(row * width) + (x / 2)] |= (byte)(x % 2 == 0 ? four << 4 : four);
            }
        }

        return new(halved, width);
    }

    /// <summary>Every dot has a twin beside it, in pairs from the left edge.</summary>
    internal bool IsDoubledAcross(int row)
    {
        foreach (byte eight in this[row])
        {
            if (((eight ^ (eight >> 1)) & 0x55) != 0)
                return false;
        }

        return true;
    }
}
