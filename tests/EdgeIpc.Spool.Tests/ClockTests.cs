namespace EdgeIpc.Spool.Tests;

/// <summary>A Pi has no clock of its own: it may wake a year back, or be set forward. Order, pauses and the history's size must not care.</summary>
public sealed class ClockTests : IDisposable
{
    private readonly TempSpool _temp = new(new SpoolLimits { HistoryJobs = 3, HistoryAge = TimeSpan.FromDays(10) });

    private PrintSpool Spool => _temp.Spool;

    [Fact]
    public void A_clock_set_back_a_year_changes_neither_order_nor_history_nor_pauses()
    {
        using var seat = Spool.TakeSeat()!;
        long[] before = [.. Enumerable.Range(0, 3).Select(_ => Finish(seat))];
        long waiting = _temp.Accept(), deferred = _temp.Accept(priority: 90);
        Assert.Equal(deferred, seat.TakeNext()!.Job.Number);
        seat.NoteFailure(deferred, "The cutter is stuck.", TimeSpan.FromSeconds(30));

        _temp.SetClock(TimeSpan.FromDays(-365));

        // Who came first is still first, and a pause of half a minute is not one of a year.
        long later = _temp.Accept();
        Assert.Equal([deferred, waiting, later], Spool.Jobs(withFinished: false).Select(job => job.Number));
        Assert.Equal(waiting, seat.TakeNext()!.Job.Number);
        seat.Complete(waiting);
        _temp.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(deferred, seat.TakeNext()!.Job.Number);
        seat.Complete(deferred);
        // The last to be finished is the last in the history, whatever its time says; the oldest are forgotten first.
        Assert.Equal([later, deferred, waiting, before[2]], Spool.Jobs(withFinished: true).Select(job => job.Number));
        Assert.Equal(5, Spool.Totals().Jobs.Completed);
        Assert.True(Spool.Find(deferred)!.FinishedAt < Spool.Find(before[2])!.FinishedAt);
    }

    [Fact]
    public void The_history_forgets_by_age_when_a_job_ends_and_when_a_spooler_starts()
    {
        using (var seat = Spool.TakeSeat()!)
        {
            long old = Finish(seat);
            _temp.Time.Advance(TimeSpan.FromDays(9));
            long young = Finish(seat);
            Assert.Equal([young, old], Spool.Jobs(withFinished: true).Select(job => job.Number));

            _temp.Time.Advance(TimeSpan.FromDays(2));
            long today = Finish(seat);
            Assert.Equal([today, young], Spool.Jobs(withFinished: true).Select(job => job.Number));
        }

        _temp.Time.Advance(TimeSpan.FromDays(11));
        using var next = Spool.TakeSeat();
        Assert.Empty(Spool.Jobs(withFinished: true));
        Assert.Equal(3, Spool.Totals().Jobs.Completed);
        Assert.Equal(3, Spool.Totals().Bands.BandsConfirmed);
    }

    [Fact]
    public void A_clock_set_forward_forgets_finished_jobs_early_and_never_a_waiting_one()
    {
        using var seat = Spool.TakeSeat()!;
        Finish(seat);
        long waiting = _temp.Accept();

        _temp.SetClock(TimeSpan.FromDays(365));
        long last = Finish(seat, waiting);

        Assert.Equal([last], Spool.Jobs(withFinished: true).Select(job => job.Number));
    }

    public void Dispose() => _temp.Dispose();

    private long Finish(SpoolerSeat seat, long? job = null)
    {
        long number = job ?? _temp.Accept();
        Assert.Equal(number, seat.TakeNext()!.Job.Number);
        seat.NoteConfirmed(seat.NoteSent(TempSpool.Band(number, 0)));
        seat.Complete(number);
        return number;
    }
}
