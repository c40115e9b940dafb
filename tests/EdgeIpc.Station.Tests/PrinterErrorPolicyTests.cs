using EdgeIpc.Spool;
using EdgeIpc.Tests.Torture;

namespace EdgeIpc.Tests;

/// <summary>
/// The four printer-error-policies, at the moment for which they are made: the printer says that it is well and yet owes an
/// answer, here because one was lost on the line.
/// </summary>
public sealed class PrinterErrorPolicyTests
{
    private const string WhyItFailed = "The printer stopped confirming what it was sent.";

    [Fact]
    public void Retry_current_job_goes_on_with_the_same_job_after_a_pause()
    {
        var (station, first, second) = Begin("retry-current-job");
        using var _ = station;
        station.TurnUntilState(first, JobState.Completed);
        station.TurnUntilState(second, JobState.Completed);

        Assert.Equal(0, station.Stop());
        Assert.True(station.AssertAllOnPaper().Repeated > 0);
        string paper = station.Printer.TearOff().Text;
        AssertInOrder(paper, "t000.00000", "continued: t000", "t000.00199", "t001.00000");
    }

    [Fact]
    public void Retry_job_lets_others_go_first_and_says_so_on_the_paper()
    {
        var (station, first, second) = Begin("retry-job");
        using var _ = station;
        station.TurnUntilState(second, JobState.Completed);
        Assert.Equal((JobState.Pending, WhyItFailed), (station.Spool.Find(first)!.State, station.Spool.Find(first)!.Message));
        station.TurnUntilState(first, JobState.Completed);

        Assert.Equal(0, station.Stop());
        station.AssertAllOnPaper();
        AssertInOrder(station.Printer.TearOff().Text, "t000.00000", "not finished: t000", "t001.00000", "t001.00009", "continued: t000", "t000.00199");
    }

    [Fact]
    public void Abort_job_gives_it_up_and_says_so_on_the_paper()
    {
        var (station, first, second) = Begin("abort-job");
        using var _ = station;
        station.TurnUntilState(second, JobState.Completed);

        Assert.Equal(0, station.Stop());
        var job = station.Spool.Find(first)!;
        Assert.Equal((JobState.Aborted, JobStateReason.AbortedBySystem, WhyItFailed), (job.State, job.Reason, job.Message));
        string paper = station.Printer.TearOff().Text;
        AssertInOrder(paper, "t000.00000", "not finished: t000", "t001.00000", "t001.00009");
        Assert.DoesNotContain("t000.00199", paper, StringComparison.Ordinal);
        Assert.Equal(0, station.Printer.Model.Rows.RepeatedUnmarkedRows);
    }

    [Fact]
    public void Stop_printer_waits_for_a_person_and_then_goes_on()
    {
        var (station, first, second) = Begin("stop-printer");
        using var _ = station;
        station.TurnUntilState(first, JobState.ProcessingStopped);
        station.TurnUntil(() => station.Spool.Printer().IsPaused, "the printer is paused");
        Assert.Equal((JobStateReason.PrinterStopped, WhyItFailed), (station.Spool.Find(first)!.Reason, station.Spool.Find(first)!.Message));
        Assert.Equal(JobState.Pending, station.Spool.Find(second)!.State);

        station.Spool.ResumePrinter();
        station.TurnUntilState(second, JobState.Completed);

        Assert.Equal(0, station.Stop());
        station.AssertAllOnPaper();
        AssertInOrder(station.Printer.TearOff().Text, "t000.00000", "continued: t000", "t000.00199", "t001.00000");
    }

    /// <summary>A long job that loses an answer in its middle, and a short one behind it.</summary>
    private static (TortureStation Station, long First, long Second) Begin(string policy)
    {
        var station = new TortureStation(errorPolicy: policy, timeScale: 20);
        long first = station.Submit(new NumberedDocument("t000", IsPicture: false, 200, 1)), second = station.Submit(new NumberedDocument("t001", IsPicture: false, 10, 1));
        station.Start();
        station.TurnUntil(() => station.Spool.Totals().Bands.BandsConfirmed > 0, "printing has begun");
        station.Printer.AnswersToLose = 1;
        return (station, first, second);
    }

    private static void AssertInOrder(string paper, params string[] pieces)
    {
        int at = 0;
        foreach (string piece in pieces)
        {
            int found = paper.IndexOf(piece, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"{piece} is missing after character {at} of\n{paper}");
            at = found;
        }
    }
}
