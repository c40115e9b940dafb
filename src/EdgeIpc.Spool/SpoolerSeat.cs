using EdgeIpc.Posix;

namespace EdgeIpc.Spool;

/// <summary>A job in the spooler's hands.</summary>
/// <param name="Document">The bytes as submitted.</param>
/// <param name="Bands">What this run's journal says already: empty for a fresh job.</param>
/// <param name="DoneBefore">Cuts and drawer kicks of earlier runs of this printing: not to be done again.</param>
public sealed record ClaimedJob(Job Job, byte[] Document, IReadOnlyList<JournalBand> Bands, IReadOnlyList<JournalBand> DoneBefore);

/// <summary>A job that ends in the middle of its paper.</summary>
/// <param name="IsCanceled">A person wanted it to end.</param>
public sealed record UnfinishedJob(string Title, bool IsCanceled);

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
    private readonly TimeProvider _time;

    // When jobs that were put back may be taken again, by the clock that never goes backwards. A restarted spooler tries at once.
    private readonly Dictionary<long, (long Since, TimeSpan Pause)> _deferred = [];

    internal SpoolerSeat(FileLock held, SpoolFiles files, SpoolDatabase database, JobTable jobs, BandJournal journal, PrinterRow printer, TimeProvider time) =>
        (_lock, _files, _database, _jobs, _journal, _printer, _time) = (held, files, database, jobs, journal, printer, time);

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
            while (Next() is { } job)
            {
                Move(job, JobOperation.Take, JobStateReason.JobPrinting);
                _deferred.Remove(job.Number);
                if (_jobs.Document(job.Number) is { } document) return Claim(job.Number, document);
                // The damage of one document is that job's end, not the queue's.
                _journal.AbandonAll(job.Number);
                Leave(_jobs.Find(job.Number)!, JobOperation.Abort, JobStateReason.DocumentFormatError, "Its document is damaged on the disk.");
            }

            return null;
        });
    }

    /// <summary>The job in hand is printed from its beginning under a mark; its unconfirmed bands are given up.</summary>
    public ClaimedJob BeginMarked(ClaimedJob claimed) => _database.Write(() =>
    {
        var job = InHand(claimed.Job.Number);
        _journal.AbandonAll(job.Number);
        _jobs.BeginMarked(job.Number);
        return Claim(job.Number, claimed.Document);
    });

    /// <summary>Whether a person paused the printer.</summary>
    public bool IsPaused() => _database.Read(_printer.IsPaused);

    /// <summary>Whether a person wants the job in hand canceled.</summary>
    public bool IsCancelRequested(long jobNumber) => _database.Read(() => _jobs.Find(jobNumber)?.CancelRequested ?? false);

    /// <summary>
    /// Records that a band is about to leave; its bytes may go out when this has returned. Confirmations that came in
    /// meanwhile share the commit.
    /// </summary>
    /// <returns>The band's serial: the same as before when it is sent again.</returns>
    /// <param name="confirmed">What the printer confirmed since.</param>
    /// <param name="planHash">Which plan the run's journal is about.</param>
    /// <exception cref="InvalidOperationException">It must not be sent again: it is confirmed, given up, or not repeatable.</exception>
    public long NoteSent(in BandToSend band, ReadOnlyMemory<ConfirmedBand> confirmed = default, ulong? planHash = null)
    {
        var sent = band;
        return _database.Write(() =>
        {
            Confirm(confirmed.Span);
            if (planHash is { } hash) _jobs.SetPlan(sent.JobNumber, hash);
            return _journal.NoteSent(sent, InHand(sent.JobNumber).Run);
        });
    }

    /// <summary>Records what the printer confirmed. Unknown and repeated serials change nothing.</summary>
    public void NoteConfirmed(ReadOnlyMemory<ConfirmedBand> bands)
    {
        if (!bands.IsEmpty) Change(() => Confirm(bands.Span));
    }

    /// <summary>As <see cref="NoteConfirmed(ReadOnlyMemory{ConfirmedBand})"/>, where nobody knows how long they took.</summary>
    public void NoteConfirmed(params IEnumerable<long> serials) => NoteConfirmed(serials.Select(serial => new ConfirmedBand(serial)).ToArray());

    /// <summary>Gives a sent band up: it is never sent again, and nobody knows whether it is on paper (a cut, a drawer kick).</summary>
    public void NoteAbandoned(long serial) => Change(() => _journal.Abandon(serial));

    /// <summary>Bands of all jobs that were sent and neither confirmed nor given up, each job's in the order of its plan.</summary>
    public IReadOnlyList<JournalBand> UnconfirmedBands() => _database.Read(_journal.AllUnconfirmed);

    /// <summary>Bytes that surely close whatever command may be open in the printer.</summary>
    public int OpenCommandBytes() => _database.Read(_journal.OpenCommandBytes);

    /// <summary>The printer answered a fence: nothing that was sent before is open any more.</summary>
    public void NoteSynced() => Change(_journal.NoteSynced);

    /// <summary>
    /// The job that was left in the middle and of which the paper does not say so yet; null when there is none. Whoever holds
    /// the paper must be told before anything else is printed; <see cref="NoteMarked"/> when it is.
    /// </summary>
    public UnfinishedJob? Unfinished() => _database.Read(_printer.Unfinished);

    /// <summary>The paper says that the last unfinished job is unfinished.</summary>
    public void NoteMarked() => Change(_printer.NoteMarked);

    /// <summary>The job in hand waits for the printer.</summary>
    public void NoteStopped(long jobNumber, string message) => Move(jobNumber, JobOperation.Stop, JobStateReason.PrinterStopped, message);

    /// <summary>The job in hand is printed again.</summary>
    public void NoteContinued(long jobNumber) => Move(jobNumber, JobOperation.Continue, JobStateReason.JobPrinting);

    /// <summary>The job is through.</summary>
    /// <param name="confirmed">What the printer confirmed last.</param>
    /// <param name="motorStops">For the job's account: how often the head had to wait for the line.</param>
    /// <exception cref="InvalidOperationException">A band is still unconfirmed.</exception>
    public void Complete(long jobNumber, ReadOnlyMemory<ConfirmedBand> confirmed = default, MotorStops motorStops = default) => Change(() =>
    {
        Confirm(confirmed.Span);
        if (motorStops.By != MotorStopSource.None) _jobs.AddMotorStops(jobNumber, motorStops);
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
    /// <param name="requeueFor">Back into the queue and not taken before this has passed; null keeps it in hand.</param>
    /// <returns>The job with its new count of failures.</returns>
    public Job NoteFailure(long jobNumber, string message, TimeSpan? requeueFor = null) => _database.Write(() =>
    {
        var job = InHand(jobNumber);
        _jobs.NoteFailure(jobNumber);
        if (requeueFor is { } pause)
        {
            Leave(job, JobOperation.Requeue, JobStateReason.None, message);
            _deferred[jobNumber] = (_time.GetTimestamp(), pause);
        }
        else
        {
            Move(job, JobOperation.Stop, JobStateReason.PrinterStopped, message);
        }

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

    private Job? Next() => _printer.IsPaused() ? null : _jobs.InHand() ?? _jobs.FirstPending(IsDeferred);

    private bool IsDeferred(long jobNumber) => _deferred.TryGetValue(jobNumber, out var wait) && _time.GetElapsedTime(wait.Since) < wait.Pause;

    private ClaimedJob Claim(long jobNumber, byte[] document)
    {
        var job = _jobs.Find(jobNumber)!;
        return new ClaimedJob(job, document, _journal.OfRun(job.Number, job.Run), _journal.DoneBefore(job));
    }

    private void Confirm(ReadOnlySpan<ConfirmedBand> bands)
    {
        foreach (var band in bands) _journal.NoteConfirmed(band);
    }

    private Job InHand(long jobNumber) =>
        _jobs.Find(jobNumber) is { State: JobState.Processing or JobState.ProcessingStopped } job
            ? job
            : throw new InvalidOperationException($"Job {jobNumber} is not in the spooler's hands.");

    /// <summary>Lets go of a job that is not complete: if it was begun, the paper will have to say so.</summary>
    private void Leave(Job job, JobOperation operation, JobStateReason reason, string message = "")
    {
        _printer.NoteUnfinished(job, isCanceled: operation == JobOperation.FinishCancel);
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
