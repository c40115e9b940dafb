using EdgeIpc.Posix;
using EdgeIpc.Ring.Frames;
using EdgeIpc.Ring.Textbook;
using EdgeIpc.TestChild;

namespace EdgeIpc.Ring.Tests;

/// <summary>Shared memory without a guard, with the textbook's lock, and as a ring: what each promises, and what it does not.</summary>
public sealed class TextbookTests : IDisposable
{
    private const int FrameCount = 3000;
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);
    private readonly RingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_guard_frames_are_torn()
    {
        using var buffer = UnguardedBuffer<ThermalFrame>.Create(_folder["bare"], FileSharing.OwnerOnly);
        using var writer = Child.Start("write-unguarded", _folder["bare"]);
        await writer.ReadLineAsync(Token);
        long beganAtNs = MonotonicClock.NowNs, read = 0, torn = 0;
        while (torn == 0 && MonotonicClock.NowNs - beganAtNs < Watchdog.TotalNanoseconds)
        {
            // Before the first frame is whole there is none that could be torn.
            if (buffer.Written == 0) continue;
            buffer.Read(out var frame);
            read++;
            if (!Frame.IsWhole(in frame)) torn++;
        }

        Report($"{torn} torn of {read} read while {buffer.Written} were written");
        Assert.True(torn > 0);
    }

    [Fact]
    public async Task With_the_lock_no_frame_is_torn_and_none_is_lost()
    {
        using var buffer = LockedBuffer<ThermalFrame>.Create(_folder["locked"], slotCount: 4, FileSharing.OwnerOnly);
        using var writer = Child.Start("write-locked", _folder["locked"], $"{FrameCount}");
        for (ulong number = 0; number < FrameCount; number++)
        {
            Assert.Equal(BufferOutcome.Ready, buffer.Read(out var frame, Watchdog));
            Assert.True(Frame.IsWhole(in frame));
            Assert.Equal(number, frame.Header.Sequence);
        }

        Assert.Equal(0, await writer.ExitAsync(Token));
        Assert.Equal((FrameCount, FrameCount), (buffer.Written, buffer.Taken));
    }

    [Fact]
    public async Task In_the_ring_no_frame_is_torn_and_each_is_read_or_counted_as_lost()
    {
        RingWriter<ThermalFrame>.Open(_folder.Ring, new RingOptions { SlotCount = 64 }, FileSharing.OwnerOnly).Dispose();
        using var reader = RingReader<ThermalFrame>.Open(_folder.Ring, RingStart.Newest);
        using var writer = Child.Start("write-frames", _folder.Ring, $"{FrameCount}");
        long torn = 0;
        while (reader.Cursor < FrameCount)
        {
            reader.Wait(Watchdog, Token);
            var shown = reader.Look(1);
            bool isWhole = shown.Length == 1 && Frame.IsWhole(in shown[0]) && shown[0].Header.Sequence == (ulong)reader.Cursor;
            if (shown.Length == 1 && reader.Accept(1) && !isWhole) torn++;
        }

        Assert.Equal(0, await writer.ExitAsync(Token));
        Report($"{reader.ReadCount} read, {reader.Lost} lost");
        Assert.Equal((0, FrameCount), (torn, reader.ReadCount + reader.Lost));
        Assert.True(reader.ReadCount > 0);
    }

    [Fact]
    public async Task A_reader_that_is_stopped_with_the_lock_stops_the_writer()
    {
        using var buffer = NewBuffer(filled: 1);
        using var reader = Child.Start("hold-as-reader", _folder["locked"]);
        await reader.ReadLineAsync(Token);
        reader.Send(PosixSignalNumber.Stop);
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            Assert.Equal(BufferOutcome.TimedOut, buffer.Write(Drawn(1), Short));
            Assert.Equal(attempt, buffer.Stalls);
        }

        Assert.True(buffer.LongestStall >= Short);
        reader.Send(PosixSignalNumber.Continue);
        Assert.Equal(0, await reader.StopAsync(Token));
        Assert.Equal(BufferOutcome.Ready, buffer.Write(Drawn(1), Watchdog));
    }

    [Fact]
    public async Task After_kill_9_of_a_reader_with_the_lock_the_next_one_repairs_and_nothing_is_lost()
    {
        using var buffer = NewBuffer(filled: 2);
        using var reader = Child.Start("hold-as-reader", _folder["locked"]);
        await reader.ReadLineAsync(Token);
        await reader.KillAsync(Token);
        Assert.Equal(BufferOutcome.Ready, buffer.Write(Drawn(2), Watchdog));
        Assert.Equal(1, buffer.Recoveries);
        for (ulong number = 0; number < 3; number++) AssertNext(buffer, number);
        Assert.Equal(BufferOutcome.TimedOut, buffer.Read(out _, TimeSpan.Zero));
    }

    [Fact]
    public async Task After_kill_9_of_a_writer_amid_a_frame_the_half_frame_is_never_read()
    {
        using var buffer = NewBuffer(filled: 1);
        using var writer = Child.Start("hold-as-writer", _folder["locked"]);
        await writer.ReadLineAsync(Token);
        await writer.KillAsync(Token);
        AssertNext(buffer, 0);
        Assert.Equal(1, buffer.Recoveries);
        Assert.Equal(BufferOutcome.TimedOut, buffer.Read(out _, Short));
        // All four places are to be had again: the permit that the writer died with is given back.
        for (long number = 1; number <= 4; number++) Assert.Equal(BufferOutcome.Ready, buffer.Write(Drawn(number), Watchdog));
        for (ulong number = 1; number <= 4; number++) AssertNext(buffer, number);
    }

    [Fact]
    public async Task What_a_dead_holder_left_and_nobody_can_repair_is_given_up()
    {
        using var buffer = NewBuffer(filled: 1);
        using var reader = Child.Start("hold-as-reader", _folder["locked"]);
        await reader.ReadLineAsync(Token);
        await reader.KillAsync(Token);
        using (var memory = SharedMemory.OpenOrCreate(_folder["locked"], 64, FileSharing.OwnerOnly, FileSharing.OwnerOnly.Writable))
        {
            // More taken than written: no process leaves that, but memory that others may write can hold anything.
            memory.At<long>(24) = 7;
        }

        Assert.Equal(BufferOutcome.Unrecoverable, buffer.Write(Drawn(1), Watchdog));
        Assert.Equal(BufferOutcome.Unrecoverable, buffer.Write(Drawn(1), Watchdog));
    }

    [Fact]
    public void A_file_of_another_kind_is_refused()
    {
        using var buffer = NewBuffer(filled: 0);
        Assert.Throws<InvalidDataException>(() => LockedBuffer<GreyFrame>.Open(_folder["locked"]));
        Assert.Throws<InvalidDataException>(() => UnguardedBuffer<ThermalFrame>.Open(_folder["locked"]));
    }

    private static void AssertNext(LockedBuffer<ThermalFrame> buffer, ulong number)
    {
        Assert.Equal(BufferOutcome.Ready, buffer.Read(out var frame, Watchdog));
        Assert.True(Frame.IsWhole(in frame));
        Assert.Equal(number, frame.Header.Sequence);
    }

    private static ThermalFrame Drawn(long number)
    {
        var frame = new ThermalFrame();
        LockHolding.Draw(ref frame, number);
        return frame;
    }

    private static void Report(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);

    private LockedBuffer<ThermalFrame> NewBuffer(int filled)
    {
        var buffer = LockedBuffer<ThermalFrame>.Create(_folder["locked"], slotCount: 4, FileSharing.OwnerOnly);
        for (int number = 0; number < filled; number++) Assert.Equal(BufferOutcome.Ready, buffer.Write(Drawn(number), Watchdog));
        return buffer;
    }
}
