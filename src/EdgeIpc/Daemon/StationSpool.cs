using EdgeIpc.Instance;
using EdgeIpc.Ledger;
using EdgeIpc.Settings;
using EdgeIpc.Spool;

namespace EdgeIpc.Daemon;

/// <summary>The spool of an instance with its counter page behind it: what anyone submits is counted by who submits it.</summary>
internal sealed class StationSpool : IDisposable
{
    private readonly SubmitterPage _page;

    private StationSpool(PrintSpool spool, SubmitterPage page) => (Spool, _page) = (spool, page);

    public PrintSpool Spool { get; }

    /// <exception cref="SpoolUnusableException">The database is damaged, of another version, or not this user's.</exception>
    public static StationSpool Open(StationInstance instance, SpoolSettings settings)
    {
        var spool = PrintSpool.Open(instance.SpoolDirectory, instance.Sharing, LimitsOf(settings), TimeProvider.System);
        var page = SubmitterPage.Open(instance.Counters.Submitters, instance.Sharing);
        // What the spool held before this instance is noted by whoever comes first, before anything is added or printed.
        if (page.Read().CarriedInJobs is null)
        {
            var totals = spool.Totals();
            page.CarryIn(totals.Jobs.Accepted, totals.Bands.RowsConfirmed);
        }

        return new StationSpool(spool, page);
    }

    /// <summary>Submits a document; counted as attempted before and as accepted or refused after.</summary>
    public SubmitResult Submit(SubmitRequest request)
    {
        _page.NoteAttempt();
        SubmitResult result;
        try
        {
            result = Spool.Submit(request);
        }
        catch
        {
            _page.NoteRefused();
            throw;
        }

        if (result is SubmitResult.Accepted) _page.NoteAccepted();
        else _page.NoteRefused();
        return result;
    }

    public void Dispose()
    {
        Spool.Dispose();
        _page.Dispose();
    }

    private static SpoolLimits LimitsOf(SpoolSettings settings) => new()
    {
        DocumentBytes = settings.DocumentKilobytes * 1024L,
        QueuedJobs = settings.QueuedJobs,
        SpoolBytes = settings.SpoolMegabytes * 1024L * 1024,
        HistoryJobs = settings.HistoryJobs,
        HistoryAge = TimeSpan.FromDays(settings.HistoryDays),
        HistoryBytes = settings.HistoryMegabytes * 1024L * 1024,
    };
}
