using System.Globalization;
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

/// <summary>What was played.</summary>
internal sealed record PlaybackEnd(long Samples, TimeSpan Recorded, TimeSpan Played, double Speed, long Underruns, TimeSpan Buffering, bool IsDamaged)
{
    /// <summary>By how much it took longer (more than 0) or shorter than the recorded time asks for, time spent buffering aside.</summary>
    public double PaceError => Recorded > TimeSpan.Zero ? (Played - Buffering) / (Recorded / Speed) - 1 : 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"Played {Samples} samples of {Recorded.TotalSeconds:F3} s at speed {Speed} in {Played.TotalSeconds:F3} s: pace off by {PaceError:P3}, {Underruns} underruns, {Buffering.TotalSeconds:F3} s buffering.");
}

/// <summary>
/// Plays a recording: a thread reads the disk into a <see cref="PlayoutBuffer{T}"/>, this one takes what is due and publishes
/// it. A disk that is too slow for the pace is seen as buffering, and nothing is left out. Times in the ring are those of the
/// playing: a reader sees a sensor that samples now.
/// </summary>
internal sealed class Playback : IDisposable
{
    private const int BatchMax = 1024;

    // A sample comes at most this late: the price of not waking up for each one at 100 times the speed.
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StarvedSleep = TimeSpan.FromMilliseconds(5);

    private readonly string _path;
    private readonly PlaybackOptions _options;
    private readonly RingWriter<Sample> _ring;
    private readonly TimeProvider _time;
    private readonly object _gate = new();
    private readonly PlayoutBuffer<Sample> _buffer;
    private readonly int _capacity;
    private readonly Player<Sample> _player;
    private readonly TimerFd _timer = new(blocking: true);
    private readonly Sample[] _batch = new Sample[BatchMax];
    private readonly PlaybackStamps _stamps;
    private ExceptionDispatchInfo? _failure;
    private PlaybackReport? _report;
    private bool _isDamaged;
    private volatile bool _isStopping;

    public Playback(string path, PlaybackOptions options, RingWriter<Sample> ring, TimeProvider time)
    {
        (_path, _options, _ring, _time) = (path, options, ring, time);
        var buffer = options.ToBuffer();
        (_buffer, _capacity) = (new PlayoutBuffer<Sample>(buffer, time), buffer.Capacity);
        _player = new Player<Sample>(_buffer, static sample => sample.TakenAtNs, options.Speed, time);
        _stamps = new PlaybackStamps(options.Speed);
    }

    /// <summary>Plays to the end, or until stopped.</summary>
    public PlaybackEnd Run(PlaybackReport report, CancellationToken stopping)
    {
        _report = report;
        var feeder = new Thread(Feed) { Name = "recording", IsBackground = true };
        feeder.Start();
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
            }

            report.Show(_buffer.State, samples, _buffer.Underruns);
            if (step is PlayStep.Early or PlayStep.Starved) Sleep(until ?? StarvedSleep);
        }

        EndFeeder(feeder);
        var played = samples == 0 ? TimeSpan.Zero : _time.GetElapsedTime(begunAt, endedAt);
        return new PlaybackEnd(samples, _stamps.Recorded, played, _options.Speed, _buffer.Underruns, _buffer.TimeBuffering, _isDamaged);
    }

    public void Dispose() => _timer.Dispose();

    private (PlayStep Step, int Count, TimeSpan? Until) TakeDue()
    {
        lock (_gate)
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
            if (count > 0) Monitor.PulseAll(_gate);
            return (step, count, _player.UntilNext);
        }
    }

    private void Sleep(TimeSpan wanted)
    {
        var sleep = wanted < ShortestSleep ? ShortestSleep : wanted > LongestSleep ? LongestSleep : wanted;
        _timer.Start(MonotonicClock.NowNs + sleep.Ticks * TimeSpan.NanosecondsPerTick, periodNs: 0);
        _timer.ReadExpirations();
    }

    private void EndFeeder(Thread feeder)
    {
        _isStopping = true;
        lock (_gate) Monitor.PulseAll(_gate);
        feeder.Join();
        _failure?.Throw();
    }

    private void Feed()
    {
        try
        {
            do FeedOnce();
            while (_options.Loop && !_isStopping);
        }
        catch (Exception e)
        {
            // Carried to the thread that plays, which ends when the buffer does.
            _failure = ExceptionDispatchInfo.Capture(e);
        }

        lock (_gate) _buffer.Complete();
    }

    private void FeedOnce()
    {
        using var recording = SampleRecording.Open(_path);
        for (var step = recording.Next(); step != RecordingStep.End && !_isStopping; step = recording.Next())
        {
            if (step == RecordingStep.Block) Offer(SampleRecording.SamplesOf(recording));
            else NoteDamage(recording.Damage!);
        }
    }

    private void Offer(ReadOnlySpan<Sample> samples)
    {
        lock (_gate)
        {
            foreach (ref readonly var sample in samples)
            {
                while (_buffer.Count == _capacity && !_isStopping) Monitor.Wait(_gate, LongestSleep);
                if (_isStopping) return;
                _buffer.Add(sample);
            }
        }
    }

    private void NoteDamage(RecordingDamage damage)
    {
        // A file that was cut off by a kill or a power cut is whole up to there.
        _isDamaged |= damage.Fault != RecordingFault.CutOff;
        _report!.Tell(damage.ToString());
    }
}
