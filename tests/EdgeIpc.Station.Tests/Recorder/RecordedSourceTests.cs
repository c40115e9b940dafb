using EdgeIpc.Devices;
using EdgeIpc.Playout;
using EdgeIpc.Posix;
using EdgeIpc.Recorder;
using EdgeIpc.Ring;
using EdgeIpc.Sensor;
using Microsoft.Extensions.Time.Testing;

namespace EdgeIpc.Tests;

/// <summary>A recording in the place of a sensor, tick by tick.</summary>
public sealed class RecordedSourceTests : IDisposable
{
    private const long MillisecondNs = 1_000_000;
    private readonly string _directory = Directory.CreateTempSubdirectory("edgeipc-test-").FullName;
    private readonly float[] _values = new float[ISampleSource.MaxChannels];

    private long _begunAtNs = long.MaxValue;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Every_sample_comes_once_in_its_order_on_the_tick_that_is_its_own_however_late_it_was_taken_then()
    {
        const int Seed = 5;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        // A sensor that woke up to 4 ms late on a busy machine.
        long last = 0;
        string path = Record(Enumerable.Range(0, 5_000).Select(i => last = Math.Max(last + 1, i * MillisecondNs + random.Next(4_000_000))));
        using var source = new RecordedSource(path, loop: false, rateHz: 1000);
        Assert.Equal(("x", "g"), (source.Channels[0].Name, source.Channels[0].Unit));
        for (int tick = 0; tick < 5_000; tick++)
        {
            Assert.Equal(SampleReading.Measured, Read(source, 77 + tick * MillisecondNs));
            Assert.Equal(tick, _values[0]);
        }

        Assert.Equal(SampleReading.Over, Read(source, 77 + 5_000 * MillisecondNs));
    }

    [Fact]
    public void A_gap_in_the_recording_is_a_gap_again()
    {
        string path = Record([0, 1 * MillisecondNs, 2 * MillisecondNs, 102 * MillisecondNs, 103 * MillisecondNs]);
        using var source = new RecordedSource(path, loop: false, rateHz: 1000);
        var readings = Enumerable.Range(0, 105).Select(tick => Read(source, tick * MillisecondNs)).ToList();
        Assert.Equal([0, 1, 2, 102, 103], Enumerable.Range(0, 105).Where(tick => readings[tick] == SampleReading.Measured));
        Assert.Equal(99, readings.Count(reading => reading == SampleReading.Nothing));
        Assert.Equal(SampleReading.Over, readings[104]);
    }

    [Fact]
    public void In_a_loop_the_first_sample_follows_the_last_without_a_pause()
    {
        string path = Record(Enumerable.Range(0, 700).Select(i => i * MillisecondNs));
        using var source = new RecordedSource(path, loop: true, rateHz: 1000);
        for (int tick = 0; tick < 3_000; tick++)
        {
            Assert.Equal(SampleReading.Measured, Read(source, tick * MillisecondNs));
            Assert.Equal(tick % 700, _values[0]);
        }
    }

    [Fact]
    public void A_recording_that_is_over_begins_again_when_sampling_does()
    {
        string path = Record([0, MillisecondNs]);
        using var source = new RecordedSource(path, loop: false, rateHz: 1000);
        for (int round = 0; round < 3; round++)
        {
            source.Begin();
            var readings = Enumerable.Range(0, 3).Select(tick => Read(source, (round * 100 + tick) * MillisecondNs));
            Assert.Equal([SampleReading.Measured, SampleReading.Measured, SampleReading.Over], readings);
        }
    }

    [Fact]
    public void When_the_disk_is_too_slow_it_is_starved_until_there_is_enough_again_and_no_sample_is_left_out()
    {
        // The second of three blocks is damaged; being told so holds the reading thread up, as a slow disk does.
        string path = Record(Enumerable.Range(0, 30_000).Select(i => i * MillisecondNs), blockSamples: 10_000);
        string segment = Directory.GetFiles(path)[0];
        byte[] bytes = File.ReadAllBytes(segment);
        int second = 4096 + 40 + BitConverter.ToInt32(bytes, 4096 + 20);
        bytes[second + 100] ^= 1;
        File.WriteAllBytes(segment, bytes);
        using var disk = new ManualResetEventSlim();
        using var source = new RecordedSource(path, loop: false, rateHz: 1000, damaged: _ => disk.Wait(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        int tick = 0;
        for (; tick < 10_000; tick++) Assert.Equal(SampleReading.Measured, Read(source, tick * MillisecondNs));
        for (; tick < 10_500; tick++) Assert.Equal(SampleReading.Starved, source.Read(_values, tick * MillisecondNs));
        disk.Set();
        while (source.Read(_values, tick++ * MillisecondNs) == SampleReading.Starved)
        {
            // Until the mark is reached, nothing comes; the ticks that pass are as many as the disk wants.
        }

        // The next block there is; what was damaged is gone, and named.
        for (int item = 20_000; item < 30_000; item++)
        {
            Assert.Equal(item, _values[0]);
            Read(source, tick++ * MillisecondNs);
        }

        Assert.Equal(SampleReading.Over, Read(source, tick * MillisecondNs));
    }

    [Fact]
    public void Reading_allocates_nothing_per_tick()
    {
        string path = Record(Enumerable.Range(0, 3_000).Select(i => i * MillisecondNs));
        using var source = new RecordedSource(path, loop: false, rateHz: 1000);
        for (int tick = 0; tick < 1_500; tick++) Read(source, tick * MillisecondNs);
        // A whole buffer is there, or the rest of the recording.
        SpinWait.SpinUntil(() => source.IsAhead, TimeSpan.FromMinutes(1));
        int next = 1_500;
        long allocated = Allocated.FewestBytes(() =>
        {
            for (int end = next + 200; next < end; next++) source.Read(_values, next * MillisecondNs);
        });
        Assert.Equal(0, allocated);
    }

    /// <summary>Reads as a loop does that turns no faster than the disk.</summary>
    private SampleReading Read(RecordedSource source, long atNs)
    {
        if (atNs > _begunAtNs) Assert.True(SpinWait.SpinUntil(() => source.IsAhead, TimeSpan.FromMinutes(1)), "The recording is not read.");
        _begunAtNs = Math.Min(_begunAtNs, atNs);
        return source.Read(_values, atNs);
    }

    /// <summary>Samples that carry their number, taken at these times.</summary>
    private string Record(IEnumerable<long> takenAtNs, int blockSamples = 8192)
    {
        string path = Directory.CreateDirectory(Path.Combine(_directory, "recording")).FullName;
        var description = SampleRecording.Describe([new RingChannel("x", "g")], 1000, "test");
        using var writer = RecordingWriter.Open(path, description, new RecordingOptions { BlockBytes = blockSamples * 32 }, FileSharing.OwnerOnly, new FakeTimeProvider());
        int position = 0;
        foreach (long atNs in takenAtNs)
        {
            var sample = new Sample { Sequence = (ulong)position, TakenAtNs = atNs };
            sample.Values[0] = position;
            writer.Append(System.Runtime.InteropServices.MemoryMarshal.AsBytes(new ReadOnlySpan<Sample>(in sample)), position++);
        }

        return path;
    }
}
