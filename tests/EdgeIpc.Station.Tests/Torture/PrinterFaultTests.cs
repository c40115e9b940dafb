using EdgeIpc.Spool;

namespace EdgeIpc.Tests.Torture;

/// <summary>The roll ends at random dots, and the plug is pulled at random moments; the spooler is left alone.</summary>
public sealed class PrinterFaultTests(ITestOutputHelper output)
{
    // At twenty times the speed a row takes 100 us: the paper ends within a band, not between two looks.
    private const double TimeScale = 20;

    private readonly Lock _lock = new();
    private int _faults;
    private int _rounds;
    private long _jobs;
    private long _pieces;
    private long _repeated;
    private long _held;

    [Fact]
    public void Paper_that_ends_at_any_dot_costs_no_row()
    {
        int wanted = TortureSettings.Count("EDGEIPC_TEST_PAPER_OUTS", 4);
        Run(wanted, "EDGEIPC_TEST_PAPER_OUTS", "continue", (station, random) =>
        {
            var model = station.Printer.Model;
            long row = model.Paper.TotalRows + random.Next(1, 120);
            station.TurnUntil(() => model.Paper.TotalRows >= row || station.IsAllDone(), "the next dot is reached");
            model.PullPaper(TorturePrinter.NowNs);
            // Mostly the new roll comes soon, sometimes after somebody had to read what the queue says.
            if (random.Next(4) == 0) station.TurnUntil(() => station.Spool.Printer().Reasons.HasFlag(PrinterStateReasons.MediaEmpty), "the queue says that the paper is out");
            else station.TurnFor(TimeSpan.FromMilliseconds(random.Next(200)));
            model.LoadPaper(0, TorturePrinter.NowNs);
        });
        output.WriteLine($"paper out at {_faults} random dots: {_jobs} jobs completed, {_pieces} rows and lines on paper, missing 0, twice unmarked 0, twice under a mark {_repeated}");
        Assert.Equal(0, _repeated);
    }

    [Theory]
    [InlineData("continue")]
    [InlineData("hold")]
    public void A_printer_that_loses_its_power_at_any_moment_has_every_job_completed_or_held_as_the_policy_says(string afterCrash)
    {
        int wanted = TortureSettings.Count("EDGEIPC_TEST_POWER_CUTS", 2);
        Run(wanted, "EDGEIPC_TEST_POWER_CUTS", afterCrash, (station, random) =>
        {
            var model = station.Printer.Model;
            // Mostly late enough for a band to be confirmed: a job that gets nowhere is tried less and less often.
            long row = model.Paper.TotalRows + random.Next(1, random.Next(4) == 0 ? 120 : 2_000);
            station.TurnUntil(() => model.Paper.TotalRows >= row || station.HasNothingToPrint(), "the next moment is reached");
            model.CutPower(TorturePrinter.NowNs);
            // A person's hand and the printer's start need a second and a half. By the spooler's clock, which is not a faster one: it
            // relies on a printer that it heard half a second ago. Half of the time the roll is changed as well.
            if (random.Next(2) == 0) model.PullPaper(TorturePrinter.NowNs);
            station.TurnFor(TimeSpan.FromMilliseconds(random.Next(1_500, 2_000)));
            // On a busy machine the line stands still with this process; a real one does not wait.
            station.Printer.Turn();
            station.TurnUntil(() => model.HasLineCarriedOn, "the line has carried on in the dark");
            model.RestorePower(TorturePrinter.NowNs);
            if (model.HasPaper) return;
            station.TurnFor(TimeSpan.FromMilliseconds(random.Next(1_500)));
            model.LoadPaper(0, TorturePrinter.NowNs);
        });
        output.WriteLine($"power cut at {_faults} random moments, policy {afterCrash}: {_jobs} jobs completed, of which {_held} were held as possibly printed and released; {_pieces} rows and lines on paper, missing 0, twice unmarked 0, twice under a mark {_repeated}");
        if (afterCrash == "continue") Assert.Equal(0, _held);
    }

    private void Run(int wanted, string variable, string afterCrash, Action<TortureStation, Random> fault)
    {
        int seed = TortureSettings.Seed(output);
        output.WriteLine($"{variable}={wanted}");
        // Shared out among the stations, and a fresh one after ten.
        int each = Math.Clamp(wanted / TortureSettings.Stations, 1, 10);
        TortureSettings.RunRounds(seed, Next, (_, roundSeed) => Round(new Random(roundSeed), each, afterCrash, fault));

        int? Next()
        {
            lock (_lock) return _rounds * each < wanted ? _rounds++ : null;
        }
    }

    private void Round(Random random, int faults, string afterCrash, Action<TortureStation, Random> fault)
    {
        using var station = new TortureStation(afterCrash: afterCrash, timeScale: TimeScale);
        station.Start();
        int submitted = 0, held = 0;
        for (int done = 0; done < faults; done++)
        {
            while (station.Spool.Totals().Jobs.Waiting < 3) station.Submit(NumberedDocument.Random(submitted++, random));
            fault(station, random);
            held += ReleaseHeld(station);
        }

        while (!station.IsAllDone())
        {
            station.TurnFor(TimeSpan.FromMilliseconds(50));
            held += ReleaseHeld(station);
        }

        Assert.Equal(0, station.Stop());
        var paper = station.AssertAllOnPaper();
        lock (_lock) (_faults, _jobs, _pieces, _repeated, _held) = (_faults + faults, _jobs + station.Documents.Count, _pieces + paper.Pieces, _repeated + paper.Repeated, _held + held);
    }

    /// <summary>What a person does who has looked at the paper: print it again, marked.</summary>
    private static int ReleaseHeld(TortureStation station)
    {
        var held = station.Spool.Jobs(withFinished: false).Where(job => job.Reason == JobStateReason.PossiblyPrinted).ToList();
        foreach (var job in held) Assert.IsType<ManageResult.Done>(station.Spool.Release(job.Number));
        return held.Count;
    }
}
