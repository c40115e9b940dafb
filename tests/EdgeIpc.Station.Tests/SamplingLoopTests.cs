using EdgeIpc.Devices;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;
using EdgeIpc.Ring;
using EdgeIpc.Sensor;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeIpc.Tests;

public sealed class SamplingLoopTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private readonly string _directory = Path.Combine("/dev/shm", $"edgeipc-test-{Environment.ProcessId}-{Guid.NewGuid():N}");

    public SamplingLoopTests() => Directory.CreateDirectory(_directory);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Every_tick_that_fell_due_is_published_or_counted_as_missed()
    {
        using var source = new SimulatedAccelerometer(1);
        using var sensor = new TestSensor(_directory, source);
        sensor.Loop.Begin(2000);
        await sensor.RunUntilAsync(() => sensor.Ring.Info.Published >= 500);
        AssertBalanced(sensor);
        Assert.Equal(0, sensor.Page.Counts.PendingAt(MonotonicClock.NowNs));
    }

    [Fact]
    public void A_sample_carries_its_position_its_time_and_every_channel()
    {
        using var source = new SimulatedAccelerometer(1);
        using var sensor = new TestSensor(_directory, source);
        using var reader = RingReader<Sample>.Open(sensor.RingPath, RingStart.Newest);
        long before = MonotonicClock.NowNs;
        sensor.Loop.Begin(1000);
        while (sensor.Ring.Published < 3) sensor.Loop.Turn();
        var samples = new Sample[3];
        Assert.Equal(3, reader.Read(samples));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal((ulong)i, samples[i].Sequence);
            Assert.True(samples[i].TakenAtNs > before);
            Assert.NotEqual(0, samples[i].Values[3]);
            before = samples[i].TakenAtNs;
        }
    }

    [Fact]
    public void Sampling_allocates_nothing_after_it_began()
    {
        using var source = new SimulatedAccelerometer(1);
        using var sensor = new TestSensor(_directory, source);
        sensor.Loop.Begin(10_000);
        while (sensor.Ring.Published < 200) sensor.Loop.Turn();
        long allocated = Allocated.FewestBytes(() =>
        {
            long end = sensor.Ring.Published + 360;
            while (sensor.Ring.Published < end) sensor.Loop.Turn();
        });
        Assert.Equal(0, allocated);
    }

    [Fact]
    public async Task A_restarted_sensor_goes_on_with_the_schedule_and_counts_what_it_missed()
    {
        using var source = new SimulatedAccelerometer(1);
        using (var first = new TestSensor(_directory, source))
        {
            first.Loop.Begin(2000);
            // Left as a SIGKILL leaves it: the schedule runs on.
            while (first.Ring.Published < 50) first.Loop.Turn();
        }

        using var second = new TestSensor(_directory, source);
        Assert.Equal(new SamplingState(IsSampling: true, 2000), second.Loop.Begin(1000));
        await second.RunUntilAsync(() => second.Ring.Info.Published >= 100);
        Assert.True(second.Page.Counts.Missed > 0);
        Assert.Equal(2, second.Ring.Info.Epoch);
        AssertBalanced(second);
    }

    [Fact]
    public async Task The_rate_and_pausing_change_on_request_and_no_tick_is_uncounted()
    {
        using var source = new SimulatedAccelerometer(1);
        using var sensor = new TestSensor(_directory, source);
        sensor.Loop.Begin(1000);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = Task.Run(() => sensor.Loop.Run(ended.Token), Token);
        Assert.Equal(new SamplingState(true, 5000), await sensor.Loop.ChangeAsync(new SamplingChange(5000, null)));
        Assert.Equal(new SamplingState(false, 5000), await sensor.Loop.ChangeAsync(new SamplingChange(null, false)));
        long published = sensor.Ring.Info.Published;
        Assert.Equal(new SamplingState(false, 700), await sensor.Loop.ChangeAsync(new SamplingChange(700, null)));
        Assert.Equal(published, sensor.Ring.Info.Published);
        Assert.Equal(new SamplingState(true, 700), await sensor.Loop.ChangeAsync(new SamplingChange(null, true)));
        Assert.Equal(new SamplingState(true, 700), await sensor.Loop.ChangeAsync(default));
        await ended.CancelAsync();
        await running;
        AssertBalanced(sensor);
    }

    [Fact]
    public async Task A_sensor_that_can_not_be_read_misses_its_ticks_and_no_sample_is_made_up()
    {
        using var source = new FailingSource();
        using var sensor = new TestSensor(_directory, source);
        sensor.Loop.Begin(2000);
        await sensor.RunUntilAsync(() => sensor.Ring.Info.Published >= 50);
        Assert.True(sensor.Page.Counts.Missed >= FailingSource.Failures);
        AssertBalanced(sensor);
    }

    [Fact]
    public async Task A_source_whose_samples_wait_misses_none_however_late_the_loop_comes_and_pauses_when_it_is_over()
    {
        using var source = new WaitingSource(3_000);
        using var sensor = new TestSensor(_directory, source);
        sensor.Loop.Begin(5_000);
        await sensor.RunUntilAsync(() => sensor.Ring.Info.Published == WaitingSource.SamplesOf(3_000) && !sensor.Page.Counts.IsScheduled);
        using var reader = RingReader<Sample>.Open(sensor.RingPath, RingStart.Oldest);
        var samples = new Sample[1024];
        int read = reader.Read(samples);
        Assert.True(read > 500);
        var kept = samples[..read];
        Assert.Equal(Enumerable.Range((int)kept[0].Sequence, read), kept.Select(sample => (int)sample.Values[0]));
        Assert.All(kept.Zip(kept.Skip(1)), pair => Assert.Equal(0, (pair.Second.TakenAtNs - pair.First.TakenAtNs) % 200_000));
        var counts = sensor.Page.Counts;
        Assert.Equal((1L, 400L), (counts.Underruns, counts.StarvedTicks));
        AssertBalanced(sensor);
    }

    private static void AssertBalanced(TestSensor sensor)
    {
        var counts = sensor.Page.Counts;
        Assert.False(counts.IsScheduled);
        Assert.Equal(counts.DueBefore, sensor.Ring.Published + counts.Missed);
    }

    /// <summary>A sensor's parts as its process has them.</summary>
    private sealed class TestSensor : IDisposable
    {
        public TestSensor(string directory, ISampleSource source)
        {
            RingPath = Path.Combine(directory, "samples.ring");
            Page = SensorPage.TryOwn(Path.Combine(directory, "sensor"), FileSharing.OwnerOnly)!;
            Ring = RingWriter<Sample>.Open(RingPath, new RingOptions { SlotCount = 1024 }, FileSharing.OwnerOnly);
            Loop = new SamplingLoop(source, Ring, Page, NullLogger.Instance);
        }

        public string RingPath { get; }

        public SensorPage Page { get; }

        public RingWriter<Sample> Ring { get; }

        public SamplingLoop Loop { get; }

        /// <summary>The thread's whole life.</summary>
        public async Task RunUntilAsync(Func<bool> enough)
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var running = Task.Run(() => Loop.Run(ended.Token), Token);
            while (!enough() && !running.IsCompleted) await Task.Yield();
            await ended.CancelAsync();
            await running;
        }

        public void Dispose()
        {
            Loop.Dispose();
            Ring.Dispose();
            Page.Dispose();
        }
    }

    /// <summary>Numbers, as a recording gives them; in the middle it starves for 400 ticks.</summary>
    private sealed class WaitingSource(int ticks) : ISampleSource
    {
        private int _ticks;
        private int _samples;

        public IReadOnlyList<SampleChannel> Channels { get; } = [new("x", "", 0, 1e9f)];

        public bool CanCatchUp => true;

        public static long SamplesOf(int ticks) => ticks - 400;

        public SampleReading Read(Span<float> channels, long atNs)
        {
            if (_ticks == ticks) return SampleReading.Over;
            if (++_ticks is > 1_000 and <= 1_400) return SampleReading.Starved;
            channels[0] = _samples++;
            return SampleReading.Measured;
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }

    /// <summary>Fails at first, as a sensor with a loose wire does.</summary>
    private sealed class FailingSource : ISampleSource
    {
        public const int Failures = 10;
        private int _reads;

        public IReadOnlyList<SampleChannel> Channels { get; } = [new("x", "g", -1, 1)];

        public SampleReading Read(Span<float> channels, long atNs)
        {
            if (_reads++ < Failures) throw new IOException("No answer on the bus.");
            channels[0] = 0.5f;
            return SampleReading.Measured;
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
