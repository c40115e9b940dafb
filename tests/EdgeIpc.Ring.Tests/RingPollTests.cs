namespace EdgeIpc.Ring.Tests;

/// <summary>The ways to pass the time until there is something to read.</summary>
public sealed class RingPollTests : IDisposable
{
    private const int SampleCount = 20_000;
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(1);
    private readonly RingFolder _folder = new();

    public static TheoryData<string> Polls => ["sleep", "spin", "spin each 5 us", "spin 20 us then sleep", "spin 20 us, each us, then sleep"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Polls))]
    public async Task Whichever_way_it_waits_a_reader_gets_everything(string poll)
    {
        using var writer = _folder.OpenWriter(slotCount: 1 << 16, claimBlockSlots: 64);
        using var reader = _folder.OpenReader(RingStart.Newest);
        reader.Poll = PollNamed(poll);
        var reading = Task.Factory.StartNew(() => ReadAll(reader), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        for (long position = 0; position < SampleCount; position++)
        {
            writer.Publish(RingFolder.Make(position));
            if (position % 100 == 0) Thread.SpinWait(50);
        }

        await reading.WaitAsync(Watchdog, Token);
        Assert.Equal((SampleCount, 0), (reader.ReadCount, reader.Lost));
    }

    [Theory]
    [MemberData(nameof(Polls))]
    public void Whichever_way_it_waits_a_reader_notices_time_and_the_writers_end(string poll)
    {
        var writer = _folder.OpenWriter();
        using var reader = _folder.OpenReader(RingStart.Newest);
        reader.Poll = PollNamed(poll);
        Assert.Equal(RingWait.TimedOut, reader.Wait(TimeSpan.FromMilliseconds(2), Token));
        Assert.Equal(RingWait.TimedOut, reader.Wait(TimeSpan.Zero, Token));
        writer.Dispose();
        Assert.Equal(RingWait.WriterGone, reader.Wait(Watchdog, Token));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => reader.Wait(Watchdog, cancelled.Token));
    }

    [Fact]
    public void A_poll_that_nobody_chose_sleeps() => Assert.Equal(RingPoll.Sleep, default);

    [Fact]
    public void Times_that_can_not_be_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RingPoll.Spin(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => RingPoll.SpinThenSleep(TimeSpan.FromDays(2)));
    }

    [Fact]
    public void An_ended_writer_or_reader_refuses_and_touches_nothing()
    {
        var writer = _folder.OpenWriter();
        var reader = _folder.OpenReader(RingStart.Newest);
        writer.Prepare(1);
        reader.Dispose();
        writer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => writer.Publish(RingFolder.Make(0)));
        Assert.Throws<ObjectDisposedException>(() => writer.Publish([RingFolder.Make(0)]));
        Assert.Throws<ObjectDisposedException>(() => writer.Prepare(1));
        Assert.Throws<InvalidOperationException>(() => writer.Commit(1));
        Assert.Throws<ObjectDisposedException>(() => reader.TryRead(out _));
        Assert.Throws<ObjectDisposedException>(() => reader.Wait(TimeSpan.Zero, Token));
    }

    private static RingPoll PollNamed(string name) => name switch
    {
        "sleep" => RingPoll.Sleep,
        "spin" => RingPoll.Spin(),
        "spin each 5 us" => RingPoll.Spin(TimeSpan.FromMicroseconds(5)),
        "spin 20 us then sleep" => RingPoll.SpinThenSleep(TimeSpan.FromMicroseconds(20)),
        _ => RingPoll.SpinThenSleep(TimeSpan.FromMicroseconds(20), TimeSpan.FromMicroseconds(1)),
    };

    private static void ReadAll(RingReader<Sample> reader)
    {
        while (reader.Cursor < SampleCount)
        {
            Assert.Equal(RingWait.Ready, reader.Wait(Watchdog, Token));
            while (reader.TryRead(out var sample)) Assert.Equal((ulong)reader.Cursor - 1, sample.Sequence);
        }
    }
}
