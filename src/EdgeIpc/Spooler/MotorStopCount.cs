using EdgeIpc.Ledger;
using EdgeIpc.Paper;
using EdgeIpc.Spool;

namespace EdgeIpc.Spooler;

/// <summary>
/// How often the head had to wait for the line in one job. An emulated printer counts that, and this takes the difference; of a
/// real one, or of a job that another spooler began, only the plan says what was to be expected.
/// </summary>
internal sealed class MotorStopCount
{
    private readonly string? _emulatorPage;
    private readonly long? _before;
    private readonly long _planned;

    /// <param name="emulatorPage">The emulated printer's counter page; null: the printer is a real one.</param>
    /// <param name="isFromTheStart">Nothing of the job was printed before.</param>
    public MotorStopCount(string? emulatorPage, BandPlan plan, int copies, bool isFromTheStart)
    {
        _emulatorPage = emulatorPage;
        _planned = plan.MotorStops * copies;
        _before = isFromTheStart ? Read() : null;
    }

    /// <summary>Up to now where the printer counts, else for all of the job.</summary>
    public MotorStops Now => _before is { } before && Read() is { } now
        ? new MotorStops(Math.Max(0, now - before), MotorStopSource.Printer)
        : new MotorStops(_planned, MotorStopSource.Plan);

    private long? Read() => _emulatorPage is null ? null : EmulatorPage.TryRead(_emulatorPage)?.Counts.MotorStops;
}
