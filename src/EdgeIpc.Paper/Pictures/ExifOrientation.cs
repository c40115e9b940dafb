using System.Buffers.Binary;

namespace EdgeIpc.Paper;

/// <summary>How a camera was held: the orientation of EXIF (TIFF tag 0112), 1 to 8; 1 where a file doesn't say.</summary>
internal static class ExifOrientation
{
    private const byte App1 = 0xe1;
    private const int OrientationTag = 0x0112, EntryBytes = 12, MostEntries = 256;

    internal static int Find(ReadOnlySpan<byte> jpeg)
    {
        var segments = new JpegSegments(jpeg);
        while (segments.TryNext(out byte marker, out ReadOnlySpan<byte> data))
        {
            if (marker == App1 && data.StartsWith("Exif\0\0"u8))
                return FindInTiff(data[6..]);
        }

        return 1;
    }

    private static int FindInTiff(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
            return 1;
        bool isLittle = tiff.StartsWith("II"u8);
        uint directory = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2)
            return 1;
        int count = Math.Min(Word(tiff, (int)directory, isLittle), MostEntries);
        for (int index = 0; index < count; index++)
        {
            int entry = (int)directory + 2 + (index * EntryBytes);
            if (entry + EntryBytes > tiff.Length)
                return 1;
            if (Word(tiff, entry, isLittle) == OrientationTag)
                return Word(tiff, entry + 8, isLittle) is var value and >= 1 and <= 8 ? value : 1;
        }

        return 1;
    }

    private static int Word(ReadOnlySpan<byte> bytes, int at, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]) : BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
}
