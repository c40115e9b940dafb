using EdgeIpc.Ledger;
using EdgeIpc.Spool;
using EdgeIpc.Tests.Torture;

namespace EdgeIpc.Tests;

/// <summary>
/// What happens to paper, cover, head, plug and cable, one after the other within one job: each is said in IPP's words where
/// people look, the job waits, and after the repair it goes on by itself.
/// </summary>
public sealed class PrinterTroubleTests
{
    private static readonly Trouble[] Troubles =
    [
        new("paper out", PrinterStateReasons.MediaEmpty, "The paper is out.",
            printer => printer.Model.PullPaper(TorturePrinter.NowNs), printer => printer.Model.LoadPaper(0, TorturePrinter.NowNs)),
        new("cover", PrinterStateReasons.CoverOpen, "The printer's cover is open.",
            printer => printer.Model.SetCover(true, TorturePrinter.NowNs), printer => printer.Model.SetCover(false, TorturePrinter.NowNs)),
        new("hot head", PrinterStateReasons.OverTemperature, "The print head is too hot",
            printer => printer.Model.SetOverheated(true, TorturePrinter.NowNs), printer => printer.Model.SetOverheated(false, TorturePrinter.NowNs)),
        new("switched off", PrinterStateReasons.Offline, "The printer does not answer",
            printer => printer.Model.CutPower(TorturePrinter.NowNs), printer => printer.Model.RestorePower(TorturePrinter.NowNs)),
        new("silence", PrinterStateReasons.Offline, "The printer does not answer", printer => printer.IsMute = true, printer => printer.IsMute = false),
        new("cable pulled", PrinterStateReasons.Offline, "is not there", printer => printer.Unplug(), printer => printer.Plug()),
    ];

    [Fact]
    public void Each_trouble_stops_the_job_with_its_reason_and_after_the_repair_the_job_goes_on_by_itself()
    {
        using var station = new TortureStation(timeScale: 4);
        long job = station.Submit(new NumberedDocument("t000", IsPicture: false, 900, 1));
        station.Start();
        foreach (var trouble in Troubles)
        {
            AwaitProgress(station, $"it prints before: {trouble.Name}");
            trouble.Happens(station.Printer);
            station.TurnUntil(() => station.Spool.Printer() is { State: PrinterState.Stopped } now && now.Reasons.HasFlag(trouble.Reason), $"the reason is shown: {trouble.Name}");
            Assert.Contains(trouble.Sentence, station.Spool.Printer().Message, StringComparison.Ordinal);
            // What lamps and screen look at.
            station.TurnUntil(() => (PrinterStateReasons)SpoolerPage.TryRead(station.Instance.Counters.Spooler)!.Value.Counts.PrinterReasons == trouble.Reason, $"lamps and screen are told: {trouble.Name}");
            AssertShown(station.Run("jobs").Output, trouble);
            AssertShown(station.Run("status").Output, trouble);
            Assert.False(station.Spool.Find(job)!.State.IsFinished());

            trouble.Repaired(station.Printer);
            AwaitProgress(station, $"it goes on after: {trouble.Name}");
            station.TurnUntil(() => station.Spool.Printer().Reasons == PrinterStateReasons.None, $"no reason is shown any more: {trouble.Name}");
        }
    }

    [Fact]
    public void A_printer_that_tells_its_changes_is_seen_without_being_asked()
    {
        using var station = new TortureStation(timeScale: 4);
        long job = station.Submit(new NumberedDocument("t000", IsPicture: false, 200, 1));
        station.Start();
        AwaitProgress(station, "it prints");

        // From here on no question is answered: what is known comes by itself.
        station.Printer.AnswersNoQuestions = true;
        station.Printer.Model.PullPaper(TorturePrinter.NowNs);
        station.TurnUntil(() => station.Spool.Printer().Reasons.HasFlag(PrinterStateReasons.MediaEmpty), "paper out is told");
        station.Printer.Model.LoadPaper(0, TorturePrinter.NowNs);
        station.TurnUntil(() => !station.Spool.Printer().Reasons.HasFlag(PrinterStateReasons.MediaEmpty), "the new roll is told");

        station.Printer.AnswersNoQuestions = false;
        station.TurnUntilState(job, JobState.Completed);
        Assert.Equal(0, station.Stop());
        Assert.Equal(0, station.AssertAllOnPaper().Repeated);
    }

    [Fact]
    public void A_roll_that_nears_its_end_is_said_and_the_job_goes_on()
    {
        using var station = new TortureStation(timeScale: 4);
        station.Printer.Model.LoadPaper(900, TorturePrinter.NowNs);
        long job = station.Submit(new NumberedDocument("t000", IsPicture: false, 60, 1));
        station.Start();

        station.TurnUntil(() => station.Spool.Printer().Reasons == PrinterStateReasons.MediaLow, "the near end is shown");
        Assert.Equal("The paper is near its end.", station.Spool.Printer().Message);
        station.TurnUntilState(job, JobState.Completed);
        Assert.Equal(0, station.Stop());
        Assert.Equal(0, station.AssertAllOnPaper().Repeated);
    }

    private static void AwaitProgress(TortureStation station, string what)
    {
        long confirmed = station.Spool.Totals().Bands.BandsConfirmed;
        station.TurnUntil(() => station.Spool.Totals().Bands.BandsConfirmed > confirmed + 1, what);
    }

    private static void AssertShown(string output, Trouble trouble)
    {
        Assert.Contains(trouble.Reason.Keywords()[0], output, StringComparison.Ordinal);
        Assert.Contains(trouble.Sentence, output, StringComparison.Ordinal);
    }

    private sealed record Trouble(string Name, PrinterStateReasons Reason, string Sentence, Action<TorturePrinter> Happens, Action<TorturePrinter> Repaired);
}
