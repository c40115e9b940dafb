using EdgeIpc.Spool;
using EdgeIpc.Tests.Torture;

namespace EdgeIpc.Tests;

/// <summary>A spooler is killed within a job: what becomes of it is decided by the settings, and by the job itself before them.</summary>
public sealed class AfterCrashTests
{
    [Fact]
    public void A_job_that_wants_to_be_held_is_held_whatever_the_settings_say_and_others_go_on()
    {
        using var station = new TortureStation(timeScale: 20);
        long ticket = station.Submit(new NumberedDocument("t000", IsPicture: false, 200, 1), afterCrash: CrashPolicy.Hold);
        long next = station.Submit(new NumberedDocument("t001", IsPicture: false, 10, 1));
        KillWithin(station);

        station.Start();
        station.TurnUntilState(next, JobState.Completed);

        var job = station.Spool.Find(ticket)!;
        Assert.Equal((JobState.PendingHeld, JobStateReason.PossiblyPrinted), (job.State, job.Reason));
        Assert.Equal(0, station.Stop());
        string paper = station.Printer.TearOff().Text;
        Assert.Contains("not finished: t000", paper, StringComparison.Ordinal);
        Assert.DoesNotContain("t000.00199", paper, StringComparison.Ordinal);
        Assert.Equal(0, station.Printer.Model.Rows.RepeatedUnmarkedRows);
    }

    [Fact]
    public void A_job_that_is_to_be_reprinted_begins_anew_as_a_copy()
    {
        using var station = new TortureStation(afterCrash: "reprint", timeScale: 20);
        long job = station.Submit(new NumberedDocument("t000", IsPicture: false, 200, 1));
        KillWithin(station);

        station.Start();
        station.TurnUntilState(job, JobState.Completed);

        Assert.Equal(0, station.Stop());
        station.AssertAllOnPaper();
        string paper = station.Printer.TearOff().Text;
        string copy = paper[paper.IndexOf("COPY: t000", StringComparison.Ordinal)..];
        Assert.Contains("t000.00000", copy, StringComparison.Ordinal);
        Assert.Contains("t000.00199", copy, StringComparison.Ordinal);
        Assert.DoesNotContain("continued", paper, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("continue")]
    [InlineData("reprint")]
    public void A_cut_that_may_have_been_made_is_not_made_again(string afterCrash)
    {
        using var station = new TortureStation(afterCrash: afterCrash, timeScale: 20);
        long job = station.Submit([.. "above\n"u8, 0x1b, (byte)'J', 130, 0x1d, (byte)'V', 1, .. "below the cut, a line that is printed after it\nlast\n"u8]);
        station.Start();
        station.TurnUntil(() => station.Printer.Model.Counters.Cuts == 1, "the paper is cut");
        // Its answer never arrives: whether the cut was made, nobody knows.
        station.Printer.LoseAnswers();
        station.Kill();
        station.Printer.LoseLine();
        station.Printer.LoseAnswers();

        station.Start();
        station.TurnUntilState(job, JobState.Completed);

        Assert.Equal(0, station.Stop());
        Assert.Equal(1, station.Printer.Model.Counters.Cuts);
        Assert.Contains("last", station.Printer.TearOff().Text, StringComparison.Ordinal);
        Assert.Equal(0, station.Printer.Model.Rows.RepeatedUnmarkedRows);
    }

    /// <summary>Kills the spooler while a band is under way, and the line loses what it held, so that the band can't be confirmed late.</summary>
    private static void KillWithin(TortureStation station)
    {
        station.Start();
        station.TurnUntil(() => station.Printer.Model.Paper.TotalRows > 100 && station.Spool.Totals().Bands.BandsUnconfirmed > 0, "a band is under way");
        station.Kill();
        station.Printer.LoseLine();
        station.Printer.Model.CutPower(TorturePrinter.NowNs);
        station.Printer.LoseAnswers();
        station.Printer.Model.RestorePower(TorturePrinter.NowNs);
    }
}
