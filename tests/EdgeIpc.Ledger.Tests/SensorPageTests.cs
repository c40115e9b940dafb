using EdgeIpc.Posix;

namespace EdgeIpc.Ledger.Tests;

public sealed class SensorPageTests : IDisposable
{
    private const long PeriodNs = 1_000_000;
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Ticks_fall_due_by_the_schedule_and_the_clock_alone()
    {
        var counts = new SensorCounts(ScheduleStartNs: 5_000_000, PeriodNs, DueBefore: 7, HandledTick: 7, Missed: 0, 0, 0, 0);
        Assert.Equal(7, counts.DueAt(4_999_999));
        Assert.Equal(8, counts.DueAt(5_000_000));
        Assert.Equal(8, counts.DueAt(5_999_999));
        Assert.Equal(9, counts.DueAt(6_000_000));
        Assert.Equal(5_000_000, counts.TickAtNs(8));
        Assert.Equal(6_000_000, counts.TickAtNs(9));
        Assert.Equal(2, counts.PendingAt(6_000_000));
        Assert.Equal(7, (counts with { PeriodNs = 0 }).DueAt(9_000_000));
    }

    [Fact]
    public void A_late_step_counts_the_ticks_it_could_not_take_as_missed()
    {
        using var page = Own();
        page.BeginSchedule(0, PeriodNs);
        page.NoteInHand(ticks: 3, samples: 1, published: 0);
        page.NoteHandled();
        Assert.Equal((3, 2), (page.Counts.HandledTick, page.Counts.Missed));
        Assert.Equal(0, page.Counts.PendingAt(2 * PeriodNs));
    }

    [Fact]
    public void Ending_a_schedule_counts_what_was_due_and_not_taken_as_missed_and_the_next_one_goes_on_from_there()
    {
        using var page = Own();
        page.BeginSchedule(0, PeriodNs);
        page.NoteInHand(1, 1, 0);
        page.NoteHandled();
        Assert.Equal(4, page.EndSchedule(4 * PeriodNs));
        Assert.Equal((5, 4), (page.Counts.DueAt(100 * PeriodNs), page.Counts.Missed));

        page.BeginSchedule(200 * PeriodNs, PeriodNs / 2);
        Assert.Equal(5, page.Counts.DueAt(200 * PeriodNs - 1));
        Assert.Equal(8, page.Counts.DueAt(201 * PeriodNs));
    }

    [Fact]
    public void Handling_more_ticks_than_the_clock_allows_is_not_papered_over()
    {
        using var page = Own();
        page.BeginSchedule(0, PeriodNs);
        page.NoteInHand(ticks: 5, samples: 5, published: 0);
        page.NoteHandled();
        Assert.Equal(0, page.EndSchedule(2 * PeriodNs));
        Assert.Equal(-2, page.Counts.PendingAt(3 * PeriodNs));
        Assert.Equal(0, page.Recover(published: 5, 3 * PeriodNs));
        Assert.Equal(-2, page.Counts.PendingAt(3 * PeriodNs));
    }

    [Fact]
    public void Steps_out_of_order_are_refused()
    {
        using var page = Own();
        Assert.Throws<InvalidOperationException>(page.NoteHandled);
        page.BeginSchedule(0, PeriodNs);
        Assert.Throws<InvalidOperationException>(() => page.BeginSchedule(0, PeriodNs));
        Assert.Throws<ArgumentOutOfRangeException>(() => page.NoteInHand(1, 2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => page.NoteInHand(0, 0, 0));
        page.NoteInHand(1, 1, 0);
        Assert.Throws<InvalidOperationException>(() => page.NoteInHand(1, 1, 0));
        Assert.Throws<InvalidOperationException>(() => page.EndSchedule(PeriodNs));
    }

    [Fact]
    public void A_sensor_killed_at_any_store_twice_leaves_every_tick_published_or_missed()
    {
        // The second life is killed at every store as well, while it recovers from the first kill.
        int pairs = 0;
        int kills = Kill.AtEveryStore(first =>
        {
            bool survived = false;
            Kill.AtEveryStore(second =>
            {
                string path = _directory.File($"sensor-{pairs++}");
                var world = new World();
                survived = first.Clone().Survives(kill => Live(path, world, kill, fromTick: 0, brief: false));
                bool secondSurvived = second.Survives(kill => Live(path, world, kill, fromTick: 20, brief: true));
                using var last = SensorPage.TryOwn(path, FileSharing.OwnerOnly)!;
                last.Recover(world.Published, 50 * PeriodNs);
                long due = last.Counts.DueAt(50 * PeriodNs);
                last.EndSchedule(50 * PeriodNs);
                Assert.Equal(due, world.Published + last.Counts.Missed);
                Assert.Equal(due, last.Counts.HandledTick);
                // The second life's schedule runs from tick 20 to 50.
                if (secondSurvived) Assert.True(due >= 31, $"{due} due");
                return secondSurvived;
            });
            return survived;
        });
        Assert.True(kills > 40, $"only {kills} kills");
    }

    [Fact]
    public void Recovering_again_after_a_kill_in_recovery_changes_nothing_more()
    {
        string path = _directory.File("sensor");
        using (var page = Own())
        {
            page.BeginSchedule(0, PeriodNs);
            page.NoteInHand(ticks: 2, samples: 1, published: 0);
        }

        using var again = Own();
        Assert.Equal(2, again.Recover(published: 0, nowNs: PeriodNs));
        Assert.Equal(0, again.Recover(published: 0, nowNs: PeriodNs));
        Assert.Equal((2, 2), (again.Counts.HandledTick, again.Counts.Missed));
        Assert.False(again.Counts.IsInHand);
    }

    [Fact]
    public void A_reader_of_the_page_takes_a_published_step_as_handled_and_an_unpublished_one_as_pending()
    {
        string path = _directory.File("sensor");
        Assert.Null(SensorPage.TryRead(path, () => 0));
        using var page = Own();
        page.BeginSchedule(0, PeriodNs);
        page.NoteInHand(ticks: 3, samples: 1, published: 0);

        var before = SensorPage.TryRead(path, () => 0)!.Value.Counts;
        Assert.Equal((0, 0, 3), (before.HandledTick, before.Missed, before.PendingAt(2 * PeriodNs)));
        var after = SensorPage.TryRead(path, () => 1)!.Value.Counts;
        Assert.Equal((3, 2, 0), (after.HandledTick, after.Missed, after.PendingAt(2 * PeriodNs)));
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        using var page = Own();
        page.BeginSchedule(0, PeriodNs);
        Step(100);
        Assert.Equal(0, Allocated.FewestBytes(() => Step(10_000)));

        void Step(int count)
        {
            for (int i = 0; i < count; i++)
            {
                page.NoteInHand(1, 1, i);
                page.NoteHandled();
            }
        }
    }

    private SensorPage Own() => SensorPage.TryOwn(_directory.File("sensor"), FileSharing.OwnerOnly)!;

    /// <summary>One life of a sensor: recover, sample with a late step and a batch, change the rate, sample on.</summary>
    private static void Live(string path, World world, Kill kill, long fromTick, bool brief)
    {
        using var page = SensorPage.TryOwn(path, FileSharing.OwnerOnly, kill.Strike)!;
        page.Recover(world.Published, fromTick * PeriodNs);
        page.EndSchedule(fromTick * PeriodNs);
        page.BeginSchedule(fromTick * PeriodNs, PeriodNs);
        Step(ticks: 1, samples: 1);
        if (brief) return;
        Step(ticks: 4, samples: 1);
        Step(ticks: 3, samples: 3);
        Step(ticks: 1, samples: 0);
        page.EndSchedule((fromTick + 10) * PeriodNs);
        page.BeginSchedule((fromTick + 11) * PeriodNs, PeriodNs * 2);
        Step(ticks: 1, samples: 1);

        void Step(long ticks, int samples)
        {
            page.NoteInHand(ticks, samples, world.Published);
            kill.Strike();
            world.Published += samples;
            kill.Strike();
            page.NoteHandled();
        }
    }

    /// <summary>What outlives the process besides the page: the ring's cursor.</summary>
    private sealed class World
    {
        public long Published { get; set; }
    }
}
