using EdgeIpc.Ledger;
using EdgeIpc.Spool;
using Microsoft.Extensions.Logging;

namespace EdgeIpc.Spooler;

/// <summary>What the spooler tells others: printer-state and job-state in the spool, live figures on its counter page, changes in the log.</summary>
internal sealed class SpoolerBoard(SpoolerSeat seat, SpoolerPage page, ILogger log)
{
    private (bool IsStopped, PrinterStateReasons Reasons, string Message)? _shown;
    private (long Job, bool IsStopped, string Message)? _job;
    private long _bytesOfEarlierLines = page.Counts.BytesSent;

    public SpoolerSeat Seat => seat;

    public ILogger Log => log;

    /// <summary>
    /// Shows what the printer is doing. Writes only when something changed, and not for each job: whether a printer that is
    /// well prints or is idle, the spool tells from its jobs. A memory card wears by commits.
    /// </summary>
    public void Show(PrinterState state, PrinterStateReasons reasons, string message)
    {
        var now = (IsStopped: state == PrinterState.Stopped, reasons, message);
        if (_shown != now)
        {
            if (!TryWrite(() => seat.ReportPrinter(state, reasons, message))) return;
            if (message.Length > 0) log.PrinterStopped(message);
            else if (_shown is { Message.Length: > 0 }) log.PrinterReady();
            _shown = now;
        }

        if (page.Counts.PrinterState != (long)state || page.Counts.PrinterReasons != (long)reasons)
            page.Set(page.Counts with { PrinterState = (long)state, PrinterReasons = (long)reasons });
    }

    /// <summary>The job in hand and how it stands; null for none.</summary>
    public void ShowJob(long jobNumber, bool isStopped, string message)
    {
        var now = (jobNumber, isStopped, message);
        if (_job == now) return;
        bool isWritten = true;
        if (isStopped) isWritten = TryWrite(() => seat.NoteStopped(jobNumber, message));
        else if (_job is { IsStopped: true } before && before.Job == jobNumber) isWritten = TryWrite(() => seat.NoteContinued(jobNumber));
        if (isWritten) _job = now;
    }

    /// <summary>The journal cannot be written: the spool itself can't tell anybody, so the page and the log do.</summary>
    public void ShowJournalStopped(string why)
    {
        if (page.Counts.PrinterReasons == (long)PrinterStateReasons.SpoolAreaFull) return;
        log.JournalStopped(why);
        page.Set(page.Counts with { PrinterState = (long)PrinterState.Stopped, PrinterReasons = (long)PrinterStateReasons.SpoolAreaFull });
        _shown = null;
    }

    public void ShowNoJob()
    {
        if (page.Counts.JobId != 0) page.Set(page.Counts with { JobId = 0, BandIndex = 0, BandCount = 0, MotorStops = 0, MotorStopsSeen = 0 });
        _job = null;
    }

    public void CountBands(long jobNumber, int bandIndex, int bandCount, int creditBytes) =>
        page.Set(page.Counts with { JobId = jobNumber, BandIndex = bandIndex, BandCount = bandCount, CreditBytes = creditBytes });

    public void CountStops(MotorStops stops)
    {
        var now = page.Counts with { MotorStops = stops.Count, MotorStopsSeen = stops.By == MotorStopSource.Printer ? 1 : 0 };
        if (now != page.Counts) page.Set(now);
    }

    public void CountSent(bool isReprint) => page.Set(page.Counts with
    {
        BandsSent = page.Counts.BandsSent + 1,
        BandsReprinted = page.Counts.BandsReprinted + (isReprint ? 1 : 0),
    });

    public void CountConfirmed(int bands) => page.Set(page.Counts with { BandsConfirmed = page.Counts.BandsConfirmed + bands });

    /// <summary>What is only shown may be shown later: a full disk must not end the printing of what was already noted.</summary>
    private bool TryWrite(Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (SpoolUnusableException e) when (e.Fault is SpoolFault.DiskFull or SpoolFault.Busy)
        {
            ShowJournalStopped(e.Message);
            return false;
        }
    }

    /// <param name="ofThisLine">Bytes that the open line has taken.</param>
    public void CountBytes(long ofThisLine)
    {
        if (page.Counts.BytesSent != _bytesOfEarlierLines + ofThisLine) page.Set(page.Counts with { BytesSent = _bytesOfEarlierLines + ofThisLine });
    }

    /// <summary>The line is lost and will be opened again.</summary>
    public void CountReconnect()
    {
        _bytesOfEarlierLines = page.Counts.BytesSent;
        page.Set(page.Counts with { Reconnects = page.Counts.Reconnects + 1 });
    }
}
