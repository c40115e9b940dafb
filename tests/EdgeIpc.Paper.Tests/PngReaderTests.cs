using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace EdgeIpc.Paper.Tests;

public class PngReaderTests
{
    [Fact]
    public void What_the_writer_writes_the_reader_reads()
    {
        PaperStrip strip = TestPrinter.Picture("round trip\n"u8);
        using var png = new MemoryStream();
        PngWriter.Write(png, strip.Dots.Span, strip.WidthDots, strip.Rows);
        Assert.True(strip.Dots.Span.SequenceEqual(PngReader.Read(png.ToArray()).ToDots().Dots));
    }

    [Theory]
    [InlineData(1, 0, "B0", "00FF0000")]
    [InlineData(2, 0, "1B", "0055AAFF")]
    [InlineData(4, 0, "0F80", "00FF8800")]
    [InlineData(8, 0, "00408CFF", "00408CFF")]
    [InlineData(16, 0, "0000400080008000", "00408080")]
    [InlineData(8, 2, "FF000000FF000000FFFFFFFF", "4C961DFF")]
    [InlineData(8, 4, "00FF008000000000", "007FFFFF")]
    [InlineData(8, 6, "000000FF00000000FFFFFF800000FF80", "00FFFF8E")]
    [InlineData(2, 3, "1B", "00FF4C1D")]
    public void Every_kind_of_pixel_becomes_grey_on_white(int depth, int colourType, string row, string expected)
    {
        // Four pixels; the first kind counts 1 as white.
        byte[] png = Make(4, 1, depth, colourType, [0, .. Convert.FromHexString(row)]);
        string grey = Convert.ToHexString(PngReader.Read(png).Pixels.Span);
        Assert.Equal(depth == 1 ? "FF00FFFF" : expected, grey);
    }

    [Theory]
    [InlineData(0, "0A141E", "0A141E")]
    [InlineData(1, "0A0A0A", "0A141E")]
    [InlineData(2, "050505", "0F1923")]
    [InlineData(3, "050505", "0A141E")]
    [InlineData(4, "050505", "0F1923")]
    public void Every_row_filter_is_undone(int filter, string row, string expected)
    {
        byte[] png = Make(3, 2, 8, 0, [0, 0x0a, 0x14, 0x1e, (byte)filter, .. Convert.FromHexString(row)]);
        Assert.Equal(expected, Convert.ToHexString(PngReader.Read(png).Pixels.Span[3..]));
    }

    [Fact]
    public void A_file_that_is_hostile_or_damaged_is_refused_with_a_reason()
    {
        byte[] good = Make(4, 1, 8, 0, [0, 1, 2, 3, 4]);
        Refused("no PNG", "GIF89a and more"u8);
        Refused("ends too early", good.AsSpan(0, good.Length - 6));
        Refused("checksum", Changed(good, 45));
        Refused("4000001x1", Make(4_000_001, 1, 8, 0, [0]));
        Refused("65536x65536", Make(65_536, 65_536, 1, 0, [0]));
        Refused("interlaced", Make(4, 1, 8, 0, [0, 1, 2, 3, 4], interlace: 1));
        Refused("kind", Make(4, 1, 3, 0, [0, 1]));
        Refused("can't be unpacked", Make(4, 2, 8, 0, [0, 1, 2, 3, 4]));
        Refused("filter", Make(4, 1, 8, 0, [9, 1, 2, 3, 4]));
        Refused("palette", Make(1, 1, 8, 3, [0, 200]));
    }

    [Fact]
    public void Random_damage_never_does_more_than_be_refused()
    {
        Random random = Seed.Next(out int seed);
        byte[] good = Make(16, 16, 8, 0, new byte[17 * 16]);
        for (int round = 0; round < 300; round++)
        {
            byte[] bad = [.. good];
            for (int change = 0; change < 3; change++)
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            Exception? thrown = Record.Exception(() => PngReader.Read(bad));
            Assert.True(thrown is null or FormatException, $"seed {seed}, round {round}: {thrown}");
        }
    }

    private static void Refused(string says, ReadOnlySpan<byte> file)
    {
        byte[] copy = file.ToArray();
        FormatException error = Assert.Throws<FormatException>(() => PngReader.Read(copy));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    private static byte[] Changed(byte[] file, int at)
    {
        byte[] changed = [.. file];
        changed[at] ^= 0x55;
        return changed;
    }

    private static byte[] Make(int width, int height, int depth, int colourType, byte[] rows, byte interlace = 0)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a]);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colourType, interlace);
        Chunk(file, "IHDR"u8, header);
        if (colourType == 3)
            Chunk(file, "PLTE"u8, [0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0, 255]);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(rows);
        Chunk(file, "IDAT"u8, packed.ToArray());
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void Chunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32([.. type, .. data]));
        file.Write(number);
    }
}
