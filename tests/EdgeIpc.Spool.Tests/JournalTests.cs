namespace EdgeIpc.Spool.Tests;

public sealed class JournalTests : IDisposable
{
    private readonly TempSpool _temp = new();

    [Fact]
    public void A_spooler_that_died_leaves_its_job_and_journal_to_the_next_one()
    {
        long job = _temp.Accept("first");
        long later = _temp.Accept("urgent", priority: 100);
        _temp.Spool.Hold(later);
        using (var dying = _temp.Spool.TakeSeat()!)
        {
            dying.TakeNext();
            long printed = dying.NoteSent(TempSpool.Band(job, 0), planHash: 0xFFFF_0000_1234_5678);
            dying.NoteSent(TempSpool.Band(job, 1), new[] { new ConfirmedBand(printed) });
        }

        _temp.Spool.Release(later);
        _temp.Reopen();
        using var seat = _temp.Spool.TakeSeat()!;
        var taken = seat.TakeNext()!;

        Assert.Equal((job, 0xFFFF_0000_1234_5678), (taken.Job.Number, taken.Job.PlanHash!.Value));
        Assert.Equal([(0, BandFate.Confirmed), (1, BandFate.Unconfirmed)], taken.Bands.Select(band => (band.BandIndex, band.Fate)));
    }

    [Fact]
    public void A_band_that_is_sent_again_keeps_its_serial_and_counts_as_reprinted()
    {
        long job = Claim();
        using var seat = _temp.Spool.TakeSeat()!;

        long first = seat.NoteSent(TempSpool.Band(job, 0));
        long again = seat.NoteSent(TempSpool.Band(job, 0));

        Assert.Equal(first, again);
        var bands = _temp.Spool.Totals().Bands;
        Assert.Equal((1, 1, 24), (bands.BandsSent, bands.BandsReprinted, bands.RowsUnconfirmed));
    }

    [Fact]
    public void A_late_confirmation_of_the_first_sending_counts_once()
    {
        long job = Claim();
        using var seat = _temp.Spool.TakeSeat()!;
        long serial = seat.NoteSent(TempSpool.Band(job, 0));
        seat.NoteSent(TempSpool.Band(job, 0));

        seat.NoteConfirmed(serial, serial, 4_711);
        seat.NoteConfirmed(serial);

        var bands = _temp.Spool.Totals().Bands;
        Assert.Equal((1, 0, 24), (bands.BandsConfirmed, bands.BandsUnconfirmed, bands.RowsConfirmed));
    }

    [Fact]
    public void A_cut_is_never_noted_as_sent_twice()
    {
        long job = Claim();
        using var seat = _temp.Spool.TakeSeat()!;
        seat.NoteSent(TempSpool.Band(job, 0, rows: 0, repeatable: false));

        Assert.Throws<InvalidOperationException>(() => seat.NoteSent(TempSpool.Band(job, 0, rows: 0, repeatable: false)));
    }

    [Fact]
    public void A_confirmed_band_is_never_noted_as_sent_again()
    {
        long job = Claim();
        using var seat = _temp.Spool.TakeSeat()!;
        seat.NoteConfirmed(seat.NoteSent(TempSpool.Band(job, 0)));

        Assert.Throws<InvalidOperationException>(() => seat.NoteSent(TempSpool.Band(job, 0)));
    }

    [Fact]
    public void A_job_that_is_left_in_the_middle_owes_the_paper_a_mark_until_it_is_printed()
    {
        long job = Claim();
        using var seat = _temp.Spool.TakeSeat()!;
        seat.NoteConfirmed(seat.NoteSent(TempSpool.Band(job, 0)));
        Assert.Null(seat.Unfinished());

        seat.FinishCancel(job);
        _temp.Reopen();

        using var next = TakeFreedSeat(seat);
        Assert.Equal(new UnfinishedJob("hello", IsCanceled: true), next.Unfinished());
        next.NoteMarked();
        Assert.Null(next.Unfinished());
    }

    [Fact]
    public void A_job_that_never_began_on_paper_owes_no_mark()
    {
        long job = Claim();
        using var seat = _temp.Spool.TakeSeat()!;

        seat.Abort(job, JobStateReason.DocumentFormatError, "not ESC/POS");

        Assert.Null(seat.Unfinished());
    }

    [Fact]
    public void Unconfirmed_bands_are_listed_in_the_order_of_their_plan()
    {
        long job = Claim();
        using var seat = _temp.Spool.TakeSeat()!;
        long first = seat.NoteSent(TempSpool.Band(job, 0));
        long cut = seat.NoteSent(TempSpool.Band(job, 1, repeatable: false));
        long last = seat.NoteSent(TempSpool.Band(job, 2));
        seat.NoteConfirmed(first);
        seat.NoteAbandoned(cut);

        Assert.Equal([(last, job, 2)], seat.UnconfirmedBands().Select(band => (band.Serial, band.JobNumber, band.BandIndex)));
    }

    [Fact]
    public void A_job_with_an_unconfirmed_band_is_not_complete()
    {
        long job = Claim();
        using var seat = _temp.Spool.TakeSeat()!;
        long serial = seat.NoteSent(TempSpool.Band(job, 0));

        Assert.Throws<InvalidOperationException>(() => seat.Complete(job));
        seat.NoteConfirmed(serial);
        seat.Complete(job);

        Assert.Equal((JobState.Completed, JobStateReason.JobCompletedSuccessfully), (_temp.StateOf(job), _temp.Spool.Find(job)!.Reason));
    }

    [Fact]
    public void A_resync_closes_the_longest_command_that_may_be_open_also_of_a_canceled_job()
    {
        long job = Claim();
        using var seat = _temp.Spool.TakeSeat()!;
        Assert.Equal(0, seat.OpenCommandBytes());
        seat.NoteSent(TempSpool.Band(job, 0) with { OpenCommandBytes = 500 });
        seat.NoteSent(TempSpool.Band(job, 1) with { OpenCommandBytes = 200 });
        Assert.Equal(500, seat.OpenCommandBytes());

        _temp.Spool.Cancel(job);
        seat.FinishCancel(job);
        _temp.Reopen();
        using var next = TakeFreedSeat(seat);
        Assert.Equal(500, next.OpenCommandBytes());

        next.NoteSynced();
        Assert.Equal(0, next.OpenCommandBytes());
    }

    [Fact]
    public void Two_spools_call_their_bands_by_different_serials()
    {
        using var other = new TempSpool();
        var serials = new List<long>();
        foreach (var temp in (TempSpool[])[_temp, other])
        {
            long job = temp.Accept();
            using var seat = temp.Spool.TakeSeat()!;
            seat.TakeNext();
            serials.Add(seat.NoteSent(TempSpool.Band(job, 0)));
        }

        Assert.NotEqual(serials[0], serials[1]);
    }

    [Fact]
    public void Confirmed_bands_leave_nothing_open()
    {
        long job = Claim();
        using var seat = _temp.Spool.TakeSeat()!;
        long serial = seat.NoteSent(TempSpool.Band(job, 0) with { OpenCommandBytes = 500 });

        seat.NoteConfirmed(serial);

        Assert.Equal(0, seat.OpenCommandBytes());
    }

    [Fact]
    public void A_job_that_was_put_back_is_not_taken_before_its_time_and_remembers_its_failures()
    {
        long job = Claim();
        using var seat = _temp.Spool.TakeSeat()!;

        var failed = seat.NoteFailure(job, "The cutter is stuck.", TimeSpan.FromSeconds(2));

        Assert.Equal((JobState.Pending, 1, "The cutter is stuck."), (failed.State, failed.FailedAttempts, failed.Message));
        Assert.Null(seat.TakeNext());
        _temp.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, seat.TakeNext()!.Job.FailedAttempts);
        Assert.Equal(2, seat.NoteFailure(job, "again").FailedAttempts);
        Assert.Equal(JobState.ProcessingStopped, _temp.StateOf(job));
        seat.ForgiveFailures(job);
        Assert.Equal(0, _temp.Spool.Find(job)!.FailedAttempts);
    }

    [Fact]
    public void A_job_that_waits_for_paper_is_processing_stopped_and_goes_on()
    {
        long job = Claim();
        using var seat = _temp.Spool.TakeSeat()!;

        seat.NoteStopped(job, "The paper is out.");
        Assert.Equal((JobState.ProcessingStopped, JobStateReason.PrinterStopped), (_temp.StateOf(job), _temp.Spool.Find(job)!.Reason));
        seat.NoteContinued(job);
        Assert.Equal((JobState.Processing, JobStateReason.JobPrinting), (_temp.StateOf(job), _temp.Spool.Find(job)!.Reason));
    }

    [Fact]
    public void Steps_about_a_job_that_is_not_in_hand_are_refused()
    {
        long job = _temp.Accept();
        using var seat = _temp.Spool.TakeSeat()!;

        Assert.Throws<InvalidOperationException>(() => seat.NoteSent(TempSpool.Band(job, 0)));
        Assert.Throws<InvalidOperationException>(() => seat.Complete(job));
        Assert.Throws<InvalidOperationException>(() => seat.SetAside(job, ""));
    }

    [Fact]
    public void An_idle_spooler_writes_nothing_to_the_disk()
    {
        using var seat = _temp.Spool.TakeSeat()!;
        var before = File.GetLastWriteTimeUtc($"{_temp.Database}-wal");
        long lengthBefore = new FileInfo($"{_temp.Database}-wal").Length;

        for (int i = 0; i < 100; i++) Assert.Null(seat.TakeNext());

        Assert.Equal((before, lengthBefore), (File.GetLastWriteTimeUtc($"{_temp.Database}-wal"), new FileInfo($"{_temp.Database}-wal").Length));
    }

    public void Dispose() => _temp.Dispose();

    private long Claim()
    {
        long job = _temp.Accept();
        using var seat = _temp.Spool.TakeSeat()!;
        Assert.Equal(job, seat.TakeNext()!.Job.Number);
        return job;
    }

    private SpoolerSeat TakeFreedSeat(SpoolerSeat old)
    {
        old.Dispose();
        return _temp.Spool.TakeSeat()!;
    }
}
