namespace EdgeIpc.Spool;

/// <summary>What becomes of a job when the printer fails it: printer-error-policy as CUPS names its values.</summary>
public enum PrinterErrorPolicy
{
    /// <summary>Try the same job again after a pause; the others wait.</summary>
    RetryCurrentJob,

    /// <summary>Put the job back and try it again later; others go first.</summary>
    RetryJob,

    /// <summary>Give the job up.</summary>
    AbortJob,

    /// <summary>Keep the job and pause the printer until a person resumes it.</summary>
    StopPrinter,
}

/// <summary>What to do with a job that failed.</summary>
public abstract record RetryDecision
{
    private RetryDecision()
    {
    }

    /// <summary>The same job again after <paramref name="Pause"/>.</summary>
    public sealed record RetryCurrent(TimeSpan Pause) : RetryDecision;

    /// <summary>Back into the queue; not taken before <paramref name="Pause"/> is over.</summary>
    public sealed record RetryLater(TimeSpan Pause) : RetryDecision;

    /// <summary>The job is over.</summary>
    public sealed record Abort : RetryDecision;

    /// <summary>The job waits; the printer is paused.</summary>
    public sealed record StopPrinter : RetryDecision;
}

/// <summary>How soon a failed job is tried again. Pure: the loop asks, this computes.</summary>
/// <param name="ErrorPolicy">Default retry-current-job: a receipt printer has one paper, and order matters on it.</param>
public sealed record RetryPolicy(PrinterErrorPolicy ErrorPolicy = PrinterErrorPolicy.RetryCurrentJob)
{
    /// <summary>Failed attempts after which a job is given up whatever the policy; 1 to 100.</summary>
    public int MaxAttempts { get; init; } = 10;

    /// <summary>The pause after the first failure; it doubles with each further one.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest pause.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(5);

    /// <param name="failedAttempts">How often the job has failed by now, this time included; from 1.</param>
    /// <returns>With a pause, never a time: the wall clock may be set while it lasts.</returns>
    public RetryDecision NextAttempt(int failedAttempts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failedAttempts, 1);
        if (ErrorPolicy == PrinterErrorPolicy.StopPrinter) return new RetryDecision.StopPrinter();
        if (ErrorPolicy == PrinterErrorPolicy.AbortJob || failedAttempts >= MaxAttempts) return new RetryDecision.Abort();
        var pause = PauseAfter(failedAttempts);
        return ErrorPolicy == PrinterErrorPolicy.RetryJob ? new RetryDecision.RetryLater(pause) : new RetryDecision.RetryCurrent(pause);
    }

    /// <summary>The pause after a number of failures in a row, at most <see cref="LongestPause"/>.</summary>
    public TimeSpan PauseAfter(int failures)
    {
        // Doubling in floating point cannot overflow, however many failures there were.
        double pauseMs = FirstPause.TotalMilliseconds * Math.Pow(2, Math.Max(failures, 1) - 1);
        return TimeSpan.FromMilliseconds(Math.Min(pauseMs, LongestPause.TotalMilliseconds));
    }
}
