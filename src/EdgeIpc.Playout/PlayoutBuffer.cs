namespace EdgeIpc.Playout;

/// <summary>Whether a buffer hands items out now.</summary>
public enum PlayoutState
{
    /// <summary>It fills for the first time; nothing comes out yet.</summary>
    Filling,

    /// <summary>Items come out.</summary>
    Playing,

    /// <summary>It ran empty and fills again; nothing comes out. What a video player shows as "buffering".</summary>
    Buffering,

    /// <summary>The source ended and everything was handed out.</summary>
    Ended,
}

/// <summary>What happens to an item that comes when the buffer is full.</summary>
public enum PlayoutOverflow
{
    /// <summary>It is not taken: for a source that can wait, like a file.</summary>
    RefuseNew,

    /// <summary>It is taken and the oldest is thrown away: for a source that can't, like a sensor.</summary>
    DropOldest,
}

/// <summary>How one <see cref="PlayoutBuffer{T}.Add"/> ended.</summary>
public enum AddResult
{
    Added,

    /// <summary>Added, and the oldest item is gone.</summary>
    AddedOverOldest,

    /// <summary>Not added: full. Offer it again later.</summary>
    Full,
}

/// <summary>How large a playout buffer is and when it plays.</summary>
public sealed record PlayoutOptions
{
    /// <summary>Items it holds at most, 1 or more.</summary>
    public int Capacity { get; init; } = 1024;

    /// <summary>Items that must be there before the first comes out, 1..<see cref="Capacity"/>. More is smoother and later.</summary>
    public int StartWatermark { get; init; } = 256;

    /// <summary>Items that must be there before it goes on after it ran empty, 1..<see cref="Capacity"/>.</summary>
    public int ResumeWatermark { get; init; } = 128;

    public PlayoutOverflow Overflow { get; init; } = PlayoutOverflow.RefuseNew;

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Capacity, 1);
        Within(StartWatermark, nameof(StartWatermark));
        Within(ResumeWatermark, nameof(ResumeWatermark));

        void Within(int watermark, string name)
        {
            if (watermark < 1 || watermark > Capacity)
                throw new ArgumentOutOfRangeException(name, watermark, $"{name} is {watermark}; 1..{Capacity} (the capacity) are possible.");
        }
    }
}

/// <summary>
/// A buffer between a source with an uneven pace and a consumer with an even one: it fills to a mark, then plays; when it runs
/// empty it says so, fills to another mark and goes on. Nothing is lost unseen: what was added was taken, was dropped and
/// counted, or is still here. Not for several threads. Allocates nothing after construction.
/// </summary>
public sealed class PlayoutBuffer<T>
{
    private readonly PlayoutOptions _options;
    private readonly TimeProvider _time;
    private readonly T[] _items;
    private int _oldest;
    private bool _completed;
    private long _bufferingSince;
    private TimeSpan _buffered;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public PlayoutBuffer(PlayoutOptions options, TimeProvider time)
    {
        options.Validate();
        (_options, _time, _items) = (options, time, new T[options.Capacity]);
    }

    public PlayoutState State { get; private set; } = PlayoutState.Filling;

    /// <summary>Items in it, 0..capacity.</summary>
    public int Count { get; private set; }

    /// <summary>How often it ran empty while it played and the source had not ended.</summary>
    public long Underruns { get; private set; }

    /// <summary>Items thrown away because they were the oldest in a full buffer.</summary>
    public long Dropped { get; private set; }

    /// <summary>Items not taken because the buffer was full.</summary>
    public long Refused { get; private set; }

    /// <summary>How long it was in <see cref="PlayoutState.Buffering"/>, the present time included. The first filling does not count.</summary>
    public TimeSpan TimeBuffering => State == PlayoutState.Buffering ? _buffered + _time.GetElapsedTime(_bufferingSince) : _buffered;

    /// <summary>The fill that the present state waits for; 0 when it waits for none.</summary>
    public int Watermark => State switch
    {
        PlayoutState.Filling => _options.StartWatermark,
        PlayoutState.Buffering => _options.ResumeWatermark,
        _ => 0,
    };

    /// <summary>Takes an item from the source, and begins to play when that reaches the watermark.</summary>
    /// <exception cref="InvalidOperationException">The source was said to have ended.</exception>
    public AddResult Add(in T item)
    {
        if (_completed) throw new InvalidOperationException("The source has ended.");
        var result = AddResult.Added;
        if (Count == _items.Length)
        {
            if (_options.Overflow == PlayoutOverflow.RefuseNew)
            {
                Refused++;
                return AddResult.Full;
            }

            RemoveOldest();
            Dropped++;
            result = AddResult.AddedOverOldest;
        }

        _items[(_oldest + Count) % _items.Length] = item;
        Count++;
        if (Watermark > 0 && Count >= Watermark) Play();
        return result;
    }

    /// <summary>The source has ended: what is here plays out without waiting for a watermark.</summary>
    public void Complete()
    {
        _completed = true;
        if (Count > 0) Play();
        else End();
    }

    /// <summary>The item that comes out next, without taking it; false when none comes out now. Changes nothing.</summary>
    public bool TryPeek(out T item)
    {
        bool there = State == PlayoutState.Playing && Count > 0;
        item = there ? _items[_oldest] : default!;
        return there;
    }

    /// <summary>
    /// Takes the next item; false when none comes out now. Asking an empty, playing buffer is what an underrun is: the consumer
    /// needed an item and there was none. It then fills up to the resume mark before it plays on.
    /// </summary>
    public bool TryTake(out T item)
    {
        if (!TryPeek(out item))
        {
            if (State == PlayoutState.Playing) RunEmpty();
            return false;
        }

        RemoveOldest();
        if (Count == 0 && _completed) End();
        return true;
    }

    private void RemoveOldest()
    {
        // No reference stays behind in a slot that is free.
        _items[_oldest] = default!;
        _oldest = (_oldest + 1) % _items.Length;
        Count--;
    }

    private void RunEmpty()
    {
        Underruns++;
        _bufferingSince = _time.GetTimestamp();
        State = PlayoutState.Buffering;
    }

    private void Play()
    {
        _buffered = TimeBuffering;
        State = PlayoutState.Playing;
    }

    private void End()
    {
        _buffered = TimeBuffering;
        State = PlayoutState.Ended;
    }
}
