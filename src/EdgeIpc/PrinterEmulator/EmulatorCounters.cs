using EdgeIpc.Ledger;
using EdgeIpc.Paper;
using Microsoft.Extensions.Logging;

namespace EdgeIpc.PrinterEmulator;

/// <summary>
/// Puts the model's counts onto the ledger's page. A page may hold the counts of an earlier emulator of this instance: they
/// stay, and this one's are added.
/// </summary>
internal sealed class EmulatorCounters(EmulatorPage page, PrinterModel model, ILogger log)
{
    private readonly EmulatorCounts _before = page.Counts;
    private long _dropped;
    private long _notUnderstood;
    private long _repeatedUnmarked;

    public void Publish()
    {
        var now = Add(_before);
        if (now != page.Counts) page.Set(now);
        Complain();
    }

    private EmulatorCounts Add(in EmulatorCounts before)
    {
        RowLedger rows = model.Rows;
        PrinterCounters counters = model.Counters;
        return new EmulatorCounts(
            RowsFirst: before.RowsFirst + rows.FirstTimeRows,
            RowsRepeatedMarked: before.RowsRepeatedMarked + rows.RepeatedMarkedRows,
            RowsRepeatedUnmarked: before.RowsRepeatedUnmarked + rows.RepeatedUnmarkedRows,
            RowsOrphaned: before.RowsOrphaned + rows.OrphanedRows + rows.UnnamedRows,
            BytesAccepted: before.BytesAccepted + counters.BytesAccepted,
            BytesDropped: before.BytesDropped + counters.BytesDropped,
            MotorStops: before.MotorStops + counters.MotorStops,
            Cuts: before.Cuts + counters.Cuts,
            PaperState: model.HasPaper ? model.IsPaperNearEnd ? 1 : 0 : 2,
            CoverOpen: model.IsCoverOpen ? 1 : 0,
            BufferedBytes: model.BufferedBytes);
    }

    private void Complain()
    {
        PrinterCounters counters = model.Counters;
        if (counters.BytesDropped > _dropped) EmulatorLog.Overflow(log, counters.BytesDropped - _dropped, counters.BytesDropped);
        if (counters.CommandsNotUnderstood > _notUnderstood) EmulatorLog.NotUnderstood(log, counters.CommandsNotUnderstood - _notUnderstood, counters.CommandsNotUnderstood);
        if (model.Rows.RepeatedUnmarkedRows > _repeatedUnmarked) EmulatorLog.RepeatedUnmarked(log, model.Rows.RepeatedUnmarkedRows - _repeatedUnmarked);
        (_dropped, _notUnderstood, _repeatedUnmarked) = (counters.BytesDropped, counters.CommandsNotUnderstood, model.Rows.RepeatedUnmarkedRows);
    }
}
