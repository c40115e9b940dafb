using EdgeIpc.Commands;
using EdgeIpc.Spool;
using EdgeIpc.Tests.Torture;

namespace EdgeIpc.Tests;

/// <summary>
/// A printer that answers nothing (POS-5890 class): only XON/XOFF and a model of its head say what must be printed. What a
/// job's policy says holds all the same.
/// </summary>
public sealed class SilentPrinterTests
{
    private const string Profile = "pos-5890";

    [Theory]
    [InlineData("continue", "continued: ")]
    [InlineData("reprint", "COPY: ")]
    [InlineData("hold", "not finished: ")]
    public void A_job_whose_spooler_is_killed_ends_as_its_policy_says(string afterCrash, string mark)
    {
        using var station = Station(afterCrash);
        var document = new NumberedDocument("t000", IsPicture: false, 120, 1);
        long job = Submit(station, document);
        station.Until(() => station.Spool.Totals().Bands.BandsConfirmed > 0, "a band must be printed");
        PrintingStation.Kill(station.Spooler!);
        station.StartSpooler();
        if (afterCrash == "hold")
        {
            station.Until(() => station.Spool.Find(job)!.Reason == JobStateReason.PossiblyPrinted, "the job is held");
            // A person looks at the paper and has it printed again, marked.
            Assert.IsType<ManageResult.Done>(station.Spool.Release(job));
        }

        station.UntilState(job, JobState.Completed);
        string paper = Stop(station);
        Assert.Contains(mark + document.Title, paper, StringComparison.Ordinal);
        AssertWhole(document, paper);
    }

    /// <summary>It says XOFF without paper, so that the line waits as a person does.</summary>
    [Fact]
    public void Paper_that_ends_costs_no_line()
    {
        using var station = Station("continue");
        var document = new NumberedDocument("t000", IsPicture: false, 120, 1);
        long job = Submit(station, document);
        station.Until(() => station.Spool.Totals().Bands.BandsConfirmed > 0, "a band must be printed");
        station.Change(new Command.Paper(PaperChange.Out));
        station.Change(new Command.Paper(PaperChange.In));
        station.UntilState(job, JobState.Completed);
        AssertWhole(document, Stop(station));
    }

    private static PrintingStation Station(string afterCrash)
    {
        var station = new PrintingStation(timeScale: 4, $$"""{ "printer": { "profile": "{{Profile}}", "afterCrash": "{{afterCrash}}" } }""");
        station.StartEmulator();
        station.StartSpooler();
        return station;
    }

    private static long Submit(PrintingStation station, NumberedDocument document) =>
        Assert.IsType<SubmitResult.Accepted>(station.Spool.Submit(document.ToRequest())).JobNumber;

    private static string Stop(PrintingStation station)
    {
        Assert.Equal(0, PrintingStation.Stop(station.Spooler!));
        station.UntilPrinterIsIdle();
        Assert.Equal(0, PrintingStation.Stop(station.Emulator!));
        Assert.Equal(0, station.Paper.BytesDropped);
        return station.PaperText;
    }

    private static void AssertWhole(NumberedDocument document, string paper)
    {
        var check = PaperCheck.Read([document], EdgeIpc.Paper.PrinterProfile.Load(Profile), rows: [], paper);
        Assert.Equal(document.Pieces, check.Pieces);
    }
}
