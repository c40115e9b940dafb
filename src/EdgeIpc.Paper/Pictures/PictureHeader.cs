using System.Buffers.Binary;

namespace EdgeIpc.Paper;

public enum PictureKind
{
    Png,
    Jpeg,
}

/// <summary>What a picture file says of itself before anything in it is unpacked.</summary>
public sealed record PictureHeader(PictureKind Kind, int Width, int Height)
{
    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>The kind by a file's first bytes, or null.</summary>
    public static PictureKind? Recognise(ReadOnlySpan<byte> file) =>
        file.StartsWith(PngSignature[..4]) ? PictureKind.Png : file is [0xff, 0xd8, 0xff, ..] ? PictureKind.Jpeg : null;

    /// <exception cref="FormatException">No PNG or JPEG, damaged, or larger than <see cref="PngReader.MostPixels"/>; the message says which.</exception>
    public static PictureHeader Read(ReadOnlySpan<byte> file) => Recognise(file) switch
    {
        PictureKind.Png => ReadPng(file),
        PictureKind.Jpeg => ReadJpeg(file),
        _ => throw new FormatException("it is neither a PNG nor a JPEG picture"),
    };

    private static PictureHeader ReadPng(ReadOnlySpan<byte> file)
    {
        const int HeaderAt = 16, HeaderBytes = 13;
        if (file.Length < HeaderAt + HeaderBytes + 4)
            throw new FormatException("the PNG picture ends too early");
        if (!file.StartsWith(PngSignature) || !file[12..HeaderAt].SequenceEqual("IHDR"u8))
            throw new FormatException("the PNG picture doesn't begin with its header");
        var header = PngHeader.Parse(file.Slice(HeaderAt, HeaderBytes));
        return new(PictureKind.Png, header.Width, header.Height);
    }

    private static PictureHeader ReadJpeg(ReadOnlySpan<byte> file)
    {
        var segments = new JpegSegments(file);
        while (segments.TryNext(out byte marker, out ReadOnlySpan<byte> data))
        {
            // SOF0 to SOF15, which are not DHT, JPG and DAC.
            if (marker is not (>= 0xc0 and <= 0xcf) || marker is 0xc4 or 0xc8 or 0xcc)
                continue;
            if (data.Length < 6)
                break;
            int height = BinaryPrimitives.ReadUInt16BigEndian(data[1..]), width = BinaryPrimitives.ReadUInt16BigEndian(data[3..]);
            if (width == 0 || height == 0 || (long)width * height > PngReader.MostPixels)
                throw new FormatException(FormattableString.Invariant($"the JPEG picture is {width}x{height}; at most {PngReader.MostPixels} pixels are allowed"));
            return new(PictureKind.Jpeg, width, height);
        }

        throw new FormatException("the JPEG picture is damaged: it doesn't say its size");
    }
}

/// <summary>The segments of a JPEG file before its image data: FF, a marker, a length, data.</summary>
internal ref struct JpegSegments(ReadOnlySpan<byte> file)
{
    private const byte StartOfScan = 0xda, EndOfImage = 0xd9;

    private ReadOnlySpan<byte> _rest = file[2..];

    internal bool TryNext(out byte marker, out ReadOnlySpan<byte> data)
    {
        marker = 0;
        data = default;
        // Any number of FF may stand before a marker.
        while (_rest.Length >= 2 && _rest[0] == 0xff && _rest[1] == 0xff)
            _rest = _rest[1..];
        if (_rest.Length < 4 || _rest[0] != 0xff)
            return false;
        marker = _rest[1];
        int length = BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]);
        if (marker is StartOfScan or EndOfImage || length < 2 || length + 2 > _rest.Length)
            return false;
        data = _rest[4..(length + 2)];
        _rest = _rest[(length + 2)..];
        return true;
    }
}
