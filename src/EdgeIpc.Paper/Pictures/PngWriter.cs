using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace EdgeIpc.Paper;

/// <summary>Writes dots as a PNG picture of one bit a pixel (RFC 2083): ink is black.</summary>
public static class PngWriter
{
    // Every PNG begins with these eight bytes.
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <param name="dots">Rows of widthDots / 8 bytes, the leftmost dot in the highest bit; 1 is ink.</param>
    public static void Write(Stream destination, ReadOnlySpan<byte> dots, int widthDots, int rows)
    {
        destination.Write(Signature);

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, widthDots);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], Math.Max(1, rows));
        header[8] = 1;
        WriteChunk(destination, "IHDR"u8, header);

        // 203 dots an inch, so that viewers and printers show the paper's own size.
        Span<byte> density = stackalloc byte[9];
        const int DotsPerMetre = 8000;
        BinaryPrimitives.WriteInt32BigEndian(density, DotsPerMetre);
        BinaryPrimitives.WriteInt32BigEndian(density[4..], DotsPerMetre);
        density[8] = 1;
        WriteChunk(destination, "pHYs"u8, density);

        WriteChunk(destination, "IDAT"u8, Compress(dots, widthDots / 8, rows));
        WriteChunk(destination, "IEND"u8, []);
    }

    private static byte[] Compress(ReadOnlySpan<byte> dots, int widthBytes, int rows)
    {
        using var memory = new MemoryStream();
        using (var zlib = new ZLibStream(memory, CompressionLevel.Optimal, leaveOpen: true))
        {
            // A row is a filter byte (0: none) and its pixels; a pixel of 1 is white.
            byte[] row = new byte[1 + widthBytes];
            row.AsSpan(1).Fill(0xff);
            if (rows == 0)
                zlib.Write(row);
            for (int index = 0; index < rows; index++)
            {
                ReadOnlySpan<byte> source = dots.Slice(index * widthBytes, widthBytes);
                for (int x = 0; x < widthBytes; x++)
                    row[1 + x] = (byte)~source[x];
                zlib.Write(row);
            }
        }

        return memory.ToArray();
    }

    private static void WriteChunk(Stream destination, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        destination.Write(number);
        destination.Write(type);
        destination.Write(data);

        var crc = new Crc32();
        crc.Append(type);
        crc.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, crc.GetCurrentHashAsUInt32());
        destination.Write(number);
    }
}
