using EdgeIpc.Posix;

namespace EdgeIpc.Ring;

/// <summary>How a wait for samples ended.</summary>
public enum RingWait
{
    /// <summary>There are samples to read.</summary>
    Ready,

    /// <summary>The time is over; the writer lives and has published nothing.</summary>
    TimedOut,

    /// <summary>Nothing to read, and no process holds the writer's lock. A restarted writer goes on in the same ring: keep the reader and wait again.</summary>
    WriterGone,

    /// <summary>Everything of this file is read, and another ring lies at the path: open it with <see cref="RingStart.At"/> this reader's cursor.</summary>
    Replaced,
}

/// <summary>What the kernel says of a ring's writer.</summary>
public enum RingWriterState
{
    Alive,
    Gone,

    /// <summary>The path holds another file by now.</summary>
    Replaced,
}

public sealed partial class RingReader<T>
{
    /// <summary>The longest time-out that <see cref="Wait"/> takes.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    // A killed writer wakes nobody, and a lost wake must not be for ever: each sleep is bounded by this.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(100);
    private const int LooksPerClock = 64;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    /// <summary>How <see cref="Wait"/> passes the time; may be changed between two waits.</summary>
    public RingPoll Poll { get; set; } = RingPoll.Sleep;

    /// <summary>
    /// Sleeps, or passes the time as <see cref="Poll"/> says, until there is something to read, at most <paramref name="timeout"/>
    /// (0..1 day). That the writer is gone is reported after 100 ms at the latest (after a spin of at most 100 ms more), and never at
    /// once: a loop around this call doesn't take a processor that it was not given.
    /// </summary>
    /// <exception cref="OperationCanceledException">Noticed within 100 ms.</exception>
    public RingWait Wait(TimeSpan timeout, CancellationToken token)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, LongestWait);
        if (HasSamples()) return RingWait.Ready;
        long deadlineNs = MonotonicClock.NowNs + timeout.Ticks * TimeSpan.NanosecondsPerTick;
        while (true)
        {
            token.ThrowIfCancellationRequested();
            if (Spin(deadlineNs)) return RingWait.Ready;
            long leftNs = Math.Max(deadlineNs - MonotonicClock.NowNs, 0);
            var left = TimeSpan.FromTicks(leftNs / TimeSpan.NanosecondsPerTick);
            if (!Poll.NeverSleeps) Sleep(left < LongestSleep ? left : LongestSleep);
            if (HasSamples()) return RingWait.Ready;
            var writer = LookAtWriter();
            // It may have published between the look at the cursor and its end.
            if (writer != RingWriterState.Alive && HasSamples()) return RingWait.Ready;
            if (writer == RingWriterState.Replaced) return RingWait.Replaced;
            if (writer == RingWriterState.Gone) return RingWait.WriterGone;
            if (MonotonicClock.NowNs >= deadlineNs) return RingWait.TimedOut;
        }
    }

    /// <summary>Looks again and again, as long as <see cref="Poll"/> says and at most as long as one sleep.</summary>
    /// <returns>Whether there is something to read.</returns>
    private bool Spin(long deadlineNs)
    {
        if (Poll.SpinNs == 0) return false;
        long nowNs = MonotonicClock.NowNs;
        long endNs = Math.Min(deadlineNs, nowNs + Math.Min(Poll.SpinNs, LongestSleep.Ticks * TimeSpan.NanosecondsPerTick));
        // With no interval some looks in a row: reading the clock takes as long as all of them.
        int looks = Poll.IntervalNs == 0 ? LooksPerClock : 1;
        while (nowNs < endNs)
        {
            for (int i = 0; i < looks; i++)
            {
                if (HasSamples()) return true;
            }

            long nextNs = nowNs + Poll.IntervalNs;
            while ((nowNs = MonotonicClock.NowNs) < nextNs) Thread.SpinWait(1);
        }

        return false;
    }

    /// <summary>Asks the kernel for the writer. About 1 us.</summary>
    public RingWriterState LookAtWriter()
    {
        if (PosixFile.TryIdentify(_ring.Path) is { } now && now != _ring.Identity) return RingWriterState.Replaced;
        return _writerLock is not null && _writerLock.IsHeld() ? RingWriterState.Alive : RingWriterState.Gone;
    }

    /// <summary>One sleep.</summary>
    /// <returns>False when it ran into its bound.</returns>
    internal bool Sleep(TimeSpan bound)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        int wakes = Volatile.Read(ref _header.Ref.Wakes);
        if (_waiters is null)
        {
            if (bound > PollInterval) bound = PollInterval;
        }
        else
        {
            Volatile.Write(ref _waiters.At<int>(0), 1);
            // The flag before the look at the cursor; the writer has the mirror image of this pair.
            Interlocked.MemoryBarrier();
        }

        // The count was taken before the flag was set: a wake in between changes it, and the kernel refuses the sleep.
        return Volatile.Read(ref _header.Ref.Published) > _cursor || Futex.Wait(ref _header.Ref.Wakes, wakes, bound);
    }
}
