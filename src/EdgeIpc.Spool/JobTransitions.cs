namespace EdgeIpc.Spool;

/// <summary>What may be asked of a job. The first five come from people, the others from the spooler.</summary>
public enum JobOperation
{
    Hold,
    Release,
    Cancel,
    Restart,
    Move,

    /// <summary>The spooler takes the job to print it.</summary>
    Take,

    /// <summary>The printer does not go on (paper, cover, line).</summary>
    Stop,

    /// <summary>The printer goes on.</summary>
    Continue,

    /// <summary>Every band is confirmed.</summary>
    Complete,

    /// <summary>The job cannot be printed.</summary>
    Abort,

    /// <summary>A wanted cancel is honoured: the band in hand is through.</summary>
    FinishCancel,

    /// <summary>Back into the queue, to be tried again later.</summary>
    Requeue,

    /// <summary>Held for a person to decide, because parts may be on paper.</summary>
    SetAside,
}

/// <summary>What follows from an operation.</summary>
public abstract record JobDecision
{
    private JobDecision()
    {
    }

    /// <summary>The job's new state.</summary>
    public sealed record MoveTo(JobState State) : JobDecision;

    /// <summary>The wish is noted; the spooler honours it at the end of the band in hand.</summary>
    public sealed record Request : JobDecision;

    /// <summary>Nothing changes.</summary>
    /// <param name="Why">Ends a sentence that begins with "Job N".</param>
    public sealed record Refuse(string Why) : JobDecision;
}

/// <summary>The whole life of a job as one pure table.</summary>
public static class JobTransitions
{
    /// <summary>What an operation does to a job in a state. Every pair has an answer.</summary>
    public static JobDecision Decide(JobState state, JobOperation operation) => (state, operation) switch
    {
        (JobState.Pending, JobOperation.Hold) => To(JobState.PendingHeld),
        (JobState.PendingHeld, JobOperation.Hold) => Refuse("is held already."),
        (_, JobOperation.Hold) => Refuse(Because(state, "only a pending job can be held; pause the printer or cancel the job instead")),

        (JobState.PendingHeld, JobOperation.Release) => To(JobState.Pending),
        (_, JobOperation.Release) => Refuse(Because(state, "only a held job can be released")),

        (JobState.Pending or JobState.PendingHeld, JobOperation.Cancel) => To(JobState.Canceled),
        (JobState.Processing or JobState.ProcessingStopped, JobOperation.Cancel) => new JobDecision.Request(),
        (_, JobOperation.Cancel) => Refuse(Because(state, "it is over")),

        (JobState.Canceled or JobState.Aborted or JobState.Completed, JobOperation.Restart) => To(JobState.Pending),
        (_, JobOperation.Restart) => Refuse(Because(state, "only a job that is over can be restarted")),

        (JobState.Pending or JobState.PendingHeld, JobOperation.Move) => To(state),
        (_, JobOperation.Move) => Refuse(Because(state, "only a waiting job has a place in the queue")),

        // A job that a killed spooler left behind is taken again by the next one.
        (JobState.Pending or JobState.Processing or JobState.ProcessingStopped, JobOperation.Take) => To(JobState.Processing),
        (JobState.Processing or JobState.ProcessingStopped, JobOperation.Stop) => To(JobState.ProcessingStopped),
        (JobState.Processing or JobState.ProcessingStopped, JobOperation.Continue) => To(JobState.Processing),
        // The last confirmation may come before anybody saw that the printer is ready again.
        (JobState.Processing or JobState.ProcessingStopped, JobOperation.Complete) => To(JobState.Completed),
        (JobState.Processing or JobState.ProcessingStopped, JobOperation.Abort) => To(JobState.Aborted),
        (JobState.Processing or JobState.ProcessingStopped, JobOperation.FinishCancel) => To(JobState.Canceled),
        (JobState.Processing or JobState.ProcessingStopped, JobOperation.Requeue) => To(JobState.Pending),
        (JobState.Processing or JobState.ProcessingStopped, JobOperation.SetAside) => To(JobState.PendingHeld),
        _ => Refuse(Because(state, "the spooler does this only to a job in its hands")),
    };

    private static JobDecision.MoveTo To(JobState state) => new(state);

    private static JobDecision.Refuse Refuse(string why) => new(why);

    private static string Because(JobState state, string rule) => $"is {state.Keyword()}: {rule}.";
}
