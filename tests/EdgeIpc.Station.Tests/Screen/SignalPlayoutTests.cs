using EdgeIpc.Ledger;
using EdgeIpc.Playout;
using EdgeIpc.Posix;
using EdgeIpc.Ring;
using EdgeIpc.Screen;

namespace EdgeIpc.Tests.Screen;

public sealed class SignalPlayoutTests : IDisposable
{
    private const long MillisecondNs = 1_000_000;
    private readonly string _directory = Path.Combine("/dev/shm", $"edgeipc-test-{Environment.ProcessId}-{Guid.NewGuid():N}");
    private readonly HandClock _clock = new();
    private readonly SignalPlayout _signal;
    private readonly SensorPage _page;
    private RingWriter<Sample>? _ring;
    private long _takenAtNs;

    public SignalPlayoutTests()
    {
        Directory.CreateDirectory(_directory);
        string pagePath = Path.Combine(_directory, "sensor");
        _page = SensorPage.TryOwn(pagePath, FileSharing.OwnerOnly)!;
        _signal = new SignalPlayout(Path.Combine(_directory, "samples.ring"), pagePath, _clock);
    }

    public void Dispose()
    {
        _signal.Dispose();
        _ring?.Dispose();
        _page.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void Before_there_is_a_ring_there_is_nothing_to_show()
    {
        _signal.Update();
        var snapshot = _signal.Snapshot(0);
        Assert.Equal((PlayoutState.Filling, "", 0), (snapshot.State, snapshot.Channel, snapshot.Buffered));
        Assert.All(snapshot.Columns, column => Assert.True(column.IsEmpty));
    }

    [Fact]
    public void Samples_that_come_in_a_burst_play_at_their_own_pace()
    {
        Begin(rateHz: 1000);
        Publish(499);
        Assert.Equal((PlayoutState.Filling, 500), (_signal.Snapshot(0).State, _signal.Snapshot(0).Watermark));
        Publish(301);
        var playing = _signal.Snapshot(0);
        Assert.Equal((PlayoutState.Playing, "x"), (playing.State, playing.Channel));
        Assert.Equal(1, Shown());

        Pass(ms: 250);
        Assert.Equal(11, Shown());
        Assert.InRange(_signal.Snapshot(0).Buffered, 549, 550);
    }

    [Fact]
    public void A_signal_that_runs_out_says_buffering_and_goes_on_when_it_is_full_enough()
    {
        Begin(rateHz: 1000);
        Publish(600);
        Pass(ms: 700);
        Assert.Equal((PlayoutState.Buffering, 1L), (_signal.Snapshot(0).State, _signal.Underruns));
        Pass(ms: 1000);
        Assert.Equal(1, _signal.TimeBuffering.TotalSeconds);
        int shown = Shown();
        Publish(249);
        Assert.Equal((PlayoutState.Buffering, 250), (_signal.Snapshot(0).State, _signal.Snapshot(0).Watermark));
        Assert.Equal(shown, Shown());
        Publish(1);
        Assert.Equal(PlayoutState.Playing, _signal.Snapshot(0).State);
    }

    [Fact]
    public void Another_rate_is_another_buffer_and_keeps_what_was_counted()
    {
        Begin(rateHz: 1000);
        Publish(600);
        Pass(ms: 700);
        Pass(ms: 500);
        _page.EndSchedule(0);
        _page.BeginSchedule(0, MillisecondNs * 100);
        Pass(ms: 1);
        var slow = _signal.Snapshot(0);
        Assert.Equal((PlayoutState.Filling, 5, 1L), (slow.State, slow.Watermark, slow.Underruns));
        Assert.Equal(0.5, slow.TimeBuffering.TotalSeconds, 2);
    }

    private void Begin(int rateHz)
    {
        _ring = RingWriter<Sample>.Open(
            Path.Combine(_directory, "samples.ring"), new RingOptions { SlotCount = 8192, Channels = [new RingChannel("x", "g")] }, FileSharing.OwnerOnly);
        _page.BeginSchedule(0, 1_000_000_000 / rateHz);
        // The screen joins before the first sample.
        _signal.Update();
    }

    private void Publish(int count)
    {
        for (int i = 0; i < count; i++) _ring!.Publish(new Sample { TakenAtNs = _takenAtNs += MillisecondNs });
        _signal.Update();
    }

    private void Pass(int ms)
    {
        _clock.Advance(TimeSpan.FromMilliseconds(ms));
        _signal.Update();
    }

    private int Shown() => _signal.Snapshot(0).Columns.Count(column => !column.IsEmpty);

    /// <summary>A clock that moves when the test says so.</summary>
    private sealed class HandClock : TimeProvider
    {
        private TimeSpan _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public void Advance(TimeSpan by) => _now += by;
    }
}
