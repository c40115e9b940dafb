using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace EdgeIpc.Paper;

/// <summary>
/// Reads PNG pictures (RFC 2083) as grey: every colour type and depth, not interlaced. The file is hostile until checked:
/// its size comes from the header before anything is unpacked, and nothing more than that is ever unpacked.
/// </summary>
public static class PngReader
{
    /// <summary>4 megapixels: more than ten metres of paper.</summary>
    public const int MostPixels = 4_000_000;

    /// <exception cref="FormatException">Not a PNG, damaged, too large, or interlaced; the message says which.</exception>
    public static GreyPicture Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < 8 || BinaryPrimitives.ReadUInt64BigEndian(file) != 0x89504e470d0a1a0a)
            throw new FormatException("the file is no PNG picture");

        PngHeader? header = null;
        byte[] palette = [], transparency = [];
        using var packed = new MemoryStream();
        for (ReadOnlySpan<byte> rest = file[8..]; ;)
        {
            ReadOnlySpan<byte> type = TakeChunk(ref rest, out ReadOnlySpan<byte> data);
            if (type.SequenceEqual("IHDR"u8))
                header = PngHeader.Parse(data);
            else if (header is null)
                throw new FormatException("the PNG picture doesn't begin with its header");
            else if (type.SequenceEqual("PLTE"u8))
                palette = data.ToArray();
            else if (type.SequenceEqual("tRNS"u8))
                transparency = data.ToArray();
            else if (type.SequenceEqual("IDAT"u8))
                packed.Write(data);
            else if (type.SequenceEqual("IEND"u8))
                break;
        }

        packed.Position = 0;
        byte[] rows = Unpack(packed, header!);
        return new PngPixels(header!, palette, transparency).ToGrey(rows);
    }

    private static ReadOnlySpan<byte> TakeChunk(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> data)
    {
        if (rest.Length < 12 || BinaryPrimitives.ReadUInt32BigEndian(rest) is var length && length > rest.Length - 12)
            throw new FormatException("the PNG picture ends too early");
        ReadOnlySpan<byte> typeAndData = rest.Slice(4, (int)length + 4);
        if (Crc32.HashToUInt32(typeAndData) != BinaryPrimitives.ReadUInt32BigEndian(rest[((int)length + 8)..]))
            throw new FormatException("the PNG picture is damaged: a checksum is wrong");
        data = typeAndData[4..];
        rest = rest[((int)length + 12)..];
        return typeAndData[..4];
    }

    /// <summary>Inflates and undoes the row filters.</summary>
    private static byte[] Unpack(Stream packed, PngHeader header)
    {
        int stride = header.RowBytes, pixel = Math.Max(1, header.BitsPerPixel / 8);
        byte[] rows = new byte[stride * header.Height], zero = new byte[stride];
        try
        {
            using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
            for (int y = 0; y < header.Height; y++)
            {
                int filter = zlib.ReadByte();
                Span<byte> row = rows.AsSpan(y * stride, stride);
                zlib.ReadExactly(row);
                Unfilter(filter, row, y == 0 ? zero : rows.AsSpan((y - 1) * stride, stride), pixel);
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new FormatException("the PNG picture is damaged: its data can't be unpacked", error);
        }

        return rows;
    }

    private static void Unfilter(int filter, Span<byte> row, ReadOnlySpan<byte> above, int pixel)
    {
        if (filter is < 0 or > 4)
            throw new FormatException("the PNG picture is damaged: a row's filter is unknown");
        for (int x = 0; x < row.Length && filter > 0; x++)
        {
            int left = x >= pixel ? row[x - pixel] : 0, up = above[x], corner = x >= pixel ? above[x - pixel] : 0;
            row[x] += (byte)(filter switch
            {
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                _ => Paeth(left, up, corner),
            });
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        int guess = left + up - corner;
        int byLeft = Math.Abs(guess - left), byUp = Math.Abs(guess - up), byCorner = Math.Abs(guess - corner);
        return byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
    }
}
