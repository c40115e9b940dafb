using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeIpc.Posix;
using EdgeIpc.TestChild;

namespace EdgeIpc.Ring.Tests;

/// <summary>What must not change by accident: the bytes that other languages read, and what a sample costs.</summary>
public sealed class RingCostTests : IDisposable
{
    private readonly RingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_headers_fields_lie_where_the_layout_page_says()
    {
        (string Field, int Offset)[] fields =
        [
            (nameof(RingHeader.Magic), 0), (nameof(RingHeader.LayoutVersion), 8), (nameof(RingHeader.SlotsAt), 12),
            (nameof(RingHeader.LayoutHash), 16), (nameof(RingHeader.SlotSizeBytes), 24), (nameof(RingHeader.SlotCount), 28),
            (nameof(RingHeader.ChannelCount), 32), (nameof(RingHeader.FirstPosition), 40), (nameof(RingHeader.WriterStartTicks), 64),
            (nameof(RingHeader.EpochStartedAtNs), 72), (nameof(RingHeader.WriterProcessId), 80), (nameof(RingHeader.ClaimBlockSlots), 84),
            (nameof(RingHeader.Epoch), 88), (nameof(RingHeader.Intent), 128), (nameof(RingHeader.Published), 256), (nameof(RingHeader.Wakes), 384),
        ];
        foreach (var (field, offset) in fields) Assert.Equal(offset, (int)Marshal.OffsetOf<RingHeader>(field));
        Assert.Equal(fields.Length, typeof(RingHeader).GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic).Length);
        Assert.Equal(512, Unsafe.SizeOf<RingHeader>());
        // Each of the three words that change all the time has a pair of lines for itself.
        int[] pairs = [RingOffset(nameof(RingHeader.Epoch)) / 128, RingOffset(nameof(RingHeader.Intent)) / 128, RingOffset(nameof(RingHeader.Published)) / 128, RingOffset(nameof(RingHeader.Wakes)) / 128];
        Assert.Equal(pairs.Length, pairs.Distinct().Count());
        Assert.Equal(RingHeader.LayoutTextOffset, RingHeader.ChannelsOffset + RingOptions.MaxChannels * RingHeader.ChannelSizeBytes);
        Assert.True(RingHeader.LayoutTextOffset + RingHeader.LayoutTextSizeBytes <= RingHeader.SlotsOffset);

        static int RingOffset(string field) => (int)Marshal.OffsetOf<RingHeader>(field);
    }

    [Fact]
    public void A_ring_begins_with_its_name()
    {
        _folder.OpenWriter().Dispose();
        Assert.Equal("EDGERING"u8, File.ReadAllBytes(_folder.Ring).AsSpan(0, 8));
    }

    [Fact]
    public void A_samples_fields_lie_where_its_layout_text_says()
    {
        var sample = new Sample { Sequence = 0x0102030405060708, TakenAtNs = 0x1112131415161718 };
        sample.Values[0] = 1.5f;
        sample.Values[3] = -2;
        var bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<Sample>(in sample));
        Assert.Equal("sequence:u64@0 takenAtNs:i64@8 values:f32[4]@16 size:32", Sample.LayoutText);
        Assert.Equal(32, bytes.Length);
        Assert.Equal(sample.Sequence, MemoryMarshal.Read<ulong>(bytes));
        Assert.Equal(sample.TakenAtNs, MemoryMarshal.Read<long>(bytes[8..]));
        Assert.Equal([1.5f, 0, 0, -2], MemoryMarshal.Cast<byte, float>(bytes[16..]));
    }

    [Fact]
    public void Publishing_and_reading_allocate_nothing()
    {
        using var writer = _folder.OpenWriter(slotCount: 1024, claimBlockSlots: 16);
        using var reader = _folder.OpenReader(RingStart.Newest);
        var batch = new Sample[100];
        Round(writer, reader, batch, drain: true);
        long allocated = Allocated.FewestBytes(() =>
        {
            for (int i = 0; i < 1000; i++) Round(writer, reader, batch, drain: i % 50 == 0);
        });
        Assert.Equal(0, allocated);
        Assert.True(reader.Lost > 0 && reader.ReadCount > 0);
    }

    [Fact]
    public void Two_programs_with_other_ideas_of_a_sample_never_meet()
    {
        using var writer = _folder.OpenWriter();
        var refusal = Assert.Throws<RingFormatException>(() => RingReader<StressSample>.Open(_folder.Ring, RingStart.Newest));
        Assert.Equal(RingFault.OtherSamples, refusal.Fault);
        Assert.Contains(Sample.LayoutText, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_waiters_word_is_writable_by_the_group()
    {
        uint group = Accounts.FindGroup("users") ?? 0;
        using var writer = RingWriter<Sample>.Open(_folder.Ring, new RingOptions { SlotCount = 64 }, FileSharing.WithGroup(group));
        const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        Assert.Equal(Readable, File.GetUnixFileMode(_folder.Ring));
        Assert.Equal(Readable, File.GetUnixFileMode(_folder.Ring + ".lock"));
        Assert.Equal(Readable | UnixFileMode.GroupWrite, File.GetUnixFileMode(_folder.Ring + ".waiters"));
    }

    private static void Round(RingWriter<Sample> writer, RingReader<Sample> reader, Sample[] batch, bool drain)
    {
        for (int i = 0; i < 30; i++) writer.Publish(in batch[i]);
        writer.Publish(batch);
        writer.Prepare(batch.Length)[0] = batch[0];
        writer.Commit(1);
        for (int i = 0; i < 10; i++) reader.TryRead(out batch[0]);
        reader.Accept(reader.Look(20).Length);
        reader.Read(batch.AsSpan(0, 50));
        if (!drain) return;
        while (reader.Read(batch) > 0) { }
        reader.Wait(TimeSpan.Zero, CancellationToken.None);
        _ = reader.LookAtWriter();
    }
}
