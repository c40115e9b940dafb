using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace EdgeIpc.Playout.Tests;

/// <summary>RECORDING.md, proved in both directions: these tests know only the page and share no code with the writer and reader.</summary>
public sealed class RecordingFormatTests : IDisposable
{
    private readonly RecordingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_written_by_hand_from_the_page_is_read()
    {
        byte[] plain = [.. Words(100, 200), .. Words(101, 202)];
        byte[] columns = Compress(ToColumns([.. Words(102, 204), .. Words(103, 206), .. Words(104, 208)], 16));
        string path = _folder["by-hand.rec"];
        File.WriteAllBytes(path, [.. Header(), .. Block(0, 100, 2, 0, plain), .. Block(1, 102, 3, 1, columns)]);

        using var reader = RecordingReader.Open(path);
        Assert.Equal(16, reader.Description.ItemSizeBytes);
        Assert.Equal("a:i64@0 b:i64@8 size:16", reader.Description.LayoutText);
        Assert.Equal("written by hand", reader.Description.SourceText);
        Assert.Equal(250.5, reader.Description.RateHz);
        Assert.Equal([new RecordingChannel("temperature", "°C"), new RecordingChannel("x", "")], reader.Description.Channels);
        Assert.Equal(7, reader.Segment.SegmentNumber);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), reader.Segment.StartedAt);
        Assert.Equal(5_000_000_000, reader.Segment.StartedAtNs);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 7, TimeSpan.Zero), reader.Segment.ToWallTime(7_000_000_000));

        Assert.Equal(RecordingStep.Block, reader.Next());
        Assert.Equal((100, 2), (reader.FirstPosition, reader.ItemCount));
        Assert.Equal(plain, reader.Items.ToArray());
        Assert.Equal(RecordingStep.Block, reader.Next());
        Assert.Equal((102, 3), (reader.FirstPosition, reader.ItemCount));
        Assert.Equal([.. Words(102, 204), .. Words(103, 206), .. Words(104, 208)], reader.Items.ToArray());
        Assert.Equal(RecordingStep.End, reader.Next());
    }

    [Fact]
    public void A_file_of_the_writer_is_what_the_page_says()
    {
        const long Position = 0x0123_4567_89AB_CDEF;
        using (var writer = _folder.OpenWriter())
        {
            writer.Append(RecordingFolder.Items(Position, 1), Position);
            writer.Flush();
            writer.Append(RecordingFolder.Items(Position + 1, 500), Position + 1);
        }

        byte[] file = File.ReadAllBytes(_folder["000001.rec"]);
        Assert.Equal("EDGERECD"u8, file.AsSpan(0, 8));
        Assert.Equal((1, 4096, 16, 1), (U32(file, 8), U32(file, 12), U32(file, 16), U32(file, 20)));
        Assert.Equal(1000.0, BitConverter.ToDouble(file, 24));
        Assert.Equal(_folder.Time.GetUtcNow(), DateTimeOffset.UnixEpoch.AddTicks(BitConverter.ToInt64(file, 32) / 100));
        Assert.Equal(1, U32(file, 48));
        Assert.Equal(["a test", "position:i64@0 twice:i64@8 size:16", "twice", "°C"], [Text(file, 64), Text(file, 256), Text(file, 1280), Text(file, 1312)]);
        Assert.Equal(Crc32(file.AsSpan(0, 4092)), BitConverter.ToUInt32(file, 4092));

        // One item does not get smaller, five hundred do.
        Assert.Equal(Block(0, Position, 1, 0, RecordingFolder.Items(Position, 1)), file[4096..4152]);
        Assert.Equal("EBLK"u8, file.AsSpan(4152, 4));
        Assert.Equal((1, 500, file.Length - 4192, 1), (U32(file, 4156), U32(file, 4168), U32(file, 4172), U32(file, 4176)));
        Assert.Equal(Position + 1, BitConverter.ToInt64(file, 4160));
        Assert.Equal((Crc32(file.AsSpan(4192)), 0u, Crc32(file.AsSpan(4152, 36))), (BitConverter.ToUInt32(file, 4180), BitConverter.ToUInt32(file, 4184), BitConverter.ToUInt32(file, 4188)));
        Assert.Equal(ToColumns(RecordingFolder.Items(Position + 1, 500), 16), Decompress(file[4192..]));
    }

    [Theory]
    [InlineData(8, 2, "version 2")]
    [InlineData(12, 4097, "can't be")]
    [InlineData(16, 0, "An item of 0 bytes")]
    [InlineData(16, 1 << 30, "An item of")]
    [InlineData(20, 33, "33 channels")]
    [InlineData(48, 0, "segment 0")]
    [InlineData(1280, 0, "channel name")]
    public void A_header_that_is_impossible_is_refused_though_its_checksum_is_right(int offset, int value, string sentence)
    {
        byte[] header = Header();
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(offset), value);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4092), Crc32(header.AsSpan(0, 4092)));
        File.WriteAllBytes(_folder["impossible.rec"], header);
        Assert.Contains(sentence, Assert.Throws<RecordingFormatException>(() => RecordingReader.Open(_folder["impossible.rec"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, 100, 2, 0)]
    [InlineData(0, -1, 2, 0)]
    [InlineData(0, long.MaxValue, 2, 0)]
    [InlineData(0, 100, 0, 0)]
    [InlineData(0, 100, -2, 0)]
    [InlineData(0, 100, 3, 0)]
    [InlineData(0, 100, 2, 1)]
    [InlineData(0, 100, int.MaxValue, 1)]
    [InlineData(0, 100, 2, 7)]
    public void A_block_that_is_impossible_is_stepped_over_though_its_checksums_are_right(int index, long position, int count, int encoding)
    {
        string path = _folder["impossible.rec"];
        File.WriteAllBytes(path, [.. Header(), .. Block(index, position, count, encoding, [.. Words(1, 2), .. Words(3, 4)]), .. Block(1, 200, 1, 0, Words(5, 6))]);
        using var reader = RecordingReader.Open(path);
        Assert.Equal(RecordingStep.Damage, reader.Next());
        Assert.Equal(72, reader.Damage!.SkippedBytes);
        Assert.Equal(RecordingStep.Block, reader.Next());
        Assert.Equal(200, reader.FirstPosition);
        Assert.Equal(RecordingStep.End, reader.Next());
    }

    [Fact]
    public void Stored_bytes_that_unpack_to_more_or_less_than_the_items_are_stepped_over()
    {
        foreach (byte[] stored in (byte[][])[Compress(new byte[16 * 99]), Compress(new byte[16 * 101]), [1, 2, 3]])
        {
            string path = _folder["unpackable.rec"];
            File.WriteAllBytes(path, [.. Header(), .. Block(0, 0, 100, 1, stored)]);
            using var reader = RecordingReader.Open(path);
            Assert.Equal(RecordingStep.Damage, reader.Next());
            Assert.Equal(RecordingFault.Unpackable, reader.Damage!.Fault);
            Assert.Equal(RecordingStep.End, reader.Next());
        }
    }

    private static byte[] Header()
    {
        byte[] header = new byte[4096];
        "EDGERECD"u8.CopyTo(header);
        foreach (var (offset, value) in ((int, int)[])[(8, 1), (12, 4096), (16, 16), (20, 2), (48, 7)]) BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(offset), value);
        BinaryPrimitives.WriteDoubleLittleEndian(header.AsSpan(24), 250.5);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(32), 1_767_323_045_000_000_000);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(40), 5_000_000_000);
        foreach (var (offset, text) in ((int, string)[])[(64, "written by hand"), (256, "a:i64@0 b:i64@8 size:16"), (1280, "temperature"), (1312, "°C"), (1328, "x")]) Encoding.UTF8.GetBytes(text).CopyTo(header, offset);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4092), Crc32(header.AsSpan(0, 4092)));
        return header;
    }

    private static byte[] Block(int index, long position, int count, int encoding, byte[] stored)
    {
        byte[] header = new byte[40];
        "EBLK"u8.CopyTo(header);
        foreach (var (offset, value) in ((int, int)[])[(4, index), (16, count), (20, stored.Length), (24, encoding)]) BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(offset), value);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(8), position);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(28), Crc32(stored));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(36), Crc32(header.AsSpan(0, 36)));
        return [.. header, .. stored];
    }

    private static byte[] ToColumns(byte[] items, int size)
    {
        int count = items.Length / size;
        return [.. Enumerable.Range(0, items.Length).Select(at => (Place: at / count, Item: at % count)).Select(at =>
            (byte)(items[at.Item * size + at.Place] ^ (at.Item == 0 ? 0 : items[(at.Item - 1) * size + at.Place])))];
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var stored = new MemoryStream();
        using (var zlib = new ZLibStream(stored, CompressionLevel.SmallestSize)) zlib.Write(bytes);
        return stored.ToArray();
    }

    private static byte[] Decompress(byte[] stored)
    {
        using var bytes = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(stored), CompressionMode.Decompress)) zlib.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static byte[] Words(long first, long second) => [.. BitConverter.GetBytes(first), .. BitConverter.GetBytes(second)];

    private static int U32(byte[] file, int offset) => BitConverter.ToInt32(file, offset);

    private static string Text(byte[] file, int offset) => Encoding.UTF8.GetString(file, offset, Array.IndexOf(file, (byte)0, offset) - offset);

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return ~crc;
    }
}
