using EdgeIpc.Posix;

namespace EdgeIpc.Ring.Tests;

public sealed class RingTests : IDisposable
{
    private readonly RingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_published_one_by_one_is_read_one_by_one()
    {
        using var writer = _folder.OpenWriter();
        using var reader = _folder.OpenReader(RingStart.Newest);
        Assert.False(reader.TryRead(out _));
        for (long position = 0; position < 300; position++)
        {
            writer.Publish(RingFolder.Make(position));
            Assert.True(reader.TryRead(out var sample));
            Assert.Equal(RingFolder.Make(position), sample);
            Assert.False(reader.TryRead(out _));
        }

        Assert.Equal((300, 300, 0), (reader.Cursor, reader.ReadCount, reader.Lost));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(50)]
    public void Batches_keep_their_order_over_the_rings_end(int batch)
    {
        using var writer = _folder.OpenWriter(slotCount: 64, claimBlockSlots: 8);
        using var reader = _folder.OpenReader(RingStart.Newest);
        var got = new Sample[64];
        for (int round = 0; round < 40; round++)
        {
            long first = writer.Published;
            RingFolder.Publish(writer, batch, batch);
            Assert.Equal(batch, reader.Read(got));
            for (int i = 0; i < batch; i++) Assert.Equal(RingFolder.Make(first + i), got[i]);
        }

        Assert.Equal(0, reader.Lost);
    }

    [Fact]
    public void Every_reader_gets_every_sample()
    {
        using var writer = _folder.OpenWriter();
        using var first = _folder.OpenReader(RingStart.Newest);
        using var second = _folder.OpenReader(RingStart.Newest, mayWake: false);
        RingFolder.Publish(writer, 20);
        var got = new Sample[64];
        Assert.Equal(20, first.Read(got));
        Assert.Equal(20, second.Read(got));
    }

    [Fact]
    public void A_reader_that_falls_behind_is_told_how_many_it_lost()
    {
        using var writer = _folder.OpenWriter(slotCount: 64);
        using var reader = _folder.OpenReader(RingStart.Newest);
        RingFolder.Publish(writer, 1000);
        Assert.True(reader.TryRead(out var sample));
        // It joins again an eighth of the ring before the oldest: 1000 - 64 + 8.
        Assert.Equal(944ul, sample.Sequence);
        Assert.Equal(944, reader.Lost);
        var rest = new Sample[64];
        Assert.Equal(55, reader.Read(rest));
        Assert.Equal(reader.Published - reader.JoinedAt, reader.ReadCount + reader.Lost);
    }

    [Fact]
    public void A_reader_that_lags_by_the_whole_ring_loses_nothing()
    {
        using var writer = _folder.OpenWriter(slotCount: 64);
        using var reader = _folder.OpenReader(RingStart.Newest);
        RingFolder.Publish(writer, 64);
        Assert.Equal(64, reader.Read(new Sample[100]));
        Assert.Equal(0, reader.Lost);
    }

    [Theory]
    [InlineData(1, 9)]
    [InlineData(8, 16)]
    public void A_claimed_block_takes_its_slots_from_the_depth_that_readers_can_use(int claimBlockSlots, long lost)
    {
        using var writer = _folder.OpenWriter(slotCount: 64, claimBlockSlots);
        using var reader = _folder.OpenReader(RingStart.Newest);
        RingFolder.Publish(writer, 65);
        // One sample too many. The margin of 8 comes on top of what is claimed: 65 slots, or 72 in whole blocks.
        Assert.True(reader.TryRead(out var oldest));
        Assert.Equal((ulong)lost, oldest.Sequence);
        Assert.Equal(lost, reader.Lost);
    }

    [Fact]
    public void Samples_can_be_looked_at_in_place_and_count_once_accepted()
    {
        using var writer = _folder.OpenWriter(slotCount: 64);
        using var reader = _folder.OpenReader(RingStart.Newest);
        Assert.True(reader.Look(10).IsEmpty);
        RingFolder.Publish(writer, 10);
        var shown = reader.Look(5);
        Assert.Equal(5, shown.Length);
        Assert.Equal(RingFolder.Make(4), shown[4]);
        Assert.True(reader.Accept(5));
        Assert.Equal(5, reader.ReadCount);
        Assert.Equal(5ul, reader.Look(1)[0].Sequence);
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Accept(6));
    }

    [Fact]
    public void Samples_that_were_overwritten_while_looked_at_are_refused_and_counted()
    {
        using var writer = _folder.OpenWriter(slotCount: 64);
        using var reader = _folder.OpenReader(RingStart.Newest);
        RingFolder.Publish(writer, 10);
        Assert.Equal(8, reader.Look(8).Length);
        RingFolder.Publish(writer, 64);
        Assert.False(reader.Accept(8));
        Assert.Equal((74 - 64 + 8, 0), (reader.Lost, reader.ReadCount));
    }

    [Fact]
    public void Samples_can_be_made_in_their_slots_and_are_there_once_committed()
    {
        using var writer = _folder.OpenWriter(slotCount: 64);
        using var reader = _folder.OpenReader(RingStart.Newest);
        var slots = writer.Prepare(5);
        for (int i = 0; i < slots.Length; i++) slots[i] = RingFolder.Make(i);
        Assert.False(reader.TryRead(out _));
        writer.Commit(3);
        var got = new Sample[64];
        Assert.Equal((5, 3), (slots.Length, reader.Read(got)));
        Assert.Equal(RingFolder.Make(2), got[2]);
        Assert.Equal(8, writer.Prepare(100).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Commit(9));
    }

    [Fact]
    public void Only_what_was_prepared_last_can_be_committed()
    {
        using var writer = _folder.OpenWriter(slotCount: 64);
        Assert.Throws<InvalidOperationException>(() => writer.Commit(1));
        writer.Prepare(2);
        writer.Publish(RingFolder.Make(0));
        Assert.Throws<InvalidOperationException>(() => writer.Commit(1));
        writer.Prepare(2);
        writer.Commit(1);
        Assert.Throws<InvalidOperationException>(() => writer.Commit(1));
        Assert.Equal(2, writer.Published);
    }

    [Fact]
    public void A_reader_joins_with_the_oldest_the_newest_or_where_another_stopped()
    {
        using var writer = _folder.OpenWriter(slotCount: 64);
        RingFolder.Publish(writer, 40);
        using (var all = _folder.OpenReader(RingStart.Oldest)) Assert.Equal((0, 40), (all.JoinedAt, all.Read(new Sample[64])));
        RingFolder.Publish(writer, 60);
        using var oldest = _folder.OpenReader(RingStart.Oldest);
        using var newest = _folder.OpenReader(RingStart.Newest);
        using var resumed = _folder.OpenReader(RingStart.At(30));
        Assert.Equal((44, 56), (oldest.JoinedAt, oldest.Read(new Sample[64])));
        Assert.Equal((100, 0), (newest.JoinedAt, newest.Read(new Sample[64])));
        Assert.Equal(56, resumed.Read(new Sample[64]));
        Assert.Equal((30, 14), (resumed.JoinedAt, resumed.Lost));
        Assert.Throws<ArgumentException>(() => _folder.OpenReader(RingStart.At(101)));
        Assert.Throws<ArgumentException>(() => _folder.OpenReader(RingStart.At(-1)));
    }

    [Fact]
    public void The_slots_for_a_span_are_the_next_power_of_two()
    {
        Assert.Equal(65536, RingOptions.SlotCountFor(TimeSpan.FromSeconds(60), 1000));
        Assert.Equal(1048576, RingOptions.SlotCountFor(TimeSpan.FromSeconds(60), 10000));
        Assert.Equal(RingOptions.MinSlotCount, RingOptions.SlotCountFor(TimeSpan.FromSeconds(1), 0.1));
    }

    [Fact]
    public void The_header_tells_a_stranger_what_the_samples_mean()
    {
        using var writer = _folder.OpenWriter(64, 4, new RingChannel("x", "g"), new RingChannel("temperature", "°C"));
        RingFolder.Publish(writer, 5);
        var info = RingInfo.Read(_folder.Ring);
        Assert.Equal([new RingChannel("x", "g"), new RingChannel("temperature", "°C")], info.Channels);
        Assert.Equal(Sample.LayoutText, info.LayoutText);
        Assert.Equal((64, 32, 4, 5L, 1), (info.SlotCount, info.SlotSizeBytes, info.ClaimBlockSlots, info.Published, info.Epoch));
        Assert.True(info.HasWriter);
        Assert.True(ProcessControl.IsAlive(info.WriterProcessId, info.WriterStartTicks));
    }
}
