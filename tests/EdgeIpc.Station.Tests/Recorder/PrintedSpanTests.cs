using EdgeIpc.Controller;
using EdgeIpc.Paper;
using EdgeIpc.Recorder;
using EdgeIpc.Ring;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeIpc.Tests;

/// <summary>Charts and summaries of spans that are longer than the ring.</summary>
public sealed class PrintedSpanTests : IDisposable
{
    private readonly RecorderBench _bench = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_span_that_is_longer_than_the_ring_is_drawn_from_the_history_with_the_ring_at_its_end()
    {
        // The ring of the bench holds 32 s.
        Record(seconds: 100);
        var span = Read(80);
        Assert.Equal("", span.Shortage);
        Assert.InRange(span.Samples, 79_000, 81_000);
        Assert.InRange((span.To - span.From).TotalSeconds, 79, 81);
        var channel = span.Channels[1];
        Assert.InRange(channel.Parts.Length, 80, 82);
        Assert.DoesNotContain(0L, channel.Parts.ToArray().Select(part => part.Count));
        AssertSame(_bench.Published[^(int)span.Samples..].Select(sample => sample.Values[1]), channel);
    }

    [Fact]
    public void A_span_that_the_ring_holds_is_drawn_from_its_very_samples()
    {
        Record(seconds: 100);
        var span = Read(20);
        Assert.Equal(("", 0), (span.Shortage, span.Channels[0].Parts.Length));
        Assert.InRange(span.Samples, 19_900, 20_001);
    }

    [Fact]
    public void What_the_recorder_has_not_written_yet_is_there_all_the_same()
    {
        Record(seconds: 60);
        _bench.Publish(25_000);
        var span = Read(80);
        AssertSame(_bench.Published[^(int)span.Samples..].Select(sample => sample.Values[0]), span.Channels[0]);
        Assert.InRange(span.Samples, 79_000, 81_000);
    }

    [Fact]
    public void Less_history_than_was_asked_for_is_said()
    {
        Record(seconds: 60);
        Assert.StartsWith(" The day's history holds only 6", Read(1000).Shortage, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_recorder_the_ring_is_what_there_is()
    {
        _bench.Publish(5_000);
        Assert.Equal(" The ring holds only 5 s of them.", Read(1000).Shortage);
    }

    [Fact]
    public void The_history_of_another_sensor_is_left_out()
    {
        Record(seconds: 60);
        _bench.OpenRing(new RingChannel("load", "%"));
        _bench.Publish(5_000);
        var span = Read(1000);
        Assert.Equal("load", Assert.Single(span.Channels).Name);
        Assert.Equal(5_000, span.Samples);
    }

    /// <summary>Records seconds at 1 kHz and leaves nothing in hand.</summary>
    private void Record(int seconds)
    {
        _bench.Publish(1);
        using var recorder = new SampleRecorder(_bench.Instance, new RecorderOptions(), _time, NullLogger.Instance);
        recorder.Turn();
        for (int i = 0; i < seconds; i += 10)
        {
            _bench.Publish(10_000);
            _time.Advance(TimeSpan.FromSeconds(10));
            recorder.Turn();
        }
    }

    /// <summary>As if the last sample had been taken just now.</summary>
    private PrintedSpan Read(int seconds)
    {
        long nowNs = _bench.Published[^1].TakenAtNs;
        return PrintedSpan.Read(_bench.Instance, seconds, nowNs, WallTimeOf(nowNs));
    }

    /// <summary>By the history's own pair of clocks, where there is one: on a busy machine another pair, read a moment apart, would date seconds differently.</summary>
    private DateTimeOffset WallTimeOf(long atNs)
    {
        if (Directory.GetFiles(_bench.Instance.HistoryDirectory).Length == 0) return _time.GetUtcNow();
        using var history = EdgeIpc.Playout.RecordingReader.Open(_bench.Instance.HistoryDirectory);
        return history.Segment.ToWallTime(atNs);
    }

    private static void AssertSame(IEnumerable<float> values, ChannelSpan channel)
    {
        var expected = ChannelStatistics.Of([.. values]);
        var actual = ChannelStatistics.Of(channel.Parts.Span);
        Assert.Equal((expected.Count, expected.Min, expected.Max), (actual.Count, actual.Min, actual.Max));
        Assert.Equal(expected.Mean, actual.Mean, 1e-4);
        Assert.Equal(expected.Rms, actual.Rms, 1e-4);
    }
}
