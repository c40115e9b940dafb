using EdgeIpc.Posix;

namespace EdgeIpc.Ledger;

/// <summary>What the printer emulator saw: its side of the rows' equation. The words' order is the page's layout.</summary>
/// <param name="RowsFirst">Rows that a band put on the paper for the first time.</param>
/// <param name="RowsRepeatedMarked">Rows printed again under a visible "continued" mark.</param>
/// <param name="RowsRepeatedUnmarked">Rows printed again without one. Must be 0.</param>
/// <param name="RowsOrphaned">Rows that belong to no band the emulator knows of: another program's, or raw documents'.</param>
/// <param name="BytesAccepted">Bytes taken into the receive buffer.</param>
/// <param name="BytesDropped">Bytes that overflowed it.</param>
/// <param name="MotorStops">How often the head starved in mid-job.</param>
/// <param name="Cuts">Cuts of the paper.</param>
/// <param name="PaperState">0 present, 1 near its end, 2 out.</param>
/// <param name="CoverOpen">1 while the cover is open.</param>
/// <param name="BufferedBytes">Bytes in the receive buffer now.</param>
public readonly record struct EmulatorCounts(
    long RowsFirst, long RowsRepeatedMarked, long RowsRepeatedUnmarked, long RowsOrphaned, long BytesAccepted, long BytesDropped,
    long MotorStops, long Cuts, long PaperState, long CoverOpen, long BufferedBytes)
{
    /// <summary>The value of <see cref="PaperState"/> without paper.</summary>
    public const long PaperOut = 2;
}

/// <summary>The printer emulator's page. One commit a change; see <see cref="CounterPage"/> for why a kill leaves the old or the new counts.</summary>
public sealed class EmulatorPage : OwnedPage<EmulatorCounts>
{
    private EmulatorPage(SharedMemory memory, FileLock ownership) : base(memory, ownership, PageKind.Emulator, beforeStore: null)
    {
    }

    /// <summary>Takes the page for this process, and makes it when it is new; null when another process has it.</summary>
    public static EmulatorPage? TryOwn(string path, FileSharing sharing) =>
        TryTake(path, sharing) is var (memory, ownership) ? new EmulatorPage(memory, ownership) : null;

    /// <summary>The page as it is; null when there is none yet.</summary>
    public static PageReading<EmulatorCounts>? TryRead(string path) => CounterPage.TryRead<EmulatorCounts>(path, PageKind.Emulator);

    /// <summary>Replaces the counts: <c>page.Set(page.Counts with { Cuts = 3 })</c>.</summary>
    public void Set(in EmulatorCounts counts) => Commit(counts);
}
