using EdgeIpc.Posix;

namespace EdgeIpc.Ledger;

/// <summary>What all submitters to one spool did together, and what the spool already held.</summary>
/// <param name="Attempted">Jobs that a submitter was about to commit.</param>
/// <param name="Accepted">Jobs that were committed; their submitters were told a number.</param>
/// <param name="Refused">Jobs that were not: over a limit, empty, disk full.</param>
/// <param name="CarriedInJobs">Jobs that lay in the spool before the first submitter of this instance; null while nobody has looked.</param>
/// <param name="CarriedInRows">Rows of bands that were confirmed before this instance; null while nobody has looked.</param>
public readonly record struct SubmitterCounts(long Attempted, long Accepted, long Refused, long? CarriedInJobs, long? CarriedInRows)
{
    /// <summary>Submissions of which nobody said how they ended: under way now, or their submitter was killed. Each may be in the spool or not.</summary>
    public long Unresolved => Attempted - Accepted - Refused;
}

/// <summary>
/// The page of everybody who submits to one spool. A submitter counts the attempt, commits the job, then counts how it ended.
/// Killed between, it leaves one <see cref="SubmitterCounts.Unresolved"/>: the balance then allows for one job more.
/// </summary>
public sealed class SubmitterPage : IDisposable
{
    // The words' order is the page's layout. A carried-in count is stored plus 1; 0 is "not set".
    private const int Attempted = 0, Accepted = 1, Refused = 2, CarriedInJobs = 3, CarriedInRows = 4, WordCount = 5;
    private readonly SharedCounters _counters;

    private SubmitterPage(SharedCounters counters) => _counters = counters;

    /// <summary>Opens the page, and makes it when it is new. Any number of processes and threads may count in it.</summary>
    public static SubmitterPage Open(string path, FileSharing sharing) => new(SharedCounters.Open(path, PageKind.Submitter, WordCount, sharing));

    /// <summary>The page as it is; null when nobody ever submitted.</summary>
    public static SubmitterCounts? TryRead(string path)
    {
        using var memory = CounterPage.TryMap(path);
        if (memory is null) return null;
        CounterPage.Check(memory, PageKind.Submitter, WordCount);
        return Read(word => Volatile.Read(ref memory.At<long>(CounterPage.SlotOffset + word * sizeof(long))));
    }

    /// <summary>The counts now.</summary>
    public SubmitterCounts Read() => Read(_counters.Read);

    /// <summary>
    /// Records what the spool held before this instance; only the first call of an instance counts. Everyone calls it before
    /// the first <see cref="NoteAttempt"/>, and the spooler before it prints: so what it counted cannot include a new job.
    /// </summary>
    /// <param name="jobs">Jobs in the spool, in whatever state.</param>
    /// <param name="confirmedRows">Rows of all confirmed bands in the journal.</param>
    public void CarryIn(long jobs, long confirmedRows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(jobs);
        ArgumentOutOfRangeException.ThrowIfNegative(confirmedRows);
        _counters.SetOnce(CarriedInJobs, jobs + 1);
        _counters.SetOnce(CarriedInRows, confirmedRows + 1);
    }

    /// <summary>Before the job is committed.</summary>
    public void NoteAttempt() => _counters.Increment(Attempted);

    /// <summary>The job is committed.</summary>
    public void NoteAccepted() => _counters.Increment(Accepted);

    /// <summary>The job was not accepted.</summary>
    public void NoteRefused() => _counters.Increment(Refused);

    public void Dispose() => _counters.Dispose();

    private static SubmitterCounts Read(Func<int, long> word)
    {
        // Ends before beginnings, so that Unresolved is never negative.
        long accepted = word(Accepted), refused = word(Refused), jobs = word(CarriedInJobs), rows = word(CarriedInRows);
        return new SubmitterCounts(word(Attempted), accepted, refused, jobs == 0 ? null : jobs - 1, rows == 0 ? null : rows - 1);
    }
}
