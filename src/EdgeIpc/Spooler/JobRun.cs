using EdgeIpc.Paper;
using EdgeIpc.Spool;

namespace EdgeIpc.Spooler;

/// <summary>
/// Prints one job: sends bands while there is credit, each noted in the journal before its bytes leave, and takes
/// confirmations. It can be killed at any line: the journal then says what may be on paper, and the next run goes on.
/// </summary>
internal sealed class JobRun
{
    /// <summary>After the word to stop, bands under way have this long to be confirmed; the process must end within 5 s.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(4);

    /// <summary>A band is at most a second of line and of head; a hot head may take several times as long.</summary>
    private static readonly TimeSpan ConfirmPatience = TimeSpan.FromSeconds(8);

    private readonly ClaimedJob _claimed;
    private readonly BandPlan _plan;
    private readonly BandSender _sender;
    private readonly PrinterConnection _printer;
    private readonly SpoolerBoard _board;
    private readonly SpoolerWaits _waits;
    private readonly TimeProvider _time;
    private readonly MotorStopCount _motorStops;
    private readonly Dictionary<(int Copy, int Band), BandFate> _fates;
    private int _copy;
    private int _band;
    private bool _isPaused;
    private bool _isCanceled;
    private bool _isForgiven;
    private bool _wasNotReady;
    private long _wishesAt;
    private long? _stoppingAt;

    public JobRun(
        ClaimedJob claimed, BandPlan plan, BandSender sender, PrinterConnection printer, SpoolerBoard board, SpoolerWaits waits, MotorStopCount motorStops, TimeProvider time)
    {
        (_claimed, _plan, _sender, _printer, _board, _waits, _motorStops, _time) = (claimed, plan, sender, printer, board, waits, motorStops, time);
        _fates = claimed.Bands.ToDictionary(band => (band.Copy, band.BandIndex), band => band.Fate);
        foreach (var done in claimed.DoneBefore) _fates[(done.Copy, done.BandIndex)] = BandFate.Abandoned;
        ReadWishes();
        SkipSettled();
    }

    private Job Job => _claimed.Job;

    private bool IsThrough => _copy >= Job.Copies;

    /// <summary>Prints until the job is over or something comes between.</summary>
    public LinkEnd Run()
    {
        if (_claimed.Bands.Count > 0 && !IsThrough) _board.Log.Resumed(Job.Number, _copy + 1, _band + 1, _plan.Bands.Count, _claimed.Bands.Count(band => band.Fate == BandFate.Unconfirmed));
        _printer.NoteProgress();
        while (true)
        {
            if (Finish()) return LinkEnd.Done;
            if (HasStopped()) return LinkEnd.Stopping;
            if (SendWhatFits() is not LinkEnd.Done and var end) return end;
            // Before the state: who reads that the printer stopped finds all that it printed until then.
            _sender.NoteOwed();
            ShowState();
            if (!_printer.Turn(StatusPoll.Interval)) return LinkEnd.Lost;
            if (_sender.TakeAnswers() > 0) Forgive();
            _board.CountBytes(_printer.Outbox.BytesWritten);
            if (_printer.IsWoken || _time.GetElapsedTime(_wishesAt) >= StatusPoll.Interval) ReadWishes();
            if (!HasStalled()) continue;
            _sender.NoteOwed();
            return LinkEnd.Stalled;
        }
    }

    /// <summary>Whether the job is over, one way or the other.</summary>
    private bool Finish()
    {
        if (!_sender.IsAllConfirmed) return false;
        if (_isCanceled)
        {
            _sender.NoteOwed();
            _board.Seat.FinishCancel(Job.Number);
            _board.Log.Canceled(Job.Number);
            return true;
        }

        if (!IsThrough) return false;
        _sender.Complete(Job.Number, _motorStops.Now);
        _board.Log.Completed(Job.Number);
        return true;
    }

    private bool HasStopped()
    {
        if (!_waits.Stopping.IsCancellationRequested) return false;
        _stoppingAt ??= _time.GetTimestamp();
        _sender.NoteOwed();
        return _sender.IsAllConfirmed || _time.GetElapsedTime(_stoppingAt.Value) > StopPatience;
    }

    /// <summary>Whether the printer owes a confirmation for longer than it can need.</summary>
    private bool HasStalled()
    {
        if (_printer.Status.IsSilent || _sender.HasGap) return true;
        if (!_printer.Status.IsReady || _sender.IsAllConfirmed) return false;
        var patience = ConfirmPatience + TimeSpan.FromSeconds(20.0 * _sender.BytesUnderWay / _printer.Baud);
        return _time.GetElapsedTime(_printer.LastProgressAt) > patience;
    }

    private LinkEnd SendWhatFits()
    {
        if (!_printer.Status.IsReady) _wasNotReady = true;
        if (_sender.IsAllConfirmed) _wasNotReady = !_printer.Status.IsReady;
        // Whoever changes the roll may switch the printer off for it, and then what was under way is lost: nothing is sent
        // after it whose answer could be taken for theirs.
        if (_isPaused || _isCanceled || _wasNotReady || _waits.Stopping.IsCancellationRequested) return LinkEnd.Done;
        // Before the journal too, so that no band is noted as possibly printed for a printer that is off.
        if (!IsThrough && _sender.IsAllConfirmed && !_printer.Status.IsFresh)
        {
            _printer.Status.Hurry();
            return LinkEnd.Done;
        }

        while (!IsThrough && _sender.HasRoomFor(_plan.Bands[_band]))
        {
            bool isReprint = _fates.ContainsKey((_copy, _band));
            if (_sender.Send(Job.Number, _copy, _band, _plan.Bands[_band], _plan.Hash) is not LinkEnd.Done and var end) return end;
            _board.CountSent(isReprint);
            Advance();
            SkipSettled();
            _board.CountBands(Job.Number, _band, _plan.Bands.Count, _sender.CreditLeftBytes);
        }

        return LinkEnd.Done;
    }

    /// <summary>The printer took a band after all: earlier failures no longer count against the job.</summary>
    private void Forgive()
    {
        if (_isForgiven || Job.FailedAttempts == 0) return;
        _board.Seat.ForgiveFailures(Job.Number);
        _isForgiven = true;
    }

    private void SkipSettled()
    {
        // Only what is unconfirmed is sent again; what must not be repeated was given up before this run began.
        while (!IsThrough && _fates.TryGetValue((_copy, _band), out var fate) && fate != BandFate.Unconfirmed) Advance();
    }

    private void Advance()
    {
        _band++;
        if (_band < _plan.Bands.Count) return;
        (_copy, _band) = (_copy + 1, 0);
    }

    private void ReadWishes()
    {
        _wishesAt = _time.GetTimestamp();
        _isPaused = _board.Seat.IsPaused();
        _isCanceled = _board.Seat.IsCancelRequested(Job.Number);
        _board.CountStops(_motorStops.Now);
    }

    private void ShowState()
    {
        var status = _printer.Status;
        bool isStopped = !status.IsReady || (_isPaused && _sender.IsAllConfirmed);
        string message = !status.IsReady ? status.Sentence : isStopped ? "The printer is paused." : "";
        _board.ShowJob(Job.Number, isStopped, message);
        _board.Show(isStopped ? PrinterState.Stopped : PrinterState.Processing, status.Reasons, status.Sentence);
    }
}
