using EdgeIpc.Posix;

namespace EdgeIpc.Ledger;

/// <summary>The processes of a station. The numbers are part of the supervisor page's layout: append, never reorder.</summary>
public enum StationRole
{
    Sensor = 0,
    Controller = 1,
    Spooler = 2,
    PrinterEmulator = 3,
    Recorder = 4,
    Web = 5,
}

/// <summary>What the supervisor did; the words' order is the page's layout.</summary>
/// <param name="ReadyAtNs">When all its children were ready, CLOCK_MONOTONIC; 0 before.</param>
/// <param name="StoppingSinceNs">Since when it restarts nobody any more; 0 before.</param>
/// <param name="SensorRestarts">Restarts of <see cref="StationRole.Sensor"/>.</param>
/// <param name="ControllerRestarts">Restarts of <see cref="StationRole.Controller"/>.</param>
/// <param name="SpoolerRestarts">Restarts of <see cref="StationRole.Spooler"/>.</param>
/// <param name="PrinterEmulatorRestarts">Restarts of <see cref="StationRole.PrinterEmulator"/>.</param>
/// <param name="RecorderRestarts">Restarts of <see cref="StationRole.Recorder"/>.</param>
/// <param name="WebRestarts">Restarts of <see cref="StationRole.Web"/>.</param>
public readonly record struct SupervisorCounts(
    long ReadyAtNs, long StoppingSinceNs, long SensorRestarts, long ControllerRestarts, long SpoolerRestarts,
    long PrinterEmulatorRestarts, long RecorderRestarts, long WebRestarts)
{
    /// <summary>How often a child of this role was started again.</summary>
    public long RestartsOf(StationRole role) => role switch
    {
        StationRole.Sensor => SensorRestarts,
        StationRole.Controller => ControllerRestarts,
        StationRole.Spooler => SpoolerRestarts,
        StationRole.PrinterEmulator => PrinterEmulatorRestarts,
        StationRole.Recorder => RecorderRestarts,
        StationRole.Web => WebRestarts,
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };
}

/// <summary>The supervisor's page. One commit a change; see <see cref="CounterPage"/> for why a kill leaves the old or the new counts.</summary>
public sealed class SupervisorPage : OwnedPage<SupervisorCounts>
{
    private SupervisorPage(SharedMemory memory, FileLock ownership) : base(memory, ownership, PageKind.Supervisor, beforeStore: null)
    {
    }

    /// <summary>Takes the page for this process, and makes it when it is new; null when another supervisor has it.</summary>
    public static SupervisorPage? TryOwn(string path, FileSharing sharing) =>
        TryTake(path, sharing) is var (memory, ownership) ? new SupervisorPage(memory, ownership) : null;

    /// <summary>The page as it is; null when there is none yet.</summary>
    public static PageReading<SupervisorCounts>? TryRead(string path) => CounterPage.TryRead<SupervisorCounts>(path, PageKind.Supervisor);

    /// <summary>All children are ready.</summary>
    public void NoteReady(long nowNs) => Commit(Counts with { ReadyAtNs = nowNs });

    /// <summary>Whoever ends from now on stays ended.</summary>
    public void NoteStopping(long nowNs) => Commit(Counts with { StoppingSinceNs = nowNs });

    /// <summary>A child ended and was started again.</summary>
    public void NoteRestart(StationRole role) => Commit(role switch
    {
        StationRole.Sensor => Counts with { SensorRestarts = Counts.SensorRestarts + 1 },
        StationRole.Controller => Counts with { ControllerRestarts = Counts.ControllerRestarts + 1 },
        StationRole.Spooler => Counts with { SpoolerRestarts = Counts.SpoolerRestarts + 1 },
        StationRole.PrinterEmulator => Counts with { PrinterEmulatorRestarts = Counts.PrinterEmulatorRestarts + 1 },
        StationRole.Recorder => Counts with { RecorderRestarts = Counts.RecorderRestarts + 1 },
        StationRole.Web => Counts with { WebRestarts = Counts.WebRestarts + 1 },
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    });
}
