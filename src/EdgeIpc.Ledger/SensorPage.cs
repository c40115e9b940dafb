using EdgeIpc.Posix;

namespace EdgeIpc.Ledger;

/// <summary>
/// What the sensor process did with the ticks of its schedule. Tick n is the n-th that was ever due; the words' order is the
/// page's layout. Everyone can work out from the schedule and the clock how many ticks were due, without asking the sensor.
/// </summary>
/// <param name="ScheduleStartNs">When the schedule's first tick is due, CLOCK_MONOTONIC.</param>
/// <param name="PeriodNs">From tick to tick; 0 while nothing is scheduled.</param>
/// <param name="DueBefore">Ticks of all earlier schedules.</param>
/// <param name="HandledTick">All ticks up to this one are either published or missed.</param>
/// <param name="Missed">Ticks of which no sample was published, ever.</param>
/// <param name="InHandTick">Above <paramref name="HandledTick"/>: the sensor is publishing up to this tick.</param>
/// <param name="InHandPublished">Where the ring's published cursor will be then.</param>
/// <param name="InHandMissed">What <paramref name="Missed"/> will be then.</param>
/// <param name="Underruns">How often a recording that is played ran out of samples.</param>
/// <param name="StarvedTicks">Missed ticks of these: while it was buffering.</param>
public readonly record struct SensorCounts(
    long ScheduleStartNs, long PeriodNs, long DueBefore, long HandledTick, long Missed, long InHandTick, long InHandPublished, long InHandMissed,
    long Underruns = 0, long StarvedTicks = 0)
{
    /// <summary>Whether ticks fall due.</summary>
    public bool IsScheduled => PeriodNs > 0;

    /// <summary>Whether a step was begun and not finished: the sensor is publishing, or died doing so.</summary>
    public bool IsInHand => InHandTick > HandledTick;

    /// <summary>Ticks that were due up to a moment, all schedules together. The schedule's start is its first tick.</summary>
    public long DueAt(long nowNs) =>
        !IsScheduled || nowNs < ScheduleStartNs ? DueBefore : DueBefore + (nowNs - ScheduleStartNs) / PeriodNs + 1;

    /// <summary>When a tick of the running schedule is due: what to start a timer with.</summary>
    public long TickAtNs(long tick) => ScheduleStartNs + (tick - DueBefore - 1) * PeriodNs;

    /// <summary>Ticks that are due and neither published nor missed yet.</summary>
    public long PendingAt(long nowNs) => DueAt(nowNs) - HandledTick;

    /// <summary>With the step in hand finished if the ring shows that its samples were published; else unchanged.</summary>
    public SensorCounts Seen(long published) =>
        IsInHand && published >= InHandPublished ? this with { HandledTick = InHandTick, Missed = InHandMissed } : this;
}

/// <summary>
/// The sensor's page. A step is: <see cref="NoteInHand"/>, publish, <see cref="NoteHandled"/>. Killed before the first commit
/// the ticks are still pending, killed after the second they are handled; killed between, the ring tells: its cursor stands
/// where the note says or short of it, and <see cref="Recover"/> counts every sample short as missed. Each of these is one
/// commit, so a kill inside a method leaves what was before it, and recovering twice changes nothing more.
/// </summary>
public sealed class SensorPage : OwnedPage<SensorCounts>
{
    private SensorPage(SharedMemory memory, FileLock ownership, Action? beforeStore) : base(memory, ownership, PageKind.Sensor, beforeStore)
    {
    }

    /// <summary>Takes the page for this process, and makes it when it is new; null when another process has it.</summary>
    public static SensorPage? TryOwn(string path, FileSharing sharing) => TryOwn(path, sharing, null);

    internal static SensorPage? TryOwn(string path, FileSharing sharing, Action? beforeStore) =>
        TryTake(path, sharing) is var (memory, ownership) ? new SensorPage(memory, ownership, beforeStore) : null;

    /// <summary>
    /// The page together with the ring's cursor, both of one moment, so that they may be compared while the sensor runs.
    /// Take the time for <see cref="SensorCounts.DueAt"/> afterwards.
    /// </summary>
    /// <param name="path">The page's file.</param>
    /// <param name="readPublished">Reads the ring's published cursor.</param>
    /// <returns>Null when there is no page yet.</returns>
    public static (SensorCounts Counts, long Published)? TryRead(string path, Func<long> readPublished)
    {
        using var memory = CounterPage.TryMap(path);
        if (memory is null) return null;
        CounterPage.Check(memory, PageKind.Sensor, CounterPage.WordCount<SensorCounts>());
        // At 10,000 samples/s a step lies 100 us from the next and this takes one: the second attempt is already rare.
        const int MaxAttempts = 10_000;
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var counts = CounterPage.ReadCounts<SensorCounts>(memory);
            long published = readPublished();
            if (CounterPage.ReadCounts<SensorCounts>(memory) == counts) return (counts.Seen(published), published);
        }

        throw new InvalidDataException($"{path} changes faster than it can be read.");
    }

    /// <summary>Lets ticks fall due from now on: the first at <paramref name="startNs"/>, then one each <paramref name="periodNs"/>.</summary>
    /// <exception cref="InvalidOperationException">A schedule still runs.</exception>
    public void BeginSchedule(long startNs, long periodNs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(periodNs);
        if (Counts.IsScheduled) throw new InvalidOperationException("A schedule runs; end it first.");
        Commit(Counts with { ScheduleStartNs = startNs, PeriodNs = periodNs });
    }

    /// <summary>Lets no more ticks fall due. Those that were due by now and not handled are missed.</summary>
    /// <returns>How many those were.</returns>
    public long EndSchedule(long nowNs)
    {
        ThrowIfInHand();
        // Were more handled than due, the timer would not follow the schedule: that stays visible as fewer than 0 pending.
        long due = Counts.DueAt(nowNs), left = Math.Max(0, due - Counts.HandledTick);
        Commit(Counts with { PeriodNs = 0, DueBefore = due, HandledTick = Counts.HandledTick + left, InHandTick = 0, Missed = Counts.Missed + left });
        return left;
    }

    /// <summary>Notes what is about to happen, before it is published.</summary>
    /// <param name="ticks">Ticks that fell due since the last step: what the timer said.</param>
    /// <param name="samples">Samples that will be published of them, in one publication; the other ticks are missed. 0 when the device gave nothing.</param>
    /// <param name="published">The ring's published cursor now.</param>
    public void NoteInHand(long ticks, int samples, long published)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(ticks, Math.Max(samples, 1));
        ThrowIfInHand();
        Commit(Counts with
        {
            InHandTick = Counts.HandledTick + ticks,
            InHandPublished = published + samples,
            InHandMissed = Counts.Missed + ticks - samples,
        });
    }

    /// <summary>The recording that is played had nothing for so many more ticks.</summary>
    public void NoteStarved(long underruns, long ticks) =>
        Commit(Counts with { Underruns = Counts.Underruns + underruns, StarvedTicks = Counts.StarvedTicks + ticks });

    /// <summary>Finishes the step: its samples are in the ring.</summary>
    public void NoteHandled()
    {
        if (!Counts.IsInHand) throw new InvalidOperationException("No tick is in hand.");
        Commit(Counts with { HandledTick = Counts.InHandTick, Missed = Counts.InHandMissed });
    }

    /// <summary>
    /// What a restarted sensor does first: settles the step its predecessor died in, then counts the ticks that fell due
    /// since as missed. The schedule goes on; <see cref="SensorCounts.TickAtNs"/> of the tick after
    /// <see cref="SensorCounts.HandledTick"/> is the next one.
    /// </summary>
    /// <param name="published">The ring's published cursor now.</param>
    /// <param name="nowNs">CLOCK_MONOTONIC.</param>
    /// <returns>Ticks newly counted as missed.</returns>
    public long Recover(long published, long nowNs)
    {
        var found = Counts;
        long handled = found.HandledTick, missed = found.Missed;
        if (found.IsInHand)
        {
            long notPublished = Math.Max(0, found.InHandPublished - published);
            (handled, missed) = (found.InHandTick, found.InHandMissed + notPublished);
        }

        long down = Math.Max(0, found.DueAt(nowNs) - handled);
        missed += down;
        Commit(found with { HandledTick = handled + down, Missed = missed, InHandTick = 0 });
        return missed - found.Missed;
    }

    private void ThrowIfInHand()
    {
        if (Counts.IsInHand) throw new InvalidOperationException("A tick is in hand; finish it or recover first.");
    }
}
