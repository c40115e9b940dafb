using EdgeIpc.Devices;
using EdgeIpc.Ledger;
using EdgeIpc.Paper;
using EdgeIpc.Posix;
using EdgeIpc.Settings;
using EdgeIpc.Spool;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeIpc.Spooler;

/// <summary>
/// Prints one document on a line that no spooler has, the very way in which the spooler would: journal, fences and
/// confirmations, in a spool of its own that is gone afterwards.
/// </summary>
internal sealed class PrinterTrial : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("edgeipc-trial-").FullName;
    private readonly StationSettings _settings;
    private readonly PrinterProfile _profile;
    private readonly PrintSpool _spool;
    private readonly SpoolerSeat _seat;
    private readonly SpoolerPage _page;
    private readonly SpoolerBoard _board;
    private readonly SpoolerWaits _waits;

    public PrinterTrial(StationSettings settings, CancellationToken stop)
    {
        _settings = settings;
        _profile = PrinterProfile.Load(settings.Printer.Profile);
        _spool = PrintSpool.Open($"{_directory}/spool", FileSharing.OwnerOnly, new SpoolLimits(), TimeProvider.System);
        _seat = _spool.TakeSeat() ?? throw new InvalidOperationException("A spool that was just made has a spooler.");
        _page = SpoolerPage.TryOwn($"{_directory}/page", FileSharing.OwnerOnly) ?? throw new InvalidOperationException("A page that was just made has an owner.");
        _board = new SpoolerBoard(_seat, _page, NullLogger.Instance);
        _waits = new SpoolerWaits(_seat, static () => { }, stop);
    }

    /// <summary>Prints a raw document and waits until the printer has confirmed it.</summary>
    /// <returns>One sentence about what was confirmed.</returns>
    /// <exception cref="RefusedException">The line can't be opened, or the printer did not confirm in time: what it said last.</exception>
    public string Print(ReadOnlyMemory<byte> document)
    {
        var submitted = (SubmitResult.Accepted)_spool.Submit(new SubmitRequest(document, DocumentFormat.Raw));
        var opened = _settings.ToDevices().OpenPrinterLine(StationDevices.DevicePlacesOf(_settings.Printer.Device, _directory));
        if (opened.Line is null)
            throw new RefusedException(opened.Outcome == LineOpenOutcome.Busy ? ExitCode.Busy : ExitCode.Unavailable, opened.Sentence);
        using var printer = new PrinterConnection(opened.Line, _profile, ICheckpointEcho.For(_profile), _waits, TimeProvider.System);
        long startedNs = MonotonicClock.NowNs;
        var end = new LineSync(printer, _board, _waits, TimeProvider.System).Run();
        if (end == LinkEnd.Done && _seat.TakeNext() is { } claimed)
        {
            var sender = new BandSender(printer, _board, _waits, TimeProvider.System);
            end = new JobTurn(printer, sender, new JobPlan(_profile, printer.Baud, _settings.Printer), _board, _waits, _settings, emulatorPage: null, TimeProvider.System).Print(claimed);
        }

        var job = _spool.Find(submitted.JobNumber)!;
        if (end != LinkEnd.Done || job.State != JobState.Completed) throw new RefusedException(ExitCode.Unavailable, Why(end, printer, job));
        var bands = _spool.Totals().Bands;
        double seconds = (MonotonicClock.NowNs - startedNs) / 1e9;
        return string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"The printer confirmed {bands.BandsConfirmed} bands, {bands.RowsConfirmed} rows, in {seconds:0.0} s.");
    }

    public void Dispose()
    {
        _waits.Dispose();
        _page.Dispose();
        _seat.Dispose();
        _spool.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static string Why(LinkEnd end, PrinterConnection printer, Job job)
    {
        if (end == LinkEnd.Lost) return "The line to the printer hung up.";
        if (printer.Status.Sentence is { Length: > 0 } said) return said;
        return job.Message.Length > 0 ? job.Message : "The printer takes bytes but confirms none: is the profile right, and is its line back to this machine connected?";
    }
}
