namespace EdgeIpc.Playout;

/// <summary>What <see cref="Player{T}.Next"/> found.</summary>
public enum PlayStep
{
    /// <summary>An item is due; here it is.</summary>
    Item,

    /// <summary>The next item is not due yet; see <see cref="Player{T}.UntilNext"/>.</summary>
    Early,

    /// <summary>The buffer is filling or buffering.</summary>
    Starved,

    /// <summary>Everything was played.</summary>
    Ended,
}

/// <summary>
/// Takes items out of a <see cref="PlayoutBuffer{T}"/> at the pace at which they were recorded. After the buffer ran empty the
/// pace goes on from the item it resumes with: the pause is not made up for by hurrying. A consumer that asks late gets what
/// fell due meanwhile, so the pace does not drift. Not for several threads. Allocates nothing per item.
/// </summary>
public sealed class Player<T>
{
    private readonly PlayoutBuffer<T> _buffer;
    private readonly Func<T, long> _takenAtNs;
    private readonly PlayoutClock _clock;
    private long _lastNs;
    private long _intervalNs;
    private bool _playedOne;

    /// <param name="buffer">Where the items come from.</param>
    /// <param name="takenAtNs">When an item was recorded, in ns of whatever clock; only differences count.</param>
    /// <param name="speed">1 is the recorded pace, 2 twice as fast. More than 0.</param>
    /// <param name="time">The clock of now.</param>
    public Player(PlayoutBuffer<T> buffer, Func<T, long> takenAtNs, double speed, TimeProvider time)
    {
        (_buffer, _takenAtNs, _clock) = (buffer, takenAtNs, new PlayoutClock(speed, time));
    }

    /// <summary>How long until <see cref="Next"/> will have an item, as far as is known: zero when it is due, null while starved and after the end.</summary>
    public TimeSpan? UntilNext
    {
        get
        {
            if (_buffer.State != PlayoutState.Playing) return null;
            if (!_buffer.TryPeek(out var item)) return _clock.Until(_lastNs + _intervalNs);
            return _clock.IsSet && _takenAtNs(item) >= _lastNs ? _clock.Until(_takenAtNs(item)) : TimeSpan.Zero;
        }
    }

    /// <summary>The next item when its time has come.</summary>
    public PlayStep Next(out T item)
    {
        if (!_buffer.TryPeek(out item)) return NextOfNone();
        long takenAtNs = _takenAtNs(item);
        // At the start and after a pause the pace is set by this item.
        if (!_clock.IsSet) _clock.Set(takenAtNs);
        else if (takenAtNs < _lastNs) BeginAnew(takenAtNs);
        if (_clock.Until(takenAtNs) > TimeSpan.Zero)
        {
            item = default!;
            return PlayStep.Early;
        }

        // A pause in between says nothing about how far apart the items are.
        if (_playedOne && takenAtNs >= _lastNs) _intervalNs = takenAtNs - _lastNs;
        (_lastNs, _playedOne) = (takenAtNs, true);
        _ = _buffer.TryTake(out item);
        return PlayStep.Item;
    }

    /// <summary>Where the recording's clock began anew (a reboot, the next round of a loop) the item comes one interval after the last.</summary>
    private void BeginAnew(long takenAtNs)
    {
        _clock.Shift(_lastNs + _intervalNs, takenAtNs);
        _lastNs = takenAtNs - _intervalNs;
    }

    private PlayStep NextOfNone()
    {
        if (_buffer.State == PlayoutState.Ended) return PlayStep.Ended;
        // Empty, but not late: an item is missed only when one more interval like the last has passed.
        if (_buffer.State == PlayoutState.Playing && _clock.Until(_lastNs + _intervalNs) > TimeSpan.Zero) return PlayStep.Early;
        // Asking makes it an underrun, which the buffer counts.
        _ = _buffer.TryTake(out _);
        _clock.Clear();
        return PlayStep.Starved;
    }
}
