using EdgeIpc.Posix;

namespace EdgeIpc.Ledger;

/// <summary>
/// What the spooler is doing, for whoever looks on; the balance rests on its journal, not on this. The words' order is the
/// page's layout.
/// </summary>
/// <param name="PrinterState">The number of IPP's printer-state (RFC 8011, 5.4.11): 3 idle, 4 processing, 5 stopped; 0 before the line was opened.</param>
/// <param name="PrinterReasons">Why it is not printing, as bits that the spooler names.</param>
/// <param name="JobId">The job being printed; 0 for none.</param>
/// <param name="BandIndex">The band of that job which is sent next.</param>
/// <param name="BandCount">Bands of that job.</param>
/// <param name="CreditBytes">Bytes that the printer's buffer still takes.</param>
/// <param name="BytesSent">Bytes given to the line, ever.</param>
/// <param name="BandsSent">Bands given to the line, ever, repeats included.</param>
/// <param name="BandsConfirmed">Bands that the printer confirmed, ever.</param>
/// <param name="BandsReprinted">Bands sent again after a crash or an interruption, marked, ever.</param>
/// <param name="Reconnects">How often the line was opened again after a hang-up.</param>
/// <param name="MotorStops">How often the head had to wait for the line in the job being printed.</param>
/// <param name="MotorStopsSeen">1: the printer counted them, up to now; 0: the plan expects them, for all of the job.</param>
public readonly record struct SpoolerCounts(
    long PrinterState, long PrinterReasons, long JobId, long BandIndex, long BandCount, long CreditBytes,
    long BytesSent, long BandsSent, long BandsConfirmed, long BandsReprinted, long Reconnects,
    long MotorStops, long MotorStopsSeen);

/// <summary>The spooler's page. One commit a change; see <see cref="CounterPage"/> for why a kill leaves the old or the new counts.</summary>
public sealed class SpoolerPage : OwnedPage<SpoolerCounts>
{
    private SpoolerPage(SharedMemory memory, FileLock ownership) : base(memory, ownership, PageKind.Spooler, beforeStore: null)
    {
    }

    /// <summary>Takes the page for this process, and makes it when it is new; null when another process has it.</summary>
    public static SpoolerPage? TryOwn(string path, FileSharing sharing) =>
        TryTake(path, sharing) is var (memory, ownership) ? new SpoolerPage(memory, ownership) : null;

    /// <summary>The page as it is; null when there is none yet.</summary>
    public static PageReading<SpoolerCounts>? TryRead(string path) => CounterPage.TryRead<SpoolerCounts>(path, PageKind.Spooler);

    /// <summary>Replaces the counts: <c>page.Set(page.Counts with { JobId = 7 })</c>.</summary>
    public void Set(in SpoolerCounts counts) => Commit(counts);
}
