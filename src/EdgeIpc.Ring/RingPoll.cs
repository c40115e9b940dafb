namespace EdgeIpc.Ring;

/// <summary>
/// How a reader waits: asleep, which costs nothing and wakes after some 15 us; or looking at the ring all the time, which takes a
/// processor and sees a sample after some 0.1 us. Each look takes the writer's cursor away from its processor for a moment; an
/// interval between two looks lets it work undisturbed, and readers of a fast flow then find many samples at a time.
/// </summary>
public readonly record struct RingPoll
{
    private static readonly TimeSpan LongestSpin = TimeSpan.FromDays(1);

    private RingPoll(TimeSpan spin, TimeSpan interval, bool neverSleeps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(spin, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(spin, LongestSpin);
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(interval, LongestSpin);
        SpinNs = spin.Ticks * TimeSpan.NanosecondsPerTick;
        IntervalNs = interval.Ticks * TimeSpan.NanosecondsPerTick;
        NeverSleeps = neverSleeps;
    }

    /// <summary>Sleeps at once. The default.</summary>
    public static RingPoll Sleep => default;

    internal long SpinNs { get; }

    internal long IntervalNs { get; }

    internal bool NeverSleeps { get; }

    /// <summary>Never sleeps. For a reader with a processor of its own.</summary>
    /// <param name="interval">Between two looks, 0..1 day; some microseconds for a flow of more than 100,000 samples a second.</param>
    public static RingPoll Spin(TimeSpan interval = default) => new(LongestSpin, interval, neverSleeps: true);

    /// <summary>Looks for some time, then sleeps: for samples that mostly come soon.</summary>
    /// <param name="spin">0..1 day; what a wake costs, about 20 us, is a good beginning. 100 ms at a time are spun at most.</param>
    /// <param name="interval">Between two looks, 0..1 day.</param>
    public static RingPoll SpinThenSleep(TimeSpan spin, TimeSpan interval = default) => new(spin, interval, neverSleeps: false);
}
