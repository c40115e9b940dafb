using EdgeIpc.Posix;

namespace EdgeIpc.Ring.Tests;

/// <summary>Writers that come and go, rings that are replaced, and files that are no rings.</summary>
public sealed class RingLifeTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private readonly RingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_restarted_writer_goes_on_in_the_same_ring_with_a_new_epoch()
    {
        RingReader<Sample> reader;
        using (var first = _folder.OpenWriter())
        {
            RingFolder.Publish(first, 10);
            reader = _folder.OpenReader(RingStart.Oldest);
        }

        using (reader)
        using (var second = _folder.OpenWriter())
        {
            Assert.Equal((10, 2), (second.Published, reader.Epoch));
            RingFolder.Publish(second, 5);
            Assert.Equal(15, reader.Read(new Sample[64]));
            Assert.Equal(0, reader.Lost);
        }
    }

    [Fact]
    public void Intent_is_never_lowered_by_a_restart()
    {
        using (var first = _folder.OpenWriter(slotCount: 64, claimBlockSlots: 8)) RingFolder.Publish(first, 65);
        using var reader = _folder.OpenReader(RingStart.At(0));
        using var second = _folder.OpenWriter(slotCount: 64, claimBlockSlots: 1);
        Assert.True(reader.TryRead(out var sample));
        // The first writer had claimed up to 72; only what is younger than 72 - 64 can be trusted.
        Assert.Equal(16ul, sample.Sequence);
    }

    [Fact]
    public void A_second_writer_is_refused_and_told_who_writes()
    {
        using var writer = _folder.OpenWriter();
        var refusal = Assert.Throws<RingBusyException>(() => _folder.OpenWriter());
        Assert.Equal(Environment.ProcessId, refusal.WriterProcessId);
        Assert.Equal($"{_folder.Ring} already has a writer, process {Environment.ProcessId}; a ring has one at a time.", refusal.Message);
        RingFolder.Publish(writer, 1);
    }

    [Fact]
    public void A_ring_of_another_shape_is_replaced_and_its_readers_follow_with_nothing_uncounted()
    {
        using var first = _folder.OpenWriter(slotCount: 64);
        RingFolder.Publish(first, 10);
        using var reader = _folder.OpenReader(RingStart.Oldest);
        Assert.Equal(4, reader.Read(new Sample[4]));
        first.Dispose();

        using var second = _folder.OpenWriter(slotCount: 128, 1, new RingChannel("x", "g"));
        Assert.Equal(10, second.Published);
        RingFolder.Publish(second, 3);

        // What the old file still holds is not lost.
        Assert.Equal(RingWait.Ready, reader.Wait(TimeSpan.Zero, Token));
        Assert.Equal(2, reader.Read(new Sample[2]));
        using var follower = _folder.OpenReader(RingStart.At(reader.Cursor));
        Assert.Equal((6, 4, 10), (follower.JoinedAt, follower.Lost, follower.Cursor));
        Assert.Equal(3, follower.Read(new Sample[64]));
        Assert.Equal(4, reader.Read(new Sample[64]));
        Assert.Equal(RingWait.Replaced, reader.Wait(TimeSpan.Zero, Token));
    }

    [Fact]
    public void Other_channels_make_another_ring()
    {
        _folder.OpenWriter(64, 1, new RingChannel("x", "g")).Dispose();
        using var writer = _folder.OpenWriter(64, 1, new RingChannel("x", "m/s2"));
        Assert.Equal((1, "m/s2"), (writer.Info.Epoch, writer.Info.Channels[0].Unit));
    }

    [Fact]
    public async Task A_sleeping_reader_learns_at_once_that_its_ring_was_replaced()
    {
        var first = _folder.OpenWriter(slotCount: 64);
        using var reader = _folder.OpenReader(RingStart.Newest);
        var waiting = Task.Run(() =>
        {
            RingWait ended;
            while ((ended = reader.Wait(TimeSpan.FromSeconds(30), Token)) == RingWait.WriterGone) { }
            return ended;
        }, Token);
        first.Dispose();
        using var second = _folder.OpenWriter(slotCount: 128);
        Assert.Equal(RingWait.Replaced, await waiting.WaitAsync(TimeSpan.FromSeconds(30), Token));
    }

    [Fact]
    public void A_writer_that_closed_is_gone_for_its_readers_once_they_have_read_everything()
    {
        var writer = _folder.OpenWriter();
        using var reader = _folder.OpenReader(RingStart.Newest);
        Assert.Equal(RingWait.TimedOut, reader.Wait(TimeSpan.FromMilliseconds(1), Token));
        RingFolder.Publish(writer, 1);
        writer.Dispose();
        Assert.Equal(RingWait.Ready, reader.Wait(TimeSpan.FromSeconds(30), Token));
        Assert.True(reader.TryRead(out _));
        Assert.Equal(RingWait.WriterGone, reader.Wait(TimeSpan.FromSeconds(30), Token));
        Assert.False(RingInfo.Read(_folder.Ring).HasWriter);
    }

    [Fact]
    public void A_wait_can_be_cancelled()
    {
        using var writer = _folder.OpenWriter();
        using var reader = _folder.OpenReader(RingStart.Newest);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => reader.Wait(TimeSpan.FromMinutes(1), cancelled.Token));
    }

    [Fact]
    public void A_reader_without_the_right_to_ask_for_wakes_polls()
    {
        using var writer = _folder.OpenWriter();
        File.Delete(_folder.Ring + ".waiters");
        using var reader = _folder.OpenReader(RingStart.Newest);
        Assert.False(reader.IsWoken);
        RingFolder.Publish(writer, 1);
        Assert.Equal(RingWait.Ready, reader.Wait(TimeSpan.FromSeconds(30), Token));
    }

    [Fact]
    public void A_reader_polls_when_another_user_may_not_write_the_waiters_word()
    {
        if (Accounts.EffectiveUserId == 0) Assert.Skip("root may write every file");
        using var writer = _folder.OpenWriter();
        File.SetUnixFileMode(_folder.Ring + ".waiters", UnixFileMode.UserRead);
        using var reader = _folder.OpenReader(RingStart.Newest);
        Assert.False(reader.IsWoken);
    }

    [Fact]
    public void What_never_was_a_ring_is_refused_and_left_alone()
    {
        File.WriteAllText(_folder.Ring, "the shopping list");
        Assert.Equal(RingFault.Foreign, Assert.Throws<RingFormatException>(() => _folder.OpenReader(RingStart.Newest)).Fault);
        Assert.Equal(RingFault.Foreign, Assert.Throws<RingFormatException>(() => _folder.OpenWriter()).Fault);
        File.WriteAllBytes(_folder.Ring, new byte[8192]);
        Assert.Equal(RingFault.Foreign, Assert.Throws<RingFormatException>(() => _folder.OpenWriter()).Fault);
        Assert.Equal(8192, new FileInfo(_folder.Ring).Length);
    }

    [Theory]
    [InlineData(8, 2, RingFault.OtherVersion)]
    [InlineData(12, 512, RingFault.Damaged)]
    [InlineData(16, 1, RingFault.OtherSamples)]
    [InlineData(24, 24, RingFault.Damaged)]
    [InlineData(24, 12, RingFault.Damaged)]
    [InlineData(28, 63, RingFault.Damaged)]
    [InlineData(28, int.MinValue, RingFault.Damaged)]
    [InlineData(32, 33, RingFault.Damaged)]
    [InlineData(47, 0x80, RingFault.Damaged)]
    [InlineData(128, 0, RingFault.Damaged)]
    [InlineData(512, 0x1b, RingFault.Damaged)]
    [InlineData(2048, 0x41414141, RingFault.OtherSamples)]
    public void A_header_that_can_not_be_is_refused_with_one_sentence_and_replaced_by_the_next_writer(int offset, int value, RingFault fault)
    {
        using (var writer = _folder.OpenWriter(64, 1, new RingChannel("x", "g"))) RingFolder.Publish(writer, 10);
        Patch(offset, value);
        var refusal = Assert.Throws<RingFormatException>(() => _folder.OpenReader(RingStart.Newest));
        Assert.Equal(fault, refusal.Fault);
        Assert.StartsWith(_folder.Ring, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        using var next = _folder.OpenWriter(64, 1, new RingChannel("x", "g"));
        using var reader = _folder.OpenReader(RingStart.Newest);
        RingFolder.Publish(next, 1);
        Assert.True(reader.TryRead(out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(4096)]
    [InlineData(4096 + 63 * 32)]
    public void A_truncated_ring_is_refused(long lengthBytes)
    {
        _folder.OpenWriter().Dispose();
        using (var file = File.OpenWrite(_folder.Ring)) file.SetLength(lengthBytes);
        Assert.Throws<RingFormatException>(() => _folder.OpenReader(RingStart.Newest));
        Assert.Throws<RingFormatException>(() => RingInfo.Read(_folder.Ring));
    }

    [Fact]
    public void A_ring_that_is_not_there_is_said_to_be_missing()
    {
        var missing = Assert.Throws<PosixException>(() => _folder.OpenReader(RingStart.Newest));
        Assert.Equal(Errno.ENOENT, missing.Errno);
    }

    [Fact]
    public void Rings_that_can_not_be_are_refused_before_anything_is_made()
    {
        Refused(new RingOptions { SlotCount = 100 });
        Refused(new RingOptions { SlotCount = 4 });
        Refused(new RingOptions { SlotCount = RingOptions.MaxSlotCount });
        Refused(new RingOptions { SlotCount = 64, ClaimBlockSlots = 9 });
        Refused(new RingOptions { SlotCount = 64, ClaimBlockSlots = 0 });
        Refused(new RingOptions { SlotCount = 64, Channels = new RingChannel[33] });
        Refused(new RingOptions { SlotCount = 64, Channels = [new RingChannel(new string('ü', 16), "")] });
        Refused(new RingOptions { SlotCount = 64, Channels = [new RingChannel("x\n", "")] });
        Refused(new RingOptions { SlotCount = 64, Channels = [new RingChannel("x", "sixteen bytes on")] });
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(_folder.Ring)!));
    }

    private void Refused(RingOptions options) =>
        Assert.Throws<ArgumentException>(() => RingWriter<Sample>.Open(_folder.Ring, options, FileSharing.OwnerOnly));

    private void Patch(int offset, int value)
    {
        using var file = new FileStream(_folder.Ring, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Position = offset;
        file.Write(BitConverter.GetBytes(value));
    }
}
