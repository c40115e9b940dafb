using EdgeIpc.Posix;

namespace EdgeIpc.Spool;

/// <summary>
/// Jobs on disk between those who submit and the one who prints. Any number of processes may have it open at once, also
/// while no spooler runs; each call is one transaction. One thread at a time per instance of this class.
/// What can go wrong with the disk travels as <see cref="SpoolUnusableException"/>.
/// </summary>
public sealed class PrintSpool : IDisposable
{
    private readonly SpoolDatabase _database;
    private readonly JobHistory _history;
    private readonly JobTable _jobs;
    private readonly BandJournal _journal;
    private readonly PrinterRow _printer;
    private readonly SpoolFiles _files;
    private readonly SpoolLimits _limits;
    private readonly TimeProvider _time;

    private PrintSpool(SpoolFiles files, SpoolDatabase database, SpoolLimits limits, TimeProvider time)
    {
        (_files, _database, _limits, _time) = (files, database, limits, time);
        _history = new JobHistory(database, limits, time);
        _jobs = new JobTable(database, _history, time);
        _journal = new BandJournal(database, time);
        _printer = new PrinterRow(database, time);
    }

    /// <summary>Opens the spool in a directory; makes both when they are not there.</summary>
    /// <exception cref="SpoolUnusableException">Damaged, of another version, not permitted, no room.</exception>
    public static PrintSpool Open(string directory, FileSharing sharing, SpoolLimits limits, TimeProvider time)
    {
        if (limits.Validate() is { } fault) throw new ArgumentException(fault, nameof(limits));
        ResourceLimits.FailWritesBeyondFileSize();
        var files = SpoolFiles.Make(directory, sharing);
        return new PrintSpool(files, SpoolDatabase.Open(files), limits, time);
    }

    /// <summary>
    /// For a spooler that found its spool damaged: sets the file aside and makes a new spool of what can be read. Whoever has
    /// the spool open goes on with the new one.
    /// </summary>
    /// <returns>Null when another process has the spooler's seat: it is that one's business.</returns>
    public static SpoolRescueReport? Rescue(string directory, FileSharing sharing, SpoolUnusableException damage)
    {
        var files = SpoolFiles.Make(directory, sharing);
        using var held = FileLock.TryAcquire(files.Lock, sharing);
        return held is null ? null : SpoolRescue.Run(files, damage.Detail);
    }

    /// <summary>Where the spool lies.</summary>
    public string Directory => _files.Directory;

    /// <summary>Takes a document. When this returns <see cref="SubmitResult.Accepted"/> the job has been synced to the disk.</summary>
    public SubmitResult Submit(SubmitRequest request)
    {
        if (request.FirstFault() is { } fault) return new SubmitResult.Invalid(fault);
        if (request.Document.IsEmpty) return new SubmitResult.Empty();
        if (request.Document.Length > _limits.DocumentBytes) return new SubmitResult.TooLarge(request.Document.Length, _limits.DocumentBytes);
        try
        {
            var result = _database.Write(() => Accept(request));
            if (result is SubmitResult.Accepted) _files.Wake();
            return result;
        }
        catch (SpoolUnusableException e) when (e.Fault == SpoolFault.DiskFull)
        {
            return new SubmitResult.DiskFull(e.Message);
        }
        catch (SpoolUnusableException e) when (e.Fault == SpoolFault.Busy)
        {
            return new SubmitResult.Busy(e.Message);
        }
    }

    /// <summary>A pending job waits until it is released.</summary>
    public ManageResult Hold(long jobNumber) => Manage(jobNumber, JobOperation.Hold, (_, state) =>
        _jobs.SetState(jobNumber, state, JobStateReason.JobHoldUntilSpecified));

    /// <summary>A held job may be printed. One that is possibly printed goes on with a new run that begins with a mark.</summary>
    public ManageResult Release(long jobNumber) => Manage(jobNumber, JobOperation.Release, (job, state) =>
    {
        if (job.Reason == JobStateReason.PossiblyPrinted)
        {
            _journal.AbandonAll(jobNumber);
            _jobs.BeginMarked(jobNumber);
        }

        _jobs.SetState(jobNumber, state, JobStateReason.None);
    });

    /// <summary>A waiting job is over at once; one that is being printed ends with the band in hand.</summary>
    public ManageResult Cancel(long jobNumber) => Manage(jobNumber, JobOperation.Cancel, (_, state) =>
    {
        _journal.AbandonAll(jobNumber);
        _jobs.SetState(jobNumber, state, JobStateReason.JobCanceledByUser);
    });

    /// <summary>A finished job is printed once more from its beginning, as long as its document is kept.</summary>
    public ManageResult Restart(long jobNumber) => Manage(jobNumber, JobOperation.Restart, (_, state) =>
    {
        _jobs.BeginAfresh(jobNumber);
        _jobs.SetState(jobNumber, state, JobStateReason.None);
    });

    /// <summary>A waiting job is printed before all others of its priority, and of a new one if given.</summary>
    /// <param name="priority">1 to 100, or null to keep the job's own.</param>
    public ManageResult Move(long jobNumber, int? priority = null)
    {
        if (priority is < 1 or > 100) return new ManageResult.Refused($"Priority {priority} was asked for; allowed is 1 to 100.");
        return Manage(jobNumber, JobOperation.Move, (job, _) => _jobs.MoveToFront(jobNumber, priority ?? job.Priority));
    }

    /// <summary>A waiting job is printed directly before another waiting one, whose priority it takes.</summary>
    public ManageResult MoveBefore(long jobNumber, long otherNumber)
    {
        if (jobNumber == otherNumber) return new ManageResult.Refused($"Job {jobNumber} cannot be moved before itself.");
        return Manage(jobNumber, JobOperation.Move, (job, _) => _jobs.MoveBefore(job, _jobs.Find(otherNumber)!), () => _jobs.Find(otherNumber) switch
        {
            null => new ManageResult.NoSuchJob(otherNumber),
            { State: JobState.Pending or JobState.PendingHeld } => null,
            var other => new ManageResult.Refused($"Job {otherNumber} is {other.State.Keyword()}: only a waiting job has a place in the queue."),
        });
    }

    /// <summary>The job, or null when there is none of that number (any more).</summary>
    public Job? Find(long jobNumber) => _database.Read(() => _jobs.Find(jobNumber));

    /// <summary>Waiting jobs in the order of printing, then, if wanted, the remembered ones, the last finished first.</summary>
    public IReadOnlyList<Job> Jobs(bool withFinished) => _database.Read(() => _jobs.List(withFinished));

    /// <summary>A job's document as it was submitted; null when it is no longer kept, or damaged.</summary>
    public byte[]? Document(long jobNumber) => _database.Read(() => _jobs.Document(jobNumber));

    /// <summary>Counts of jobs and bands, all of one moment.</summary>
    public SpoolTotals Totals() => _database.Read(() => TotalsQuery.Read(_database));

    /// <summary>The printer as the spooler last reported it. Ask <see cref="IsSpoolerRunning"/> how fresh that is.</summary>
    public PrinterStatus Printer() => _database.Read(_printer.Read);

    /// <summary>No further band is sent until <see cref="ResumePrinter"/>; documents are still accepted.</summary>
    /// <returns>False when it was paused already.</returns>
    public bool PausePrinter() => SetPaused(true);

    /// <returns>False when it was not paused.</returns>
    public bool ResumePrinter() => SetPaused(false);

    /// <summary>Whether a living process holds the spooler's seat.</summary>
    public bool IsSpoolerRunning => FileLock.IsHeld(_files.Lock);

    /// <summary>Makes this process the spooler for as long as the seat lives; null when another one is. Reads the whole database once.</summary>
    public SpoolerSeat? TakeSeat()
    {
        var held = FileLock.TryAcquire(_files.Lock, _files.Sharing);
        if (held is null) return null;
        try
        {
            _database.Check();
            // What has become too old while nobody printed goes now.
            _database.Write(() =>
            {
                _history.Forget();
                return true;
            });
            return new SpoolerSeat(held, _files, _database, _jobs, _journal, _printer, _time);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public void Dispose() => _database.Dispose();

    /// <summary>For tests that reach what no public call can.</summary>
    internal SpoolDatabase Database => _database;

    private SubmitResult Accept(SubmitRequest request)
    {
        var (waitingJobs, waitingBytes) = _jobs.Waiting();
        if (waitingJobs >= _limits.QueuedJobs) return new SubmitResult.QueueFull(waitingJobs, _limits.QueuedJobs);
        if (waitingBytes + request.Document.Length > _limits.SpoolBytes)
            return new SubmitResult.SpoolFull(waitingBytes, request.Document.Length, _limits.SpoolBytes);
        return new SubmitResult.Accepted(_jobs.Insert(request));
    }

    private ManageResult Manage(long jobNumber, JobOperation operation, Action<Job, JobState> apply, Func<ManageResult?>? fault = null)
    {
        var result = _database.Write<ManageResult>(() =>
        {
            if (_jobs.Find(jobNumber) is not { } job) return new ManageResult.NoSuchJob(jobNumber);
            if (fault?.Invoke() is { } other) return other;
            if (operation == JobOperation.Restart && RestartFault(job) is { } why) return new ManageResult.Refused(why);
            switch (JobTransitions.Decide(job.State, operation))
            {
                case JobDecision.MoveTo moved:
                    apply(job, moved.State);
                    return new ManageResult.Done(_jobs.Find(jobNumber) ?? job);
                case JobDecision.Request:
                    _jobs.RequestCancel(jobNumber);
                    return new ManageResult.Requested(_jobs.Find(jobNumber) ?? job);
                case JobDecision.Refuse refused:
                    return new ManageResult.Refused($"Job {jobNumber} {refused.Why}");
                default:
                    throw new InvalidOperationException($"No decision about {operation} of a job that is {job.State.Keyword()}.");
            }
        });
        if (result is ManageResult.Done or ManageResult.Requested) _files.Wake();
        return result;
    }

    private string? RestartFault(Job job)
    {
        if (!job.State.IsFinished()) return null;
        if (!_jobs.HasDocument(job.Number)) return $"Job {job.Number} cannot be restarted: its document is no longer kept.";
        var (waitingJobs, _) = _jobs.Waiting();
        return waitingJobs >= _limits.QueuedJobs ? new SubmitResult.QueueFull(waitingJobs, _limits.QueuedJobs).Sentence : null;
    }

    private bool SetPaused(bool paused)
    {
        bool changed = _database.Write(() => _printer.SetPaused(paused));
        if (changed) _files.Wake();
        return changed;
    }
}
