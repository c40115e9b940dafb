using EdgeIpc.Daemon;
using EdgeIpc.Devices;
using EdgeIpc.Ledger;
using EdgeIpc.Paper;
using EdgeIpc.Settings;
using EdgeIpc.Spool;
using Microsoft.Extensions.Logging;

namespace EdgeIpc.Spooler;

/// <summary>
/// The spooler: one loop between the spool on disk and one printer. It opens the line, agrees with the printer on a
/// beginning, and prints job after job; whatever gets lost on the way begins this anew.
/// </summary>
internal sealed class SpoolerProcess : IDisposable
{
    private readonly ProcessRun _run;
    private readonly StationSettings _settings;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly StationSpool _spool;
    private readonly SpoolerSeat _seat;
    private readonly SpoolerPage _page;
    private readonly SpoolerBoard _board;
    private readonly SpoolerWaits _waits;
    private readonly PrinterProfile _profile;
    private readonly DeviceSet _devices;
    private readonly RetryPolicy _retry;

    /// <summary>How soon a line that is lost or not there is tried again: at first at once, then ever more rarely.</summary>
    private static readonly RetryPolicy Reopening = new() { FirstPause = TimeSpan.FromMilliseconds(100), LongestPause = TimeSpan.FromSeconds(2) };

    /// <summary>An emulated printer starts beside the spooler: it is missed only after so many tries, some seconds.</summary>
    private const int EmulatorTries = 6;

    /// <exception cref="RefusedException">Another spooler has this spool or this instance.</exception>
    public SpoolerProcess(ProcessRun run, StationSettings settings)
    {
        (_run, _settings) = (run, settings);
        _profile = PrinterProfile.Load(settings.Printer.Profile);
        _devices = settings.ToDevices();
        _retry = new RetryPolicy(settings.Spool.ToErrorPolicy());
        var log = run.CreateLogger();
        (_spool, _seat) = TakeSeat(run, settings.Spool, log);
        _page = SpoolerPage.TryOwn(run.Instance.Counters.Spooler, run.Instance.Sharing)
            ?? throw new RefusedException(ExitCode.Busy, $"Instance {run.Instance.Name} has a spooler already; one at a time.");
        _board = new SpoolerBoard(_seat, _page, log);
        _waits = new SpoolerWaits(_seat, run.Beat, run.Stopping);
    }

    private bool IsEmulated => _settings.Printer.Device.Length == 0;

    private bool IsStopping => _waits.Stopping.IsCancellationRequested;

    /// <summary>Works until told to stop.</summary>
    public void Run()
    {
        _board.Log.Started(_run.Instance.SpoolDirectory, _profile.Name, _devices.PrinterDevicePath(_run.Instance.DevicePlaces()));
        if (_waits.WatchRefusal is { } refusal) _board.Log.NoWatch(refusal);
        _run.Ready("spooling");
        int failures = 0;
        while (!IsStopping)
        {
            var opened = _devices.OpenPrinterLine(_run.Instance.DevicePlaces());
            if (opened.Line is null)
            {
                if (++failures > EmulatorTries || !IsEmulated) ShowMissing(opened.Sentence);
                _waits.Wait(Reopening.PauseAfter(failures));
                continue;
            }

            failures = 0;
            try
            {
                Serve(opened.Line);
            }
            catch (SpoolUnusableException e) when (e.Fault is SpoolFault.DiskFull or SpoolFault.Busy)
            {
                // A step between two bands could not be noted. Nothing was done that the journal does not know: begin anew.
                _board.ShowJournalStopped(e.Message);
                _waits.Wait(StatusPoll.Interval);
            }
        }
    }

    public void Dispose()
    {
        _waits.Dispose();
        _page.Dispose();
        _seat.Dispose();
        _spool.Dispose();
    }

    private void ShowMissing(string sentence) => _board.Show(
        PrinterState.Stopped, PrinterStateReasons.Offline, IsEmulated ? "The emulated printer is not there; 'edgeipc printer-emulator' is one." : sentence);

    private static (StationSpool Spool, SpoolerSeat Seat) TakeSeat(ProcessRun run, SpoolSettings settings, ILogger log)
    {
        try
        {
            return Open();
        }
        catch (SpoolUnusableException e) when (e.Fault == SpoolFault.Damaged)
        {
            var report = PrintSpool.Rescue(run.Instance.SpoolDirectory, run.Instance.Sharing, e) ?? throw Busy();
            log.Rescued(report.Sentence);
            return Open();
        }

        (StationSpool, SpoolerSeat) Open()
        {
            var spool = StationSpool.Open(run.Instance, settings);
            try
            {
                return (spool, spool.Spool.TakeSeat() ?? throw Busy());
            }
            catch
            {
                spool.Dispose();
                throw;
            }
        }

        RefusedException Busy() => new(ExitCode.Busy, $"The spool {run.Instance.SpoolDirectory} has a spooler already; one at a time.");
    }

    /// <summary>Works on one open line until it is lost.</summary>
    private void Serve(SerialLine line)
    {
        using var printer = new PrinterConnection(line, _profile, ICheckpointEcho.For(_profile), _waits, _time);
        int failures = 0;
        while (true)
        {
            var end = new LineSync(printer, _board, _waits, _time).Run();
            if (end == LinkEnd.Done)
            {
                failures = 0;
                end = PrintJobs(printer);
            }
            else if (end == LinkEnd.Stalled)
            {
                end = Pause(printer, _retry.PauseAfter(++failures));
            }

            _board.CountBytes(printer.Outbox.BytesWritten);
            if (end == LinkEnd.Stopping) return;
            if (end != LinkEnd.Lost) continue;
            _board.Log.LineLost();
            _board.CountReconnect();
            return;
        }
    }

    /// <summary>Prints job after job, in step with the printer, until the step is lost.</summary>
    private LinkEnd PrintJobs(PrinterConnection printer)
    {
        var sender = new BandSender(printer, _board, _waits, _time);
        var plan = new JobPlan(_profile, printer.Baud, _settings.Printer);
        while (!IsStopping)
        {
            if (!printer.Status.IsReady)
            {
                _board.Show(PrinterState.Stopped, printer.Status.Reasons, printer.Status.Sentence);
                if (!printer.Turn(StatusPoll.Interval)) return LinkEnd.Lost;
                if (printer.Status.IsSilent) return LinkEnd.Stalled;
                continue;
            }

            if (_seat.Unfinished() is { } unfinished)
            {
                var marked = sender.PrintMark(unfinished.IsCanceled ? MarkBand.Canceled(_profile, unfinished.Title) : MarkBand.Stopped(_profile, unfinished.Title));
                if (marked != LinkEnd.Done) return marked;
                _seat.NoteMarked();
                // After the note: killed in between, the paper is not cut, and never twice.
                printer.Outbox.Add(MarkBand.Cut(_profile));
            }

            if (_seat.TakeNext() is { } claimed)
            {
                var end = new JobTurn(printer, sender, plan, _board, _waits, _settings, IsEmulated ? _run.Instance.Counters.PrinterEmulator : null, _time).Print(claimed);
                _board.ShowNoJob();
                if (end == LinkEnd.Stalled) end = NoteFailure(printer, claimed.Job);
                if (end != LinkEnd.Done) return end;
                continue;
            }

            _board.Show(PrinterState.Idle, printer.Status.Reasons, printer.Status.Sentence);
            if (!printer.Turn(StatusPoll.Interval, isIdle: true)) return LinkEnd.Lost;
        }

        return LinkEnd.Stopping;
    }

    /// <summary>The printer stopped confirming in the middle of a job: the policy says what becomes of the job.</summary>
    private LinkEnd NoteFailure(PrinterConnection printer, Job job)
    {
        // Switched off or unplugged is nobody's fault: the job waits without counting it.
        if (printer.Status.IsSilent) return LinkEnd.Stalled;
        const string why = "The printer stopped confirming what it was sent.";
        var decision = _retry.NextAttempt(job.FailedAttempts + 1);
        _board.Log.Failed(job.Number, job.FailedAttempts + 1, why);
        switch (decision)
        {
            case RetryDecision.RetryLater later:
                _seat.NoteFailure(job.Number, why, later.Pause);
                return LinkEnd.Stalled;
            case RetryDecision.Abort:
                _seat.Abort(job.Number, JobStateReason.AbortedBySystem, why);
                _board.Log.Aborted(job.Number, why);
                return LinkEnd.Stalled;
            case RetryDecision.StopPrinter:
                _seat.NoteFailure(job.Number, why);
                _seat.PausePrinter();
                return LinkEnd.Stalled;
            case RetryDecision.RetryCurrent current:
                _seat.NoteFailure(job.Number, why);
                return Pause(printer, current.Pause);
            default:
                throw new InvalidOperationException($"No way to follow {decision}.");
        }
    }

    private LinkEnd Pause(PrinterConnection printer, TimeSpan pause)
    {
        long startedAt = _time.GetTimestamp();
        while (_time.GetElapsedTime(startedAt) is var elapsed && elapsed < pause)
        {
            if (IsStopping) return LinkEnd.Stopping;
            if (!printer.Turn(pause - elapsed)) return LinkEnd.Lost;
        }

        return LinkEnd.Stalled;
    }
}
