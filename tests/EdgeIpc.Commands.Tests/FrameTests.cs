using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace EdgeIpc.Commands.Tests;

public sealed class FrameTests(ITestOutputHelper output)
{
    private static Frame Sample => new()
    {
        Kind = FrameKind.Request, RequestId = 0x1122334455667788, DeadlineNs = 42, ReplyQueueName = "/edgeipc.demo.reply.1.2.3", Payload = "{}"u8,
    };

    [Fact]
    public void A_frame_has_the_layout_that_its_page_describes()
    {
        byte[] bytes = Write(Sample);
        Assert.Equal("EIPC"u8, bytes.AsSpan(0, 4));
        Assert.Equal([1, 1, 25, 0], bytes.AsSpan(4, 4).ToArray());
        Assert.Equal(0x1122334455667788UL, BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(8)));
        Assert.Equal(42, BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(16)));
        Assert.Equal(2, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(24)));
        Assert.Equal("/edgeipc.demo.reply.1.2.3", Encoding.ASCII.GetString(bytes.AsSpan(32, 25)));
        Assert.Equal("{}"u8, bytes.AsSpan(57));
        Assert.Equal(59, bytes.Length);
    }

    [Fact]
    public void A_frame_reads_back_as_it_was_written()
    {
        Assert.Equal(FrameFault.None, Frame.TryParse(Write(Sample), out var read));
        Assert.Equal((Sample.Kind, Sample.RequestId, Sample.DeadlineNs, Sample.ReplyQueueName), (read.Kind, read.RequestId, read.DeadlineNs, read.ReplyQueueName));
        Assert.Equal(Sample.Payload, read.Payload);
    }

    [Fact]
    public void A_frame_longer_than_a_message_is_not_written()
    {
        byte[] destination = new byte[Frame.SizeBytesMax];
        Assert.True(new Frame { ReplyQueueName = "", Payload = new byte[Frame.SizeBytesMax - Frame.HeaderSizeBytes] }.TryWrite(destination, out _));
        Assert.False(new Frame { ReplyQueueName = "", Payload = new byte[Frame.SizeBytesMax - Frame.HeaderSizeBytes + 1] }.TryWrite(destination, out _));
        Assert.False(new Frame { ReplyQueueName = new string('n', 256), Payload = [] }.TryWrite(destination, out _));
    }

    [Fact]
    public void Each_kind_of_damage_is_told_apart()
    {
        Assert.Equal(FrameFault.Foreign, Frame.TryParse([], out _));
        Assert.Equal(FrameFault.Foreign, Frame.TryParse("EIP"u8, out _));
        Assert.Equal(FrameFault.Foreign, Frame.TryParse(Encoding.UTF8.GetBytes(new string('x', 200)), out _));
        Assert.Equal(FrameFault.Truncated, Frame.TryParse(Write(Sample).AsSpan(0, 15), out _));
        Assert.Equal(FrameFault.Truncated, Frame.TryParse(Write(Sample).AsSpan(0, 31), out _));
        Assert.Equal(FrameFault.Truncated, Frame.TryParse(Write(Sample).AsSpan(0, 58), out _));
        Assert.Equal(FrameFault.Overlong, Frame.TryParse([.. Write(Sample), 0], out _));
        Assert.Equal(FrameFault.WrongChecksum, Frame.TryParse(Changed(58, 0xFF), out _));
        Assert.Equal(FrameFault.WrongVersion, Frame.TryParse(Changed(Frame.VersionOffset, 2), out var foreign));
        Assert.Equal((Sample.RequestId, Sample.ReplyQueueName), (foreign.RequestId, foreign.ReplyQueueName));
        Assert.Equal(FrameFault.UnknownKind, Frame.TryParse(Resealed(Changed(Frame.KindOffset, 9)), out _));
        Assert.Equal(FrameFault.UnknownKind, Frame.TryParse(Resealed(Changed(Frame.ReservedOffset, 1)), out _));
    }

    [Fact]
    public void No_change_of_up_to_four_bytes_passes_unnoticed_and_none_throws()
    {
        var random = Seeded(out int seed);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = Write(Sample);
            // A CRC-32 notices every burst of up to 32 bits.
            int from = random.Next(bytes.Length);
            int count = Math.Min(random.Next(1, 5), bytes.Length - from);
            byte[] before = [.. bytes];
            random.NextBytes(bytes.AsSpan(from, count));
            bool changed = !bytes.AsSpan().SequenceEqual(before);
            Assert.True(changed == (Frame.TryParse(bytes, out _) != FrameFault.None), string.Create(CultureInfo.InvariantCulture, $"seed {seed}, round {i}"));
        }
    }

    [Fact]
    public void Random_bytes_are_no_frame_and_never_throw()
    {
        var random = Seeded(out _);
        byte[] bytes = new byte[Frame.SizeBytesMax];
        for (int i = 0; i < 20_000; i++)
        {
            int length = random.Next(bytes.Length + 1);
            random.NextBytes(bytes.AsSpan(0, length));
            // Half of them begin like a frame, so that the later checks see them too.
            if (i % 2 == 0 && length > 8) "EIPC\u0001\u0001"u8.CopyTo(bytes);
            Assert.NotEqual(FrameFault.None, Frame.TryParse(bytes.AsSpan(0, length), out _));
        }
    }

    internal static byte[] Write(in Frame frame)
    {
        byte[] bytes = new byte[Frame.SizeBytesMax];
        Assert.True(frame.TryWrite(bytes, out int sizeBytes));
        return bytes[..sizeBytes];
    }

    /// <summary>Gives a changed frame the right checksum again.</summary>
    internal static byte[] Resealed(byte[] bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(Frame.ChecksumOffset), Frame.Checksum(bytes));
        return bytes;
    }

    private static byte[] Changed(int offset, byte value)
    {
        byte[] bytes = Write(Sample);
        bytes[offset] = value;
        return bytes;
    }

    private Random Seeded(out int seed)
    {
        seed = int.TryParse(Environment.GetEnvironmentVariable("EDGEIPC_TEST_SEED"), CultureInfo.InvariantCulture, out int given) ? given : Random.Shared.Next();
        output.WriteLine($"EDGEIPC_TEST_SEED={seed}");
        return new Random(seed);
    }
}
