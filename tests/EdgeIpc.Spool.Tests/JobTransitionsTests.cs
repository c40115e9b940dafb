namespace EdgeIpc.Spool.Tests;

public sealed class JobTransitionsTests
{
    // Columns: pending, pending-held, processing, processing-stopped, canceled, aborted, completed.
    // P H R S C A D are the states a job moves to; ? is a request that the spooler honours later; - is a refusal.
    private static readonly Dictionary<JobOperation, string> Table = new()
    {
        [JobOperation.Hold] = "H------",
        [JobOperation.Release] = "-P-----",
        [JobOperation.Cancel] = "CC??---",
        [JobOperation.Restart] = "----PPP",
        [JobOperation.Move] = "PH-----",
        [JobOperation.Take] = "R-RR---",
        [JobOperation.Stop] = "--SS---",
        [JobOperation.Continue] = "--RR---",
        [JobOperation.Complete] = "--DD---",
        [JobOperation.Abort] = "--AA---",
        [JobOperation.FinishCancel] = "--CC---",
        [JobOperation.Requeue] = "--PP---",
        [JobOperation.SetAside] = "--HH---",
    };

    private static readonly Dictionary<char, JobState> Letters = new()
    {
        ['P'] = JobState.Pending,
        ['H'] = JobState.PendingHeld,
        ['R'] = JobState.Processing,
        ['S'] = JobState.ProcessingStopped,
        ['C'] = JobState.Canceled,
        ['A'] = JobState.Aborted,
        ['D'] = JobState.Completed,
    };

    public static TheoryData<JobState, JobOperation> Everything()
    {
        var all = new TheoryData<JobState, JobOperation>();
        foreach (var state in Enum.GetValues<JobState>())
        {
            foreach (var operation in Enum.GetValues<JobOperation>()) all.Add(state, operation);
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Every_operation_has_its_answer_in_every_state(JobState state, JobOperation operation)
    {
        char expected = Table[operation][(int)state - (int)JobState.Pending];

        var decision = JobTransitions.Decide(state, operation);

        if (expected == '?')
        {
            Assert.IsType<JobDecision.Request>(decision);
        }
        else if (expected == '-')
        {
            // A refusal ends the sentence "Job 7 ..." and says what state the job is in.
            string why = Assert.IsType<JobDecision.Refuse>(decision).Why;
            Assert.StartsWith("is ", why, StringComparison.Ordinal);
            Assert.EndsWith(".", why, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(Letters[expected], Assert.IsType<JobDecision.MoveTo>(decision).State);
        }
    }

    [Fact]
    public void A_refusal_names_the_state_and_the_rule() => Assert.Equal(
        new JobDecision.Refuse("is completed: only a held job can be released."),
        JobTransitions.Decide(JobState.Completed, JobOperation.Release));

    [Fact]
    public void Only_a_restart_leaves_a_finished_state() => Assert.All(
        Enum.GetValues<JobState>().Where(state => state.IsFinished()),
        state => Assert.All(
            Enum.GetValues<JobOperation>().Where(operation => operation != JobOperation.Restart),
            operation => Assert.IsType<JobDecision.Refuse>(JobTransitions.Decide(state, operation))));

    [Fact]
    public void States_have_the_numbers_and_keywords_of_RFC_8011() => Assert.Equal(
        [(3, "pending"), (4, "pending-held"), (5, "processing"), (6, "processing-stopped"), (7, "canceled"), (8, "aborted"), (9, "completed")],
        Enum.GetValues<JobState>().Select(state => ((int)state, state.Keyword())));

    [Fact]
    public void Every_keyword_reads_back_as_what_it_stands_for()
    {
        Assert.All(Enum.GetValues<JobState>(), state => Assert.Equal(state, JobKeywords.ParseState(state.Keyword())));
        Assert.All(Enum.GetValues<JobStateReason>(), reason => Assert.Equal(reason, JobKeywords.ParseReason(reason.Keyword())));
        Assert.Throws<InvalidDataException>(() => JobKeywords.ParseState("printing"));
        Assert.Throws<InvalidDataException>(() => JobKeywords.ParseReason("because"));
    }

    [Fact]
    public void Several_printer_reasons_have_a_keyword_each()
    {
        Assert.Equal(["none"], PrinterStateReasons.None.Keywords());
        Assert.Equal(["paused", "media-empty", "cover-open"],
            (PrinterStateReasons.CoverOpen | PrinterStateReasons.MediaEmpty | PrinterStateReasons.Paused).Keywords());
    }
}
