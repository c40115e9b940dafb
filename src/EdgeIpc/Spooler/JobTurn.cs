using EdgeIpc.Paper;
using EdgeIpc.Settings;
using EdgeIpc.Spool;

namespace EdgeIpc.Spooler;

/// <summary>
/// A job's turn at the printer, from its document to its end: plans it, settles what an earlier spooler left open, tells the
/// paper about it, and lets a <see cref="JobRun"/> print the rest.
/// </summary>
/// <param name="emulatorPage">The emulated printer's counter page; null: the printer is a real one.</param>
internal sealed class JobTurn(
    PrinterConnection printer, BandSender sender, JobPlan planner, SpoolerBoard board, SpoolerWaits waits, StationSettings settings, string? emulatorPage, TimeProvider time)
{
    public LinkEnd Print(ClaimedJob claimed)
    {
        var job = claimed.Job;
        var planned = planner.Build(job.Format, claimed.Document);
        if (planned is PlanResult.Refused refused)
        {
            board.Seat.Abort(job.Number, JobStateReason.DocumentFormatError, refused.Sentence);
            board.Log.Aborted(job.Number, refused.Sentence);
            return LinkEnd.Done;
        }

        var plan = ((PlanResult.Planned)planned).Plan;

        foreach (string warning in plan.Warnings) board.Log.PlanWarning(job.Number, warning);
        if (plan.MotorStops > 0) board.Log.Buffering(job.Number, plan.MotorStops);
        if (WhySetAside(claimed, plan) is { } why)
        {
            board.Seat.SetAside(job.Number, why);
            board.Log.SetAside(job.Number, why);
            return LinkEnd.Done;
        }

        if (IsTorn(claimed) && PolicyOf(job) == CrashPolicy.Reprint)
        {
            claimed = board.Seat.BeginMarked(claimed);
            board.Log.Reprinted(job.Number);
        }

        var end = Mark(claimed);
        if (end != LinkEnd.Done) return end;
        var motorStops = new MotorStopCount(emulatorPage, plan, job.Copies, isFromTheStart: claimed.Bands.Count == 0);
        return new JobRun(GiveUpUnrepeatable(claimed, plan), plan, sender, printer, board, waits, motorStops, time).Run();
    }

    private static bool IsTorn(ClaimedJob claimed) => claimed.Bands.Any(band => band.Fate == BandFate.Unconfirmed);

    /// <summary>The job's own wish, else what the settings say.</summary>
    private CrashPolicy PolicyOf(Job job) => job.AfterCrash ?? JobKeywords.ParseCrashPolicy(settings.Printer.AfterCrash)!.Value;

    private string? WhySetAside(ClaimedJob claimed, BandPlan plan)
    {
        if (claimed.Bands.Count == 0) return null;
        if (claimed.Job.PlanHash != plan.Hash) return "It was begun with another printer profile, line speed or version of this program.";
        return IsTorn(claimed) && PolicyOf(claimed.Job) == CrashPolicy.Hold ? "The spooler, its line or its printer failed while it was being printed." : null;
    }

    /// <summary>Tells the paper what a reader of it must know: that above is a torn or repeated piece, or that all of it is a copy.</summary>
    private LinkEnd Mark(ClaimedJob claimed)
    {
        var job = claimed.Job;
        if (claimed.Bands.Count == 0) return job.BeginsMarked ? sender.PrintMark(MarkBand.Copy(printer.Profile, job.Title)) : LinkEnd.Done;
        // A job that was put back has others' paper between its beginning and its rest.
        return IsTorn(claimed) || job.FailedAttempts > 0 ? sender.PrintMark(MarkBand.Continued(printer.Profile, job.Title)) : LinkEnd.Done;
    }

    /// <summary>A cut or a drawer kick that may have happened is not done again. Only now: until the mark is printed, it is what says that one is owed.</summary>
    private ClaimedJob GiveUpUnrepeatable(ClaimedJob claimed, BandPlan plan)
    {
        bool IsGivenUp(JournalBand band) => band is { Fate: BandFate.Unconfirmed, IsRepeatable: false };
        foreach (var band in claimed.Bands.Where(IsGivenUp)) board.Seat.NoteAbandoned(band.Serial);
        return claimed with
        {
            Bands = [.. claimed.Bands.Select(band => IsGivenUp(band) ? band with { Fate = BandFate.Abandoned } : band)],
            // Another plan has other bands: their numbers say nothing about these.
            DoneBefore = claimed.Job.PlanHash == plan.Hash ? claimed.DoneBefore : [],
        };
    }
}
