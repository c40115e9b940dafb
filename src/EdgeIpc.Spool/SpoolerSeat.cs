using EdgeIpc.Posix;

namespace EdgeIpc.Spool;

/// <summary>A job in the spooler's hands.</summary>
/// <param name="Document">The bytes as submitted.</param>
/// <param name="Bands">What this run's journal says already: empty for a fresh job.</param>
public sealed record ClaimedJob(Job Job, byte[] Document, IReadOnlyList<JournalBand> Bands);

/// <summary>
/// The device's side of a spool. A kernel lock lets one process at a time have it; each call is one committed transaction,
/// so a SIGKILL between any two calls leaves a journal that says what may be on paper.
/// </summary>
public sealed class SpoolerSeat : IDisposable
{
    private readonly FileLock _lock;
    private readonly SpoolFiles _files;
    private readonly SpoolDatabase _database;
    private readonly JobTable _jobs;
    private readonly BandJournal _journal;
    private readonly PrinterRow _printer;

    internal SpoolerSeat(FileLock held, SpoolFiles files, SpoolDatabase database, JobTable jobs, BandJournal journal, PrinterRow printer) =>
        (_lock, _files, _database, _jobs, _journal, _printer) = (held, files, database, jobs, journal, printer);

    /// <summary>Becomes readable when somebody submits or manages. Look each second as well: see <see cref="FileWatch"/>.</summary>
    /// <exception cref="PosixException">EMFILE: this user has no watch left; looking each second is then enough.</exception>
    public FileWatch WatchForWork() => new(_files.WakeFile);

    /// <summary>
    /// Claims the job to be printed now: first one that an earlier spooler left in the middle, else the pending one of the
    /// highest priority, and of these the oldest. Null when there is none, or the printer is paused.
    /// </summary>
    public ClaimedJob? TakeNext()
    {
        // Looking costs no write: an idle spooler must not wear out a memory card.
        if (_database.Read(Next) is null) return null;
        return _database.Write(() =>
        {
            if (Next() is not { } job) return null;
            if (_jobs.Document(job.Number) is not { } document) throw new InvalidDataException($"the document of job {job.Number} is missing");
            Move(job, JobOperation.Take, JobStateReason.JobPrinting);
            return new ClaimedJob(_jobs.Find(job.Number)!, document, _journal.OfRun(job.Number, job.Run));
        });
    }

    /// <summary>Whether a person paused the printer.</summary>
    public bool IsPaused() => _database.Read(_printer.IsPaused);

    /// <summary>Whether a person wants the job in hand canceled.</summary>
    public bool IsCancelRequested(long jobNumber) => _database.Read(() => _jobs.Find(jobNumber)?.CancelRequested ?? false);

    /// <summary>Records which plan the run's journal is about, before its first band.</summary>
    public void NotePlan(long jobNumber, ulong planHash) => Change(() => _jobs.SetPlan(jobNumber, planHash));

    /// <summary>
    /// Records that a band is about to leave; its bytes may go out when this has returned. Confirmations that came in
    /// meanwhile share the commit.
    /// </summary>
    /// <returns>The band's serial: the same as before when it is sent again.</returns>
    /// <exception cref="InvalidOperationException">It must not be sent again: it is confirmed, given up, or not repeatable.</exception>
    public long NoteSent(in BandToSend band, ReadOnlyMemory<long> confirmedSerials = default)
    {
        var sent = band;
        return _database.Write(() =>
        {
            Confirm(confirmedSerials.Span);
            return _journal.NoteSent(sent, InHand(sent.JobNumber).Run);
        });
    }

    /// <summary>Records what the printer confirmed. Unknown and repeated serials change nothing.</summary>
    public void NoteConfirmed(ReadOnlyMemory<long> serials)
    {
        if (!serials.IsEmpty) Change(() => Confirm(serials.Span));
    }

    /// <summary>Gives a sent band up: it is never sent again, and nobody knows whether it is on paper (a cut, a drawer kick).</summary>
    public void NoteAbandoned(long serial) => Change(() => _journal.Abandon(serial));

    /// <summary>Bands of all jobs that were sent and neither confirmed nor given up, each job's in the order of its plan.</summary>
    public IReadOnlyList<JournalBand> UnconfirmedBands() => _database.Read(_journal.AllUnconfirmed);

    /// <summary>Bytes that surely close whatever command may be open in the printer.</summary>
    public int OpenCommandBytes() => _database.Read(_journal.OpenCommandBytes);

    /// <summary>The printer answered a fence: nothing that was sent before is open any more.</summary>
    public void NoteSynced() => Change(_journal.NoteSynced);

    /// <summary>
    /// The title of a job that was left in the middle, of which the paper does not say so yet; null when there is none. Whoever
    /// holds the paper must be told before anything else is printed; <see cref="NoteMarked"/> when it is.
    /// </summary>
    public string? UnfinishedTitle() => _database.Read(_printer.UnfinishedTitle);

    /// <summary>The paper says that the last unfinished job is unfinished.</summary>
    public void NoteMarked() => Change(_printer.NoteMarked);

    /// <summary>The job in hand waits for the printer.</summary>
    public void NoteStopped(long jobNumber, string message) => Move(jobNumber, JobOperation.Stop, JobStateReason.PrinterStopped, message);

    /// <summary>The job in hand is printed again.</summary>
    public void NoteContinued(long jobNumber) => Move(jobNumber, JobOperation.Continue, JobStateReason.JobPrinting);

    /// <summary>The job is through.</summary>
    /// <exception cref="InvalidOperationException">A band is still unconfirmed.</exception>
    public void Complete(long jobNumber) => Change(() =>
    {
        int open = _journal.Unconfirmed(jobNumber);
        if (open > 0) throw new InvalidOperationException($"Job {jobNumber} has {open} unconfirmed bands.");
        Move(InHand(jobNumber), JobOperation.Complete, JobStateReason.JobCompletedSuccessfully);
    });

    /// <summary>The job cannot be printed; its unconfirmed bands are given up.</summary>
    public void Abort(long jobNumber, JobStateReason reason, string message) => Change(() =>
    {
        _journal.AbandonAll(jobNumber);
        Leave(InHand(jobNumber), JobOperation.Abort, reason, message);
    });

    /// <summary>The wanted cancel is done; unconfirmed bands are given up.</summary>
    public void FinishCancel(long jobNumber) => Change(() =>
    {
        _journal.AbandonAll(jobNumber);
        Leave(InHand(jobNumber), JobOperation.FinishCancel, JobStateReason.JobCanceledByUser);
    });

    /// <summary>Holds the job for a person to decide, because parts may be on paper and cannot be told from the rest.</summary>
    public void SetAside(long jobNumber, string message) =>
        Change(() => Leave(InHand(jobNumber), JobOperation.SetAside, JobStateReason.PossiblyPrinted, message));

    /// <summary>The printer failed the job once more; it keeps its place and its journal.</summary>
    /// <param name="requeueUntil">Back into the queue and not taken before this; null keeps it in hand.</param>
    /// <returns>The job with its new count of failures.</returns>
    public Job NoteFailure(long jobNumber, string message, DateTimeOffset? requeueUntil = null) => _database.Write(() =>
    {
        var job = InHand(jobNumber);
        _jobs.NoteFailure(jobNumber, requeueUntil);
        if (requeueUntil is null) Move(job, JobOperation.Stop, JobStateReason.PrinterStopped, message);
        else Leave(job, JobOperation.Requeue, JobStateReason.None, message);
        return _jobs.Find(jobNumber)!;
    });

    /// <summary>The printer took a band of the job after all: failures are counted anew.</summary>
    public void ForgiveFailures(long jobNumber) => Change(() => _jobs.ForgiveFailures(jobNumber));

    /// <summary>Pauses the printer on the spooler's own account (printer-error-policy stop-printer).</summary>
    public void PausePrinter() => Change(() => _printer.SetPaused(true));

    /// <summary>Publishes what the printer is doing. <see cref="PrinterStateReasons.Paused"/> is for people to set and is ignored here.</summary>
    public void ReportPrinter(PrinterState state, PrinterStateReasons reasons, string message) =>
        Change(() => _printer.Report(state, reasons, message));

    public void Dispose() => _lock.Dispose();

    private Job? Next() => _printer.IsPaused() ? null : _jobs.InHand() ?? _jobs.FirstPending();

    private void Confirm(ReadOnlySpan<long> serials)
    {
        foreach (long serial in serials) _journal.NoteConfirmed(serial);
    }

    private Job InHand(long jobNumber) =>
        _jobs.Find(jobNumber) is { State: JobState.Processing or JobState.ProcessingStopped } job
            ? job
            : throw new InvalidOperationException($"Job {jobNumber} is not in the spooler's hands.");

    /// <summary>Lets go of a job that is not complete: if it was begun, the paper will have to say so.</summary>
    private void Leave(Job job, JobOperation operation, JobStateReason reason, string message = "")
    {
        _printer.NoteUnfinished(job);
        Move(job, operation, reason, message);
    }

    private void Move(long jobNumber, JobOperation operation, JobStateReason reason, string message = "") =>
        Change(() => Move(InHand(jobNumber), operation, reason, message));

    private void Move(Job job, JobOperation operation, JobStateReason reason, string message = "")
    {
        if (JobTransitions.Decide(job.State, operation) is not JobDecision.MoveTo moved)
            throw new InvalidOperationException($"{operation} is not possible for job {job.Number}, which is {job.State.Keyword()}.");
        _jobs.SetState(job.Number, moved.State, reason, message);
    }

    private void Change(Action body) => _database.Write(() =>
    {
        body();
        return true;
    });
}
