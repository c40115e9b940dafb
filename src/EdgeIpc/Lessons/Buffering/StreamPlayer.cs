using EdgeIpc.Playout;
using EdgeIpc.Posix;
using EdgeIpc.Ring;
using EdgeIpc.Ring.Frames;

namespace EdgeIpc.Lessons.Buffering;

/// <summary>What was seen of one playing.</summary>
internal sealed class StreamCounts
{
    public long Received { get; set; }

    public long Played { get; set; }

    public long Torn { get; set; }

    public long Underruns { get; set; }

    public long Dropped { get; set; }

    /// <summary>Times that the buffer had no room and the picture had to wait outside.</summary>
    public long HeldBack { get; set; }

    public TimeSpan Buffering { get; set; }

    /// <summary>From the first picture's arrival to its showing.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Each change of state: when, to what, and with how many pictures in the buffer.</summary>
    public List<(TimeSpan At, PlayoutState State, int Fill)> Changes { get; } = [];

    /// <summary>Each picture once and in its order, but for the dropped ones.</summary>
    public bool IsInOrder { get; set; } = true;
}

/// <summary>The viewer: takes pictures from the ring into a playout buffer and shows each when it is due.</summary>
internal sealed class StreamPlayer(string path, PlayoutOptions options, int frames)
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PlayoutBuffer<ThermalFrame> _buffer = new(options, TimeProvider.System);
    private readonly ThermalFrame[] _waiting = new ThermalFrame[1];
    private readonly StreamCounts _counts = new();
    private bool _isHeld;
    private long _next;
    private long _arrivedAt;

    /// <summary>Plays until everything is shown.</summary>
    /// <param name="isPaced">Each picture at its time; else one each turn.</param>
    /// <param name="turned">Called each turn with what was shown so far.</param>
    public StreamCounts Run(bool isPaced, Action<long> turned, CancellationToken stopping)
    {
        using var ring = RingReader<ThermalFrame>.Open(path, RingStart.At(0));
        using var timer = new TimerFd(blocking: true);
        var player = new Player<ThermalFrame>(_buffer, static frame => frame.Header.TakenAtNs, speed: 1, TimeProvider.System);
        long begunAt = TimeProvider.System.GetTimestamp();
        timer.Start(MonotonicClock.NowNs + Turn.Ticks * TimeSpan.NanosecondsPerTick, Turn.Ticks * TimeSpan.NanosecondsPerTick);
        Note(begunAt);
        while (_buffer.State != PlayoutState.Ended)
        {
            stopping.ThrowIfCancellationRequested();
            if (TimeProvider.System.GetElapsedTime(begunAt) > Patience) throw new RefusedException(ExitCode.Unavailable, $"Of {frames} pictures only {_counts.Received} came within {Patience.TotalSeconds:0} s.");
            Take(ring, begunAt);
            if (isPaced)
            {
                while (player.Next(out var frame) == PlayStep.Item) Show(in frame);
            }
            else if (_buffer.TryTake(out var frame))
            {
                Show(in frame);
            }

            Note(begunAt);
            turned(_counts.Played);
            timer.ReadExpirations();
        }

        (_counts.Underruns, _counts.Dropped, _counts.HeldBack, _counts.Buffering) = (_buffer.Underruns, _buffer.Dropped, _buffer.Refused, _buffer.TimeBuffering);
        return _counts;
    }

    /// <summary>Whatever is in the ring goes into the buffer; what that refuses stays in hand till the next turn.</summary>
    private void Take(RingReader<ThermalFrame> ring, long begunAt)
    {
        while (_isHeld || ring.Read(_waiting) == 1)
        {
            if (!_isHeld && _counts.Received++ == 0) _arrivedAt = TimeProvider.System.GetTimestamp();
            _isHeld = _buffer.Add(in _waiting[0]) == AddResult.Full;
            Note(begunAt);
            if (_isHeld) return;
        }

        if (_counts.Received == frames && _buffer.State != PlayoutState.Ended) _buffer.Complete();
    }

    private void Show(in ThermalFrame frame)
    {
        if (_counts.Played++ == 0) _counts.Delay = TimeProvider.System.GetElapsedTime(_arrivedAt);
        if (!Frame.IsWhole(in frame)) _counts.Torn++;
        long number = (long)frame.Header.Sequence;
        _counts.IsInOrder &= options.Overflow == PlayoutOverflow.DropOldest ? number >= _next : number == _next;
        _next = number + 1;
    }

    private void Note(long begunAt)
    {
        if (_counts.Changes.Count > 0 && _counts.Changes[^1].State == _buffer.State) return;
        _counts.Changes.Add((TimeProvider.System.GetElapsedTime(begunAt), _buffer.State, _buffer.Count));
    }
}
