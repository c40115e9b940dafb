namespace EdgeIpc.Spool.Tests;

public sealed class ManageTests : IDisposable
{
    private readonly TempSpool _temp = new();

    private PrintSpool Spool => _temp.Spool;

    [Fact]
    public void A_held_job_is_passed_over_until_it_is_released()
    {
        long held = _temp.Accept(), next = _temp.Accept();
        using var seat = Spool.TakeSeat()!;

        Assert.Equal(JobState.PendingHeld, Assert.IsType<ManageResult.Done>(Spool.Hold(held)).Job.State);
        Assert.Equal(next, seat.TakeNext()!.Job.Number);
        seat.Complete(next);
        Assert.Null(seat.TakeNext());
        Spool.Release(held);

        Assert.Equal(held, seat.TakeNext()!.Job.Number);
    }

    [Fact]
    public void Jobs_are_taken_by_priority_and_then_by_age()
    {
        long low = _temp.Accept(priority: 10), first = _temp.Accept(), second = _temp.Accept(), urgent = _temp.Accept(priority: 90);

        Assert.Equal([urgent, first, second, low], TakeAll());
    }

    [Fact]
    public void A_moved_job_comes_before_its_equals_and_another_one_before_that()
    {
        long a = _temp.Accept(), b = _temp.Accept(), c = _temp.Accept(), urgent = _temp.Accept(priority: 60);

        Spool.Move(b);
        Spool.Move(c);
        Spool.Move(a, priority: 60);

        Assert.Equal([a, urgent, c, b], Spool.Jobs(withFinished: false).Select(job => job.Number));
        Assert.Equal([a, urgent, c, b], TakeAll());
    }

    [Fact]
    public void A_job_can_be_moved_directly_before_another_one_whose_priority_it_takes()
    {
        long a = _temp.Accept(), b = _temp.Accept(), c = _temp.Accept(), low = _temp.Accept(priority: 10);

        Assert.IsType<ManageResult.Done>(Spool.MoveBefore(c, b));
        Assert.Equal([a, c, b, low], Spool.Jobs(withFinished: false).Select(job => job.Number));
        Assert.Equal(50, Assert.IsType<ManageResult.Done>(Spool.MoveBefore(low, a)).Job.Priority);
        Spool.Move(b);
        Spool.MoveBefore(a, c);
        long later = _temp.Accept();

        Assert.Equal([b, low, a, c, later], Spool.Jobs(withFinished: false).Select(job => job.Number));
        Assert.Equal([b, low, a, c, later], TakeAll());
    }

    [Fact]
    public void A_move_before_a_job_that_has_no_place_is_refused_with_the_reason()
    {
        long a = _temp.Accept(), over = _temp.Accept();
        Spool.Cancel(over);

        Assert.Equal($"Job {over} is canceled: only a waiting job has a place in the queue.", Assert.IsType<ManageResult.Refused>(Spool.MoveBefore(a, over)).Sentence);
        Assert.Equal($"Job {a} cannot be moved before itself.", Assert.IsType<ManageResult.Refused>(Spool.MoveBefore(a, a)).Sentence);
        Assert.IsType<ManageResult.NoSuchJob>(Spool.MoveBefore(a, 77));
        Assert.IsType<ManageResult.NoSuchJob>(Spool.MoveBefore(77, a));
    }

    [Fact]
    public void A_finished_job_says_what_it_took()
    {
        long job = _temp.Accept();
        using var seat = Spool.TakeSeat()!;
        seat.TakeNext();
        long first = seat.NoteSent(TempSpool.Band(job, 0, rows: 10) with { Bytes = 100 });
        long second = seat.NoteSent(TempSpool.Band(job, 1, rows: 20) with { Bytes = 200 });
        seat.NoteSent(TempSpool.Band(job, 1, rows: 20) with { Bytes = 210 });
        seat.Complete(job, new ConfirmedBand[] { new(first, 400), new(second, 600) }, new MotorStops(3, MotorStopSource.Printer));

        Assert.Equal(new JobCost(Rows: 30, Bands: 2, LineBytes: 510, BandsReprinted: 1, TimeSpan.FromSeconds(1), new MotorStops(3, MotorStopSource.Printer)), Spool.Find(job)!.Cost);
    }

    [Fact]
    public void A_marked_run_does_not_repeat_a_cut_and_a_restart_does()
    {
        long job = _temp.Accept();
        using var seat = Spool.TakeSeat()!;
        var claimed = seat.TakeNext()!;
        seat.NoteSent(TempSpool.Band(job, 0));
        seat.NoteSent(TempSpool.Band(job, 1, rows: 0, repeatable: false));

        var marked = seat.BeginMarked(claimed);
        Assert.True(marked.Job.BeginsMarked);
        Assert.Empty(marked.Bands);
        Assert.Equal([1], marked.DoneBefore.Select(band => band.BandIndex));
        Assert.Equal(0, Spool.Totals().Bands.BandsUnconfirmed);
        seat.Complete(job);

        Spool.Restart(job);
        Assert.Empty(seat.TakeNext()!.DoneBefore);
    }

    [Fact]
    public void A_waiting_job_is_canceled_at_once()
    {
        long job = _temp.Accept();

        var done = Assert.IsType<ManageResult.Done>(Spool.Cancel(job));

        Assert.Equal((JobState.Canceled, JobStateReason.JobCanceledByUser), (done.Job.State, done.Job.Reason));
        Assert.Equal(_temp.Time.GetUtcNow(), done.Job.FinishedAt);
    }

    [Fact]
    public void A_cancel_of_the_job_in_hand_is_a_request_that_the_spooler_honours()
    {
        long job = _temp.Accept();
        using var seat = Spool.TakeSeat()!;
        seat.TakeNext();
        Assert.False(seat.IsCancelRequested(job));

        Assert.True(Assert.IsType<ManageResult.Requested>(Spool.Cancel(job)).Job.CancelRequested);

        Assert.True(seat.IsCancelRequested(job));
        Assert.Equal(JobState.Processing, _temp.StateOf(job));
        seat.FinishCancel(job);
        Assert.Equal(JobState.Canceled, _temp.StateOf(job));
        Assert.False(Spool.Find(job)!.CancelRequested);
    }

    [Fact]
    public void A_finished_job_is_printed_again_from_its_beginning()
    {
        long job = _temp.Accept("again");
        using var seat = Spool.TakeSeat()!;
        seat.TakeNext();
        seat.NoteConfirmed(seat.NoteSent(TempSpool.Band(job, 0), planHash: 7));
        seat.Complete(job);

        Assert.Equal(JobState.Pending, Assert.IsType<ManageResult.Done>(Spool.Restart(job)).Job.State);

        var taken = seat.TakeNext()!;
        Assert.Equal((2, null, 0), (taken.Job.Run, taken.Job.PlanHash, taken.Bands.Count));
        Assert.Equal("again"u8, taken.Document);
        Assert.False(taken.Job.BeginsMarked);
    }

    [Fact]
    public void A_job_whose_document_is_no_longer_kept_cannot_be_restarted()
    {
        using var temp = new TempSpool(new SpoolLimits { HistoryBytes = 10 });
        long old = temp.Accept("123456"), young = temp.Accept("123456");
        temp.Spool.Cancel(old);
        temp.Time.Advance(TimeSpan.FromSeconds(1));
        temp.Spool.Cancel(young);

        Assert.Equal($"Job {old} cannot be restarted: its document is no longer kept.", Assert.IsType<ManageResult.Refused>(temp.Spool.Restart(old)).Sentence);
        Assert.IsType<ManageResult.Done>(temp.Spool.Restart(young));
    }

    [Fact]
    public void A_restart_needs_a_place_in_the_queue()
    {
        using var temp = new TempSpool(new SpoolLimits { QueuedJobs = 1 });
        long job = temp.Accept();
        temp.Spool.Cancel(job);
        temp.Accept();

        Assert.Equal("The queue is full: 1 jobs wait, allowed are 1.", Assert.IsType<ManageResult.Refused>(temp.Spool.Restart(job)).Sentence);
    }

    [Fact]
    public void A_wish_about_a_job_that_is_not_there_says_so()
    {
        Assert.Equal("There is no job 7 in the spool.", Assert.IsType<ManageResult.NoSuchJob>(Spool.Hold(7)).Sentence);
        Assert.IsType<ManageResult.NoSuchJob>(Spool.Restart(7));
    }

    [Fact]
    public void A_refused_wish_changes_nothing()
    {
        long job = _temp.Accept();
        var before = Spool.Find(job);

        Assert.Equal($"Job {job} is pending: only a held job can be released.", Assert.IsType<ManageResult.Refused>(Spool.Release(job)).Sentence);
        Assert.IsType<ManageResult.Refused>(Spool.Move(job, priority: 101));

        Assert.Equal(before, Spool.Find(job));
    }

    [Fact]
    public void A_job_set_aside_as_possibly_printed_goes_on_marked_when_a_person_releases_it()
    {
        long job = _temp.Accept();
        using var seat = Spool.TakeSeat()!;
        seat.TakeNext();
        seat.NoteSent(TempSpool.Band(job, 0));
        seat.SetAside(job, "The plan differs.");
        Assert.Equal((JobState.PendingHeld, JobStateReason.PossiblyPrinted), (_temp.StateOf(job), Spool.Find(job)!.Reason));

        Spool.Release(job);

        var taken = seat.TakeNext()!;
        Assert.True(taken.Job.BeginsMarked);
        Assert.Equal((2, 0), (taken.Job.Run, taken.Bands.Count));
        Assert.Equal((0, 1), (Spool.Totals().Bands.BandsUnconfirmed, Spool.Totals().Bands.BandsAbandoned));
    }

    [Fact]
    public void A_paused_printer_gives_no_job_but_the_spool_takes_them()
    {
        using var seat = Spool.TakeSeat()!;
        Assert.True(Spool.PausePrinter());
        Assert.False(Spool.PausePrinter());
        long job = _temp.Accept();

        Assert.Null(seat.TakeNext());
        Assert.True(seat.IsPaused());
        Assert.Equal((PrinterState.Stopped, PrinterStateReasons.Paused), (Spool.Printer().State, Spool.Printer().Reasons));

        Assert.True(Spool.ResumePrinter());
        Assert.False(Spool.ResumePrinter());
        Assert.Equal(job, seat.TakeNext()!.Job.Number);
    }

    [Fact]
    public void The_printers_state_is_what_the_spooler_reported_last()
    {
        using var seat = Spool.TakeSeat()!;
        seat.ReportPrinter(PrinterState.Stopped, PrinterStateReasons.MediaEmpty | PrinterStateReasons.CoverOpen, "Close the cover.");

        using var other = _temp.Open();
        var status = other.Printer();

        Assert.Equal((PrinterState.Stopped, PrinterStateReasons.MediaEmpty | PrinterStateReasons.CoverOpen), (status.State, status.Reasons));
        Assert.Equal(("Close the cover.", false, _temp.Time.GetUtcNow()), (status.Message, status.IsPaused, status.ChangedAt));
    }

    [Fact]
    public void The_history_forgets_the_oldest_jobs_but_not_their_counts()
    {
        using var temp = new TempSpool(new SpoolLimits { HistoryJobs = 2 });
        using var seat = temp.Spool.TakeSeat()!;
        long canceled = temp.Accept();
        temp.Spool.Cancel(canceled);
        for (int i = 0; i < 4; i++)
        {
            temp.Time.Advance(TimeSpan.FromSeconds(1));
            long job = temp.Accept();
            seat.TakeNext();
            long serial = seat.NoteSent(TempSpool.Band(job, 0, rows: 10));
            seat.NoteSent(TempSpool.Band(job, 0, rows: 10));
            seat.NoteSent(TempSpool.Band(job, 1, rows: 3, repeatable: false));
            seat.NoteConfirmed(serial);
            if (i == 0) seat.Abort(job, JobStateReason.AbortedBySystem, "no good");
            else FinishAfterAbandoning(seat, job, serial + 1);
        }

        Assert.Equal(2, temp.Spool.Jobs(withFinished: true).Count);
        Assert.Equal(new JobTotals(0, 0, 0, 0, Canceled: 1, Aborted: 1, Completed: 3), temp.Spool.Totals().Jobs);
        Assert.Equal(new BandTotals(BandsConfirmed: 4, 0, BandsAbandoned: 4, BandsReprinted: 4, RowsConfirmed: 40, 0, RowsAbandoned: 12), temp.Spool.Totals().Bands);
    }

    public void Dispose() => _temp.Dispose();

    private static void FinishAfterAbandoning(SpoolerSeat seat, long job, long serial)
    {
        seat.NoteAbandoned(serial);
        seat.Complete(job);
    }

    private List<long> TakeAll()
    {
        using var seat = Spool.TakeSeat()!;
        var taken = new List<long>();
        while (seat.TakeNext() is { } claimed)
        {
            taken.Add(claimed.Job.Number);
            seat.Complete(claimed.Job.Number);
        }

        return taken;
    }
}
