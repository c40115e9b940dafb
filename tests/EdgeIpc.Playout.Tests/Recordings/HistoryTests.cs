using EdgeIpc.Posix;

namespace EdgeIpc.Playout.Tests;

public sealed class HistoryTests : IDisposable
{
    private static readonly RecordingChannel[] Channels = [new("x", "g"), new("temperature", "°C")];
    private readonly RecordingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_second_has_minimum_maximum_mean_and_rms_of_its_samples()
    {
        long startNs = NextSecondNs();
        using (var writer = Open())
        {
            for (int i = 0; i < 2_500; i++) writer.Add(startNs + i * 1_000_000L, i, [Value(i), 21]);
        }

        var history = Read();
        Assert.Equal(Channels, history.Channels);
        Assert.Empty(history.Damages);
        Assert.Equal([1000, 1000, 500], history.Seconds.Select(second => second.SampleCount));
        Assert.Equal([1000, 2000, 2500], history.Seconds.Select(second => second.EndPosition));
        for (int s = 0; s < 3; s++)
        {
            var values = Enumerable.Range(s * 1000, history.Seconds[s].SampleCount).Select(i => (double)Value(i)).ToList();
            var found = history.Seconds[s].Channels[0];
            Assert.Equal((values.Min(), values.Max()), (found.Minimum, found.Maximum));
            Assert.Equal(values.Average(), found.Mean, 1e-5);
            Assert.Equal(Math.Sqrt(values.Average(value => value * value)), found.Rms, 1e-5);
            Assert.Equal(new ChannelStatistics(21, 21, 21, 21), history.Seconds[s].Channels[1]);
        }
    }

    [Fact]
    public void A_second_that_was_written_in_parts_and_by_two_processes_is_one_second()
    {
        long startNs = NextSecondNs();
        int next = 0;
        foreach (int part in (int[])[100, 300, 1, 599])
        {
            using var writer = Open();
            for (int i = 0; i < part; i++, next++)
            {
                if (i == part / 2) writer.Flush();
                writer.Add(startNs + next * 1_000_000L, next, [next, -1]);
            }
        }

        var second = Assert.Single(Read().Seconds);
        Assert.Equal((1000, 1000), (second.SampleCount, second.EndPosition));
        Assert.Equal((0f, 999f), (second.Channels[0].Minimum, second.Channels[0].Maximum));
        Assert.Equal(499.5, second.Channels[0].Mean, 1e-3);
        Assert.Equal(Math.Sqrt(Enumerable.Range(0, 1000).Average(i => (double)i * i)), second.Channels[0].Rms, 1e-2);
        Assert.Equal(new ChannelStatistics(-1, -1, -1, 1), second.Channels[1]);
        Assert.Equal(("a test", 1000), HistoryReader.TryReadEnd(_folder.Path)!.Value);
    }

    [Fact]
    public void A_value_that_is_no_number_is_left_out()
    {
        long startNs = NextSecondNs();
        using (var writer = Open())
        {
            writer.Add(startNs, 0, [float.NaN, float.NaN]);
            writer.Add(startNs + 1, 1, [2, float.PositiveInfinity]);
            writer.Add(startNs + 2, 2, [4, float.NaN]);
        }

        var second = Assert.Single(Read().Seconds);
        Assert.Equal(new ChannelStatistics(2, 4, 3, (float)Math.Sqrt(10)), second.Channels[0]);
        Assert.True(float.IsNaN(second.Channels[1].Mean));
    }

    [Fact]
    public void Seconds_are_found_by_the_wall_clock()
    {
        long startNs = NextSecondNs();
        using (var writer = Open())
        {
            for (int i = 0; i < 100; i++) writer.Add(startNs + i * 1_000_000_000L, i, [i, 0]);
        }

        var all = Read().Seconds;
        Assert.Equal(100, all.Count);
        Assert.True(all[0].At - _folder.Time.GetUtcNow() < TimeSpan.FromSeconds(5));
        var found = HistoryReader.Read(_folder.Path, all[20].At, all[30].At).Seconds;
        Assert.Equal(Enumerable.Range(20, 10).Select(i => (float)i), found.Select(second => second.Channels[0].Mean));
    }

    [Fact]
    public void Counting_a_sample_in_allocates_nothing()
    {
        using var writer = Open();
        long startNs = NextSecondNs();
        float[] values = [1, 2];
        // The first round lets the runtime load and compile what it needs.
        int added = 0;
        Add(5_000);
        Assert.Equal(0, Allocated.FewestBytes(() => Add(2_000)));

        void Add(int count)
        {
            for (int end = added + count; added < end; added++) writer.Add(startNs + added * 1_000_000L, added, values);
        }
    }

    [Fact]
    public void A_recording_of_samples_is_no_history()
    {
        _folder.WriteSegment(10);
        Assert.Throws<RecordingFormatException>(Read);
    }

    [Fact]
    public void When_the_sensor_has_other_channels_only_its_seconds_are_shown()
    {
        long startNs = NextSecondNs();
        using (var writer = Open()) writer.Add(startNs, 0, [1, 2]);
        RecordingChannel[] other = [new("load", "%")];
        using (var writer = HistoryWriter.Open(_folder.Path, other, "a test", new RecordingOptions(), FileSharing.OwnerOnly, _folder.Time)) writer.Add(startNs + 1_000_000_000, 1, [3]);
        var history = Read();
        Assert.Equal(other, history.Channels);
        Assert.Equal(3, Assert.Single(history.Seconds).Channels[0].Mean);
    }

    private static float Value(int i) => (float)Math.Sin(i * 0.01) * 3 + 1;

    private static long NextSecondNs() => (MonotonicClock.NowNs / 1_000_000_000 + 1) * 1_000_000_000;

    private HistoryWriter Open() => HistoryWriter.Open(_folder.Path, Channels, "a test", new RecordingOptions(), FileSharing.OwnerOnly, _folder.Time);

    private History Read() => HistoryReader.Read(_folder.Path, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
}
