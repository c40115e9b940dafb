using EdgeIpc.Playout;
using EdgeIpc.Ring;

namespace EdgeIpc.Recorder;

/// <summary>
/// A thread that reads a recording from disk into a playout buffer, and waits while that is full. Whoever takes from the
/// buffer holds <see cref="Gate"/> meanwhile and pulses it when there is room again.
/// </summary>
internal sealed class RecordingFeed : IDisposable
{
    // So many at a time under the gate: the taker may be a sampling thread, which must not wait for a whole block.
    private const int ChunkMax = 64;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    private readonly string _path;
    private readonly PlayoutBuffer<Sample> _buffer;
    private readonly int _capacity;
    private readonly RecordingFeedOptions _options;
    private readonly Thread _thread;
    private long _skip;
    private Exception? _failure;
    private volatile bool _isStopping;

    /// <param name="path">Of the recording.</param>
    /// <param name="buffer">Refuses what is new when it is full.</param>
    /// <param name="capacity">Of the buffer.</param>
    public RecordingFeed(string path, PlayoutBuffer<Sample> buffer, int capacity, RecordingFeedOptions options)
    {
        (_path, _buffer, _capacity, _options, _skip) = (path, buffer, capacity, options, options.Skip);
        _thread = new Thread(Feed) { Name = "recording", IsBackground = true };
    }

    public object Gate { get; } = new();

    /// <summary>Why it ended before its time; null when it did not. The buffer is then complete.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <summary>Whether everything is in the buffer.</summary>
    public bool HasEnded => _thread.ThreadState == ThreadState.Stopped;

    public void Start() => _thread.Start();

    /// <summary>Returns when the buffer plays, or has nothing to play, or after the patience.</summary>
    public void WaitWhileFilling(TimeSpan patience)
    {
        long startedAt = TimeProvider.System.GetTimestamp();
        lock (Gate)
        {
            while (_buffer.State == PlayoutState.Filling && patience - TimeProvider.System.GetElapsedTime(startedAt) is var left && left > TimeSpan.Zero) Monitor.Wait(Gate, left);
        }
    }

    /// <summary>Ends the thread. Not from within the gate.</summary>
    public void Dispose()
    {
        _isStopping = true;
        lock (Gate) Monitor.PulseAll(Gate);
        if (_thread.IsAlive) _thread.Join();
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
            Volatile.Write(ref _failure, e);
        }

        lock (Gate)
        {
            _buffer.Complete();
            Monitor.PulseAll(Gate);
        }
    }

    private void FeedOnce()
    {
        using var recording = SampleRecording.Open(_path);
        long samplesOfRound = 0;
        long? firstNs = null;
        bool hasSpan = false;
        for (var step = recording.Next(); step != RecordingStep.End && !_isStopping; step = recording.Next())
        {
            if (step == RecordingStep.Damage)
            {
                _options.Damaged(recording.Damage!);
                continue;
            }

            var samples = SampleRecording.SamplesOf(recording);
            samplesOfRound += samples.Length;
            firstNs ??= samples[0].TakenAtNs;
            hasSpan |= samples[^1].TakenAtNs != firstNs;
            int skipped = (int)Math.Min(_skip, samples.Length);
            _skip -= skipped;
            Offer(samples[skipped..]);
        }

        if (!_options.Loop || _isStopping) return;
        // It would go round as fast as the machine can.
        if (!hasSpan) throw new RefusedException(ExitCode.BadDocument, $"{_path} holds samples of one moment only: there is no pace to loop it at.");
        _skip %= samplesOfRound;
    }

    private void Offer(ReadOnlySpan<Sample> samples)
    {
        while (samples.Length > 0)
        {
            lock (Gate)
            {
                while (_buffer.Count == _capacity && !_isStopping) Monitor.Wait(Gate, LongestWait);
                if (_isStopping) return;
                int count = Math.Min(Math.Min(samples.Length, ChunkMax), _capacity - _buffer.Count);
                foreach (ref readonly var sample in samples[..count]) _buffer.Add(_options.Pace is null ? sample : _options.Pace.Of(sample));
                samples = samples[count..];
                if (_buffer.State == PlayoutState.Playing) Monitor.PulseAll(Gate);
            }
        }
    }
}

/// <summary>How a recording is fed.</summary>
internal sealed record RecordingFeedOptions
{
    /// <summary>At the end it begins again.</summary>
    public bool Loop { get; init; }

    /// <summary>Samples that were played before, in all rounds together: they are left out.</summary>
    public long Skip { get; init; }

    /// <summary>Gives samples even times; null leaves them as they were recorded.</summary>
    public EvenPace? Pace { get; init; }

    /// <summary>Called on the feeding thread for each part that can't be read.</summary>
    public Action<RecordingDamage> Damaged { get; init; } = static _ => { };
}
