namespace EdgeIpc.Spool;

/// <summary>A job as the spool knows it, without its document.</summary>
public sealed record Job
{
    /// <summary>Counts up from 1; never given twice.</summary>
    public required long Number { get; init; }
    public required string Title { get; init; }
    public required string SubmittedBy { get; init; }
    public required DocumentFormat Format { get; init; }
    public required long DocumentBytes { get; init; }

    /// <summary>1 to <see cref="SpoolLimits.MaxCopies"/>.</summary>
    public required int Copies { get; init; }

    /// <summary>1 to 100; 100 is printed first.</summary>
    public required int Priority { get; init; }
    public required JobState State { get; init; }
    public required JobStateReason Reason { get; init; }

    /// <summary>All that holds, as IPP's job-state-reasons lists it.</summary>
    public IReadOnlyList<JobStateReason> Reasons =>
        CancelRequested && !State.IsFinished() ? [Reason, JobStateReason.ProcessingToStopPoint] : [Reason];

    /// <summary>One sentence about the state for people, or empty.</summary>
    public required string Message { get; init; }

    /// <summary>What its paper lacks, told when it was submitted: characters that print as a box; or empty.</summary>
    public string Warning { get; init; } = "";

    /// <summary>A person wants the job canceled while it is being printed.</summary>
    public required bool CancelRequested { get; init; }

    /// <summary>Counts restarts: the bands of an earlier run say nothing about this one. From 1.</summary>
    public required int Run { get; init; }

    /// <summary>Parts of an earlier, unfinished run may be on paper: the next one begins with a mark.</summary>
    public required bool BeginsMarked { get; init; }

    /// <summary>How often the printer failed the job in a row.</summary>
    public required int FailedAttempts { get; init; }

    /// <summary>The band plan that the journal of this run is about, or null before the first band.</summary>
    public required ulong? PlanHash { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }
    public required DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What the submitter wants if the spooler dies while it is printed; null for what the settings say.</summary>
    public required CrashPolicy? AfterCrash { get; init; }

    /// <summary>The run with which the present printing began; later ones go on with it under a mark.</summary>
    public required int FirstRun { get; init; }

    /// <summary>What it took in all its runs; zeros until it is over.</summary>
    public required JobCost Cost { get; init; }
}

/// <summary>What became of a wish about a job.</summary>
public abstract record ManageResult
{
    private ManageResult()
    {
    }

    /// <summary>Done; the job as it is now.</summary>
    public sealed record Done(Job Job) : ManageResult;

    /// <summary>Noted; the spooler does it at the end of the band in hand.</summary>
    public sealed record Requested(Job Job) : ManageResult;

    /// <summary>Nothing changed.</summary>
    public sealed record Refused(string Sentence) : ManageResult;

    /// <summary>No job has this number, or it is forgotten by now.</summary>
    public sealed record NoSuchJob(long JobNumber) : ManageResult
    {
        public string Sentence => $"There is no job {JobNumber} in the spool.";
    }
}
