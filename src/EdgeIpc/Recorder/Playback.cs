using System.Runtime.ExceptionServices;
using EdgeIpc.Playout;
using EdgeIpc.Posix;
using EdgeIpc.Ring;

namespace EdgeIpc.Recorder;

/// <summary>How a recording is played.</summary>
internal sealed record PlaybackOptions
{
    /// <summary>Recorded seconds per second.</summary>
    public double Speed { get; init; } = 1;

    public bool Loop { get; init; }

    /// <summary>Recorded samples a second, about: what the buffer is measured by.</summary>
    public double RateHz { get; init; } = 1000;

    /// <summary>Two seconds of playing; it plays when a quarter is there, and after it ran empty when an eighth is.</summary>
    public PlayoutOptions ToBuffer()
    {
        int capacity = (int)Math.Clamp(RateHz * Speed * 2, 1024, 1 << 18);
        return new PlayoutOptions { Capacity = capacity, StartWatermark = capacity / 4, ResumeWatermark = capacity / 8, Overflow = PlayoutOverflow.RefuseNew };
    }
}

/// <summary>
/// Plays a recording: a thread reads the disk into a <see cref="PlayoutBuffer{T}"/>, this one takes what is due and publishes
/// it. A disk that is too slow for the pace is seen as buffering, and nothing is left out. Times in the ring are those of the
/// playing: a reader sees a sensor that samples now.
/// </summary>
internal sealed class Playback : IDisposable
{
    private const int BatchMax = 1024;
    private const int RealTimePriority = 50;

    // A sample comes at most this late: the price of not waking up for each one at 100 times the speed.
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMicroseconds(250);
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StarvedSleep = TimeSpan.FromMilliseconds(5);

    private readonly PlaybackOptions _options;
    private readonly RingWriter<Sample> _ring;
    private readonly TimeProvider _time;
    private readonly PlayoutBuffer<Sample> _buffer;
    private readonly RecordingFeed _feed;
    private readonly Player<Sample> _player;
    private readonly TimerFd _timer = new(blocking: true);
    private readonly Sample[] _batch = new Sample[BatchMax];
    private readonly PlaybackStamps _stamps;
    private readonly Lateness _lateness = new();
    private PlaybackReport? _report;
    private bool _isDamaged;

    public Playback(string path, PlaybackOptions options, RingWriter<Sample> ring, TimeProvider time)
    {
        (_options, _ring, _time) = (options, ring, time);
        var buffer = options.ToBuffer();
        _buffer = new PlayoutBuffer<Sample>(buffer, time);
        _feed = new RecordingFeed(path, _buffer, buffer.Capacity, new RecordingFeedOptions { Loop = options.Loop, Damaged = NoteDamage });
        _player = new Player<Sample>(_buffer, static sample => sample.TakenAtNs, options.Speed, time);
        _stamps = new PlaybackStamps(options.Speed);
    }

    /// <summary>Plays to the end, or until stopped.</summary>
    public PlaybackEnd Run(PlaybackReport report, CancellationToken stopping)
    {
        _report = report;
        WarmUp();
        _feed.Start();
        // The default lets the kernel be up to 50 us late on purpose.
        ResourceLimits.SetTimerSlackOfThisThread(1);
        // After the other thread was started, which would inherit it. Without permission samples come late on a busy machine.
        _ = ResourceLimits.TrySetRealTimePriorityOfThisThread(RealTimePriority);
        long samples = 0, begunAt = 0, endedAt = 0;
        var step = PlayStep.Starved;
        while (step != PlayStep.Ended && !stopping.IsCancellationRequested)
        {
            (step, int count, var until) = TakeDue();
            if (count > 0)
            {
                endedAt = _time.GetTimestamp();
                if (samples == 0) begunAt = endedAt;
                _ring.Publish(_batch.AsSpan(0, count));
                samples += count;
                NoteLateness(count);
            }

            report.Show(_buffer.State, samples, _buffer.Underruns);
            if (step is PlayStep.Early or PlayStep.Starved) Sleep(until ?? StarvedSleep);
        }

        _feed.Dispose();
        if (_feed.Failure is { } failure) ExceptionDispatchInfo.Throw(failure);
        var played = samples == 0 ? TimeSpan.Zero : _time.GetElapsedTime(begunAt, endedAt);
        return new PlaybackEnd(samples, _stamps.Recorded, played, _options.Speed, _buffer.Underruns, _buffer.TimeBuffering, _lateness, _isDamaged);
    }

    public void Dispose()
    {
        _feed.Dispose();
        _timer.Dispose();
    }

    private (PlayStep Step, int Count, TimeSpan? Until) TakeDue()
    {
        lock (_feed.Gate)
        {
            int count = 0;
            var step = PlayStep.Item;
            while (count < BatchMax)
            {
                long nowNs = MonotonicClock.NowNs;
                step = _player.Next(out var sample);
                if (step != PlayStep.Item) break;
                sample.TakenAtNs = _stamps.Next(sample.TakenAtNs, nowNs);
                sample.Sequence = (ulong)(_ring.Published + count);
                _batch[count++] = sample;
            }

            // A pause is not part of the pace: the next sample sets it anew, here as in the player.
            if (step == PlayStep.Starved) _stamps.Break();
            if (count > 0) Monitor.PulseAll(_feed.Gate);
            return (step, count, _player.UntilNext);
        }
    }

    /// <summary>The first sample sets the pace for all: what the runtime compiles at a first call would make each of them late by that.</summary>
    private void WarmUp()
    {
        var buffer = new PlayoutBuffer<Sample>(new PlayoutOptions { Capacity = 2, StartWatermark = 2, ResumeWatermark = 1 }, _time);
        var player = new Player<Sample>(buffer, static sample => sample.TakenAtNs, _options.Speed, _time);
        var stamps = new PlaybackStamps(_options.Speed);
        for (int i = 0; i < 2; i++)
        {
            buffer.Add(default);
            if (player.Next(out var sample) == PlayStep.Item) stamps.Next(sample.TakenAtNs, MonotonicClock.NowNs);
        }
    }

    private void NoteLateness(int count)
    {
        long nowNs = MonotonicClock.NowNs;
        // A sample's time in the ring is when it was due.
        foreach (ref readonly var sample in _batch.AsSpan(0, count)) _lateness.Add(nowNs - sample.TakenAtNs);
    }

    private void Sleep(TimeSpan wanted)
    {
        var sleep = wanted < ShortestSleep ? ShortestSleep : wanted > LongestSleep ? LongestSleep : wanted;
        _timer.Start(MonotonicClock.NowNs + sleep.Ticks * TimeSpan.NanosecondsPerTick, periodNs: 0);
        _timer.ReadExpirations();
    }

    private void NoteDamage(RecordingDamage damage)
    {
        // A file that was cut off by a kill or a power cut is whole up to there.
        _isDamaged |= damage.Fault != RecordingFault.CutOff;
        _report!.Tell(damage.ToString());
    }
}
