using System.Buffers.Binary;

namespace EdgeIpc.Paper;

/// <summary>The header of a PNG picture, checked.</summary>
internal sealed record PngHeader(int Width, int Height, int Depth, int ColourType)
{
    internal int BitsPerPixel => Depth * ColourType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    internal int RowBytes => (int)((((long)Width * BitsPerPixel) + 7) / 8);

    internal static PngHeader Parse(ReadOnlySpan<byte> data)
    {
        if (data.Length != 13)
            throw new FormatException("the PNG picture's header is damaged");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(data), height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        bool isKnown = (data[9], data[8]) is (0, 1 or 2 or 4 or 8 or 16) or (2, 8 or 16) or (3, 1 or 2 or 4 or 8) or (4, 8 or 16) or (6, 8 or 16);
        if (!isKnown || data[10] != 0 || data[11] != 0)
            throw new FormatException("the PNG picture is of a kind that PNG doesn't have");
        if (data[12] != 0)
            throw new FormatException("the PNG picture is interlaced, which isn't read here; save it without");
        if (width == 0 || height == 0 || (ulong)width * height > PngReader.MostPixels)
            throw new FormatException(FormattableString.Invariant($"the PNG picture is {width}x{height}; at most {PngReader.MostPixels} pixels are allowed"));
        return new((int)width, (int)height, data[8], data[9]);
    }
}

/// <summary>Turns a PNG's samples into grey on white paper.</summary>
internal sealed class PngPixels(PngHeader header, byte[] palette, byte[] transparency)
{
    internal GreyPicture ToGrey(byte[] rows)
    {
        byte[] grey = new byte[header.Width * header.Height];
        Span<int> samples = stackalloc int[4];
        int channels = header.BitsPerPixel / header.Depth;
        for (int y = 0; y < header.Height; y++)
        {
            ReadOnlySpan<byte> row = rows.AsSpan(y * header.RowBytes, header.RowBytes);
            for (int x = 0; x < header.Width; x++)
            {
                for (int channel = 0; channel < channels; channel++)
                    samples[channel] = Sample(row, (x * channels) + channel);
                grey[(y * header.Width) + x] = Pixel(samples);
            }
        }

        return new GreyPicture(header.Width, header.Height, grey);
    }

    /// <summary>0..255, except an index into the palette, which stays what it is.</summary>
    private int Sample(ReadOnlySpan<byte> row, int index)
    {
        if (header.Depth >= 8)
            return row[index * header.Depth / 8];
        int perByte = 8 / header.Depth, most = (1 << header.Depth) - 1;
        int value = (row[index / perByte] >> (8 - header.Depth - (index % perByte * header.Depth))) & most;
        return header.ColourType == 3 ? value : value * 255 / most;
    }

    private byte Pixel(ReadOnlySpan<int> samples) => header.ColourType switch
    {
        0 => (byte)samples[0],
        2 => OnPaper(samples[0], samples[1], samples[2], 255),
        3 => FromPalette(samples[0]),
        4 => OnPaper(samples[0], samples[0], samples[0], samples[1]),
        _ => OnPaper(samples[0], samples[1], samples[2], samples[3]),
    };

    private byte FromPalette(int index)
    {
        if ((index * 3) + 2 >= palette.Length)
            throw new FormatException("the PNG picture is damaged: a colour isn't in its palette");
        int alpha = index < transparency.Length ? transparency[index] : 255;
        return OnPaper(palette[index * 3], palette[(index * 3) + 1], palette[(index * 3) + 2], alpha);
    }

    /// <summary>Luma of ITU-R BT.601, laid over white.</summary>
    private static byte OnPaper(int red, int green, int blue, int alpha)
    {
        int luma = ((299 * red) + (587 * green) + (114 * blue) + 500) / 1000;
        return (byte)(((luma * alpha) + (255 * (255 - alpha)) + 127) / 255);
    }
}
