namespace EdgeIpc.Spool;

/// <summary>The states of a job, with the names and numbers of IPP (RFC 8011, 5.3.7).</summary>
public enum JobState
{
    Pending = 3,
    PendingHeld = 4,
    Processing = 5,
    ProcessingStopped = 6,
    Canceled = 7,
    Aborted = 8,
    Completed = 9,
}

/// <summary>Why a job is in its state: job-state-reasons of IPP (RFC 8011, 5.3.8), and one of our own.</summary>
public enum JobStateReason
{
    None,
    JobHoldUntilSpecified,

    /// <summary>Our own: parts may be on paper already, and what would be printed now differs from what was begun.</summary>
    PossiblyPrinted,
    JobPrinting,
    PrinterStopped,

    /// <summary>A cancel was asked for; the band in hand is finished first.</summary>
    ProcessingToStopPoint,
    JobCanceledByUser,
    AbortedBySystem,
    DocumentFormatError,
    JobCompletedSuccessfully,
}

/// <summary>What becomes of a job that was begun when its spooler died, or its printer lost what it had in hand.</summary>
public enum CrashPolicy
{
    /// <summary>Goes on with the first unconfirmed band, under a "continued" mark.</summary>
    Continue,

    /// <summary>Begins anew under a "COPY" mark; a cut or a drawer kick that may have happened is not repeated.</summary>
    Reprint,

    /// <summary>Held as possibly-printed until a person decides: at most once without being asked.</summary>
    Hold,
}

/// <summary>The keywords that stand for states and reasons: in the database, in JSON and for people.</summary>
public static class JobKeywords
{
    private static readonly (JobState State, string Keyword)[] States =
    [
        (JobState.Pending, "pending"),
        (JobState.PendingHeld, "pending-held"),
        (JobState.Processing, "processing"),
        (JobState.ProcessingStopped, "processing-stopped"),
        (JobState.Canceled, "canceled"),
        (JobState.Aborted, "aborted"),
        (JobState.Completed, "completed"),
    ];

    private static readonly (JobStateReason Reason, string Keyword)[] Reasons =
    [
        (JobStateReason.None, "none"),
        (JobStateReason.JobHoldUntilSpecified, "job-hold-until-specified"),
        (JobStateReason.PossiblyPrinted, "possibly-printed"),
        (JobStateReason.JobPrinting, "job-printing"),
        (JobStateReason.PrinterStopped, "printer-stopped"),
        (JobStateReason.ProcessingToStopPoint, "processing-to-stop-point"),
        (JobStateReason.JobCanceledByUser, "job-canceled-by-user"),
        (JobStateReason.AbortedBySystem, "aborted-by-system"),
        (JobStateReason.DocumentFormatError, "document-format-error"),
        (JobStateReason.JobCompletedSuccessfully, "job-completed-successfully"),
    ];

    /// <summary>The keyword as IPP spells it, for example <c>pending-held</c>.</summary>
    public static string Keyword(this JobState state) => Array.Find(States, entry => entry.State == state).Keyword;

    /// <summary>The keyword as IPP spells it, for example <c>printer-stopped</c>.</summary>
    public static string Keyword(this JobStateReason reason) => Array.Find(Reasons, entry => entry.Reason == reason).Keyword;

    /// <summary>Whether the job is over: canceled, aborted or completed. Only a restart leaves such a state.</summary>
    public static bool IsFinished(this JobState state) => state is JobState.Canceled or JobState.Aborted or JobState.Completed;

    private static readonly (CrashPolicy Policy, string Keyword)[] CrashPolicies =
        [(CrashPolicy.Continue, "continue"), (CrashPolicy.Reprint, "reprint"), (CrashPolicy.Hold, "hold")];

    /// <summary>The words of the setting and of <c>--after-crash</c>.</summary>
    public static IReadOnlyList<string> CrashPolicyKeywords { get; } = [.. CrashPolicies.Select(entry => entry.Keyword)];

    public static string Keyword(this CrashPolicy policy) => Array.Find(CrashPolicies, entry => entry.Policy == policy).Keyword;

    /// <returns>Null for the empty keyword.</returns>
    public static CrashPolicy? ParseCrashPolicy(string keyword)
    {
        if (keyword.Length == 0) return null;
        int found = Array.FindIndex(CrashPolicies, entry => entry.Keyword == keyword);
        return found >= 0 ? CrashPolicies[found].Policy : throw new InvalidDataException($"\"{keyword}\" is no policy for a job after a crash");
    }

    internal static JobState ParseState(string keyword)
    {
        int found = Array.FindIndex(States, entry => entry.Keyword == keyword);
        return found >= 0 ? States[found].State : throw new InvalidDataException($"\"{keyword}\" is no job state");
    }

    internal static JobStateReason ParseReason(string keyword)
    {
        int found = Array.FindIndex(Reasons, entry => entry.Keyword == keyword);
        return found >= 0 ? Reasons[found].Reason : throw new InvalidDataException($"\"{keyword}\" is no reason of a job state");
    }
}
