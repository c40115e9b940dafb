using EdgeIpc.Camera;
using EdgeIpc.Ledger;
using EdgeIpc.Ring.Frames;
using EdgeIpc.Screen;
using EdgeIpc.Spool;

namespace EdgeIpc.Station;

/// <summary>Turns the ledger of a drained station into the demo's result.</summary>
/// <param name="figures">Reads the ledger.</param>
/// <param name="before">The spool as it was before: it lives on disk and remembers earlier demos.</param>
/// <param name="rateHz">Samples a second while the sources ran, as measured.</param>
internal sealed class DemoReconciliation(FiguresReader figures, SpoolTotals before, int seed, double rateHz)
{
    /// <summary>Who ran, while they still run: pids and restarts.</summary>
    public static IReadOnlyList<ProcessResult> Processes(StationSupervisor supervisor) =>
        [.. supervisor.Roles.Select(role => new ProcessResult(role.Name, role.ProcessId, role.Restarts))];

    /// <param name="turnAway">Answers what was sent to processes that have ended.</param>
    /// <param name="problems">What went wrong beside the balance, a sentence each.</param>
    public DemoResult Reconcile(IReadOnlyList<ProcessResult> processes, SignalPlayout signal, Action turnAway, string? png, IReadOnlyList<string> problems)
    {
        var (now, balance) = figures.ReadBalance(drained: true, turnAway);
        var spool = figures.ReadSpool();
        problems = [.. now.Readers.Select(reader => Unread(reader, processes)).OfType<string>(), .. problems];
        var rows = now.Rows ?? new RowFigures(0, 0, 0, 0, 0);
        return new DemoResult
        {
            Ok = balance.Holds && problems.Count == 0,
            Seed = seed,
            Processes = processes,
            Samples = new SamplesResult(
                now.Ticks.Due, now.Ticks.Published, now.Ticks.Missed, Math.Round(rateHz, 1),
                [.. now.Readers.Select(reader => new ReaderResult(reader.Name, reader.Read, reader.Lost, reader.Lag, reader.Standing))]),
            Frames = [.. now.Frames.Select(Frames)],
            Commands = Sum(now.Commands),
            Jobs = new JobsResult(
                now.Jobs.Accepted,
                spool.Jobs.Completed - before.Jobs.Completed, spool.Jobs.Canceled - before.Jobs.Canceled, spool.Jobs.Aborted - before.Jobs.Aborted,
                spool.Jobs.Waiting, before.Jobs.Waiting),
            Bands = new BandsResult(
                spool.Bands.BandsSent - before.Bands.BandsSent, spool.Bands.BandsConfirmed - before.Bands.BandsConfirmed,
                spool.Bands.BandsUnconfirmed, spool.Bands.BandsReprinted - before.Bands.BandsReprinted),
            Playout = new PlayoutResult(signal.Underruns, Math.Round(signal.TimeBuffering.TotalSeconds, 2), now.Ticks.Underruns, now.Ticks.Starved),
            Paper = new PaperResult(png, rows.FirstTime, figures.ReadEmulator()?.RowsRepeatedMarked ?? 0, rows.RepeatedUnmarked),
            Balanced = balance.Holds,
            Problems = [.. balance.Imbalances.Select(imbalance => imbalance.Sentence), .. problems],
        };
    }

    /// <summary>A reader of the station itself must have read everything and ended in order.</summary>
    private static string? Unread(ReaderFigures reader, IReadOnlyList<ProcessResult> processes) =>
        processes.Any(process => process.Role == reader.Name) && reader.Lag > 0
            ? $"The {reader.Name} {(reader.Standing == ReaderStanding.Died ? "died at the end" : "ended")} and left {reader.Lag} samples unread."
            : null;

    private static FramesResult Frames(FrameFigures figures)
    {
        var (width, height) = figures.Ring == CameraProcess.Grey
            ? (GreyFrame.WidthPixels, GreyFrame.HeightPixels)
            : (ThermalFrame.WidthPixels, ThermalFrame.HeightPixels);
        var ticks = figures.Ticks;
        // The schedule runs at a fixed rate: what was missed of it is what is missing in the rate.
        double rateHz = ticks.Due == 0 ? 0 : (double)CameraProcess.RateHz * ticks.Published / ticks.Due;
        return new FramesResult(
            figures.Ring, width, height, ticks.Due, ticks.Published, ticks.Missed, Math.Round(rateHz, 1),
            [.. figures.Readers.Select(viewer => new FrameViewerResult(viewer.Reader.Name, viewer.Reader.JoinedAt, viewer.Reader.Read, viewer.Reader.Lost, viewer.Torn))]);
    }

    private static CommandsResult Sum(IReadOnlyList<CommandFigures> queues) => new(
        queues.Sum(q => q.Sent), queues.Sum(q => q.Answered), queues.Sum(q => q.Expired), queues.Sum(q => q.Refused),
        queues.Sum(q => q.Interrupted), queues.Sum(q => q.NoReply), queues.Sum(q => q.Waiting));
}
