using EdgeIpc.Commands;
using EdgeIpc.Playout;
using EdgeIpc.Recorder;
using EdgeIpc.Ring;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeIpc.Tests;

/// <summary>The recorder's turns, one at a time and with a clock that the test moves.</summary>
public sealed class SampleRecorderTests : IDisposable
{
    private readonly RecorderBench _bench = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Between_two_blocks_it_allocates_nothing_per_sample()
    {
        _bench.Publish(1);
        using var recorder = Open(TimeProvider.System);
        recorder.Turn();
        Assert.Equal(ReplyCode.Ok, recorder.Start().Code);
        // The first block lets the runtime load and compile what the path needs.
        Turn(90);
        _bench.Published.EnsureCapacity(20_000);
        Assert.Equal(0, Allocated.FewestBytes(() => Turn(14)));

        void Turn(int turns)
        {
            for (int i = 0; i < turns; i++)
            {
                _bench.Publish(100);
                recorder.Turn();
            }
        }
    }

    [Fact]
    public void A_silent_source_has_its_last_samples_on_disk_after_a_second()
    {
        _bench.Publish(1);
        using var recorder = Open(_time);
        recorder.Turn();
        recorder.Start();
        _bench.Publish(50);
        recorder.Turn();
        Assert.Equal(1, _bench.Page.Cursor);
        _time.Advance(TimeSpan.FromSeconds(1));
        recorder.Turn();
        Assert.Equal(51, _bench.Page.Cursor);
        Assert.Equal(50, recorder.Recording!.Writer.ItemsWritten);
    }

    [Fact]
    public void A_source_that_never_pauses_is_on_disk_every_ten_seconds()
    {
        _bench.Publish(1);
        using var recorder = Open(_time);
        recorder.Turn();
        recorder.Start();
        for (int tenths = 0; tenths < 100; tenths++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            _bench.Publish(1);
            recorder.Turn();
        }

        Assert.Equal(101, _bench.Page.Cursor);
    }

    [Fact]
    public void A_ring_of_other_channels_becomes_another_recording()
    {
        _bench.Publish(1);
        using (var recorder = Open(_time))
        {
            recorder.Turn();
            recorder.Start();
            _bench.Publish(10);
            recorder.Turn();
            _bench.OpenRing(new RingChannel("load", "%"));
            _bench.Publish(5);
            _time.Advance(TimeSpan.FromSeconds(2));
            // One turn empties the old ring, one leaves it, one opens the new one.
            for (int i = 0; i < 3; i++) recorder.Turn();
        }

        Assert.Equal([("x", 10L), ("load", 5L)], RecordingShelf.List(_bench.Instance).Select(recording => Describe(recording.Directory)));
        Assert.Equal((15, 0), (_bench.Page.Read, _bench.Page.Lost));
    }

    [Fact]
    public void A_state_file_that_is_damaged_is_set_aside()
    {
        File.WriteAllText(_bench.Instance.RecorderStatePath, "{\"recording\": ");
        _bench.Publish(1);
        using var recorder = Open(_time);
        recorder.Turn();
        Assert.Null(recorder.Recording);
        Assert.True(File.Exists(_bench.Instance.RecorderStatePath + ".damaged"));
    }

    [Fact]
    public void Starting_twice_and_stopping_twice_says_so()
    {
        _bench.Publish(1);
        using var recorder = Open(_time);
        recorder.Turn();
        Assert.Equal(ReplyCode.Ok, recorder.Start().Code);
        Assert.Equal(ReplyCode.Busy, recorder.Start().Code);
        Assert.Equal(ReplyCode.Ok, recorder.Stop().Code);
        Assert.Equal("Nothing was being recorded.", recorder.Stop().Sentence);
        Assert.Equal("Recording 2", recorder.Start().Sentence[..11]);
    }

    [Fact]
    public void The_oldest_recordings_go_when_they_are_too_many_bytes()
    {
        _bench.Publish(1);
        using var recorder = Open(_time, new RecorderOptions { RecordingLimits = new RetentionLimits { TotalBytes = 1, MinFreeBytes = 0 } });
        recorder.Turn();
        recorder.Start();
        recorder.Stop();
        recorder.Start();
        _time.Advance(TimeSpan.FromMinutes(2));
        recorder.Turn();
        Assert.Equal([2], RecordingShelf.List(_bench.Instance).Select(recording => recording.Number));
    }

    private SampleRecorder Open(TimeProvider time, RecorderOptions? options = null) => new(_bench.Instance, options ?? new RecorderOptions(), time, NullLogger.Instance);

    private static (string Channel, long Samples) Describe(string directory)
    {
        using var recording = RecordingReader.Open(directory);
        long samples = 0;
        while (recording.Next() == RecordingStep.Block) samples += recording.ItemCount;
        return (recording.Description.Channels[0].Name, samples);
    }
}
