namespace EdgeIpc.Ring;

/// <summary>Where a reader joins a ring.</summary>
public readonly record struct RingStart
{
    private readonly bool _oldest;
    private readonly long? _cursor;

    private RingStart(bool oldest, long? cursor) => (_oldest, _cursor) = (oldest, cursor);

    /// <summary>With the next sample to come.</summary>
    public static RingStart Newest => default;

    /// <summary>With the oldest sample that is safe to read: of a full ring an eighth is left as a margin to the writer.</summary>
    public static RingStart Oldest => new(true, null);

    /// <summary>Where an earlier reader stopped (<see cref="RingReader{T}.Cursor"/>); what was overwritten since is counted as lost. A position that the ring has not reached is refused (<see cref="ArgumentException"/>): it is of another ring.</summary>
    public static RingStart At(long cursor) => new(false, cursor);

    internal long Resolve(RingFile ring, long oldest, long published)
    {
        if (_oldest) return Math.Min(oldest, published);
        if (_cursor is not { } cursor) return published;
        if (cursor < 0 || cursor > published) throw new ArgumentException($"Position {cursor} is not in {ring.Path}, which has published {published} samples.");
        return cursor;
    }
}
