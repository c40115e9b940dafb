using EdgeIpc.Posix;

namespace EdgeIpc.Spool.Tests;

public sealed class SubmitTests : IDisposable
{
    private readonly TempSpool _temp = new(new SpoolLimits { DocumentBytes = 1_000, QueuedJobs = 5, SpoolBytes = 2_500 });

    [Fact]
    public void An_accepted_job_is_there_for_every_process_that_opens_the_spool()
    {
        var request = TempSpool.Text("a receipt") with { Copies = 2, Priority = 70, SubmittedBy = "mina" };

        var result = Assert.IsType<SubmitResult.Accepted>(_temp.Spool.Submit(request));

        using var other = _temp.Open();
        var job = other.Find(result.JobNumber)!;
        Assert.Equal(("a receipt", "mina", 2, 70, 9L), (job.Title, job.SubmittedBy, job.Copies, job.Priority, job.DocumentBytes));
        Assert.Equal((JobState.Pending, JobStateReason.None, DocumentFormat.Text), (job.State, job.Reason, job.Format));
        Assert.Equal(_temp.Time.GetUtcNow(), job.SubmittedAt);
    }

    [Fact]
    public void A_job_submitted_on_hold_waits_for_its_release()
    {
        long job = _temp.Accept(hold: true);

        Assert.Equal(JobState.PendingHeld, _temp.StateOf(job));
        Assert.Equal(JobStateReason.JobHoldUntilSpecified, _temp.Spool.Find(job)!.Reason);
    }

    [Fact]
    public void An_empty_document_is_refused() =>
        Assert.IsType<SubmitResult.Empty>(_temp.Spool.Submit(TempSpool.Text("")));

    [Fact]
    public void A_document_of_the_limit_is_taken_and_one_byte_more_is_refused()
    {
        Assert.IsType<SubmitResult.Accepted>(_temp.Spool.Submit(TempSpool.Text(new string('x', 1_000))));

        var refused = Assert.IsType<SubmitResult.TooLarge>(_temp.Spool.Submit(TempSpool.Text(new string('x', 1_001))));

        Assert.Equal((1_001, 1_000), (refused.DocumentBytes, refused.LimitBytes));
        Assert.Equal("The document has 1001 bytes; allowed are 1000.", refused.Sentence);
    }

    [Fact]
    public void A_full_queue_refuses_until_a_job_is_over()
    {
        var jobs = Enumerable.Range(0, 5).Select(_ => _temp.Accept()).ToList();

        var refused = Assert.IsType<SubmitResult.QueueFull>(_temp.Spool.Submit(TempSpool.Text("one more")));
        _temp.Spool.Cancel(jobs[0]);

        Assert.Equal((5, 5), (refused.WaitingJobs, refused.LimitJobs));
        Assert.IsType<SubmitResult.Accepted>(_temp.Spool.Submit(TempSpool.Text("one more")));
    }

    [Fact]
    public void A_full_spool_refuses_a_document_that_does_not_fit()
    {
        _temp.Accept(new string('a', 1_000));
        _temp.Accept(new string('b', 1_000));

        var refused = Assert.IsType<SubmitResult.SpoolFull>(_temp.Spool.Submit(TempSpool.Text(new string('c', 501))));

        Assert.Equal((2_000, 501, 2_500), (refused.WaitingBytes, refused.DocumentBytes, refused.LimitBytes));
        Assert.IsType<SubmitResult.Accepted>(_temp.Spool.Submit(TempSpool.Text(new string('c', 500))));
    }

    [Theory]
    [InlineData(0, 50, 1, "0 copies were asked for; allowed are 1 to 100.")]
    [InlineData(101, 50, 1, "101 copies were asked for; allowed are 1 to 100.")]
    [InlineData(1, 0, 1, "Priority 0 was asked for; allowed is 1 to 100.")]
    [InlineData(1, 101, 1, "Priority 101 was asked for; allowed is 1 to 100.")]
    [InlineData(1, 50, 201, "The title has 201 characters; allowed are 200.")]
    public void A_value_out_of_range_is_named_with_what_is_allowed(int copies, int priority, int titleChars, string sentence)
    {
        var request = TempSpool.Text("x") with { Copies = copies, Priority = priority, Title = new string('t', titleChars) };

        Assert.Equal(sentence, Assert.IsType<SubmitResult.Invalid>(_temp.Spool.Submit(request)).Sentence);
        Assert.Empty(_temp.Spool.Jobs(withFinished: true));
    }

    [Fact]
    public void A_title_cannot_carry_an_escape_sequence_to_the_terminal_of_others()
    {
        var result = _temp.Spool.Submit(TempSpool.Text("x") with { Title = "a\x1b[2Jb\nc" });

        Assert.Equal("a [2Jb c", _temp.Spool.Find(((SubmitResult.Accepted)result).JobNumber)!.Title);
    }

    [Fact]
    public void Numbers_count_up_and_are_never_given_twice()
    {
        using var temp = new TempSpool(new SpoolLimits { HistoryJobs = 0 });
        long first = temp.Accept();
        temp.Spool.Cancel(first);
        Assert.Null(temp.Spool.Find(first));
        temp.Reopen();

        Assert.Equal(first + 1, temp.Accept());
    }

    [Fact]
    public void A_submission_and_a_wish_wake_a_spooler_that_waits()
    {
        using var seat = _temp.Spool.TakeSeat()!;
        using var watch = seat.WatchForWork();
        using var other = _temp.Open();

        var accepted = (SubmitResult.Accepted)other.Submit(TempSpool.Text("x"));
        Assert.True(watch.Reset());
        other.Hold(accepted.JobNumber);
        Assert.True(watch.Reset());
        other.Hold(accepted.JobNumber);
        Assert.False(watch.Reset(), "a refused wish changes nothing");
        other.PausePrinter();
        Assert.True(watch.Reset());
    }

    [Fact]
    public void Limits_that_contradict_each_other_are_refused_at_start()
    {
        Assert.Null(new SpoolLimits().Validate());
        Assert.NotNull(new SpoolLimits { DocumentBytes = 0 }.Validate());
        Assert.NotNull(new SpoolLimits { DocumentBytes = 10, SpoolBytes = 9 }.Validate());
        Assert.NotNull(new SpoolLimits { QueuedJobs = 0 }.Validate());
        Assert.NotNull(new SpoolLimits { HistoryJobs = -1 }.Validate());
        Assert.NotNull(new SpoolLimits { HistoryBytes = -1 }.Validate());
        Assert.Throws<ArgumentException>(() => PrintSpool.Open(_temp.Path, FileSharing.OwnerOnly, new SpoolLimits { QueuedJobs = 0 }, _temp.Time));
    }

    public void Dispose() => _temp.Dispose();
}
