using EdgeIpc.Spool;
using EdgeIpc.Spooler;
using Microsoft.Data.Sqlite;

namespace EdgeIpc.Tests.Torture;

/// <summary>A commit that takes longer than a hand needs at the plug: a worn memory card, or another process that writes.</summary>
public sealed class SlowJournalTests
{
    private static readonly TimeSpan HandAtThePlug = TimeSpan.FromSeconds(1.5);

    [Fact]
    public void A_printer_that_was_without_power_during_the_commit_gets_no_band_before_it_was_heard_again()
    {
        using var station = new TortureStation(timeScale: 20);
        station.Start();
        var model = station.Printer.Model;
        long job = station.Submit(new NumberedDocument("t000", IsPicture: false, 400, 1));
        station.TurnUntil(() => station.Spool.Totals().Bands.BandsConfirmed > 0, "a band is printed");
        station.Spool.PausePrinter();
        station.TurnUntilState(job, JobState.ProcessingStopped);
        // The line stands still, so that the printer answers nothing: the spooler has to ask before it may go on.
        long asked = station.Printer.BytesTaken;
        station.TurnFor(StatusPoll.Freshness, stopAtBytes: asked);
        station.Spool.ResumePrinter();
        station.TurnUntil(() => station.Spool.Find(job)!.State == JobState.Processing, "the job goes on", stopAtBytes: asked);

        using (var other = new SqliteConnection($"Data Source={station.Instance.SpoolDirectory}/spool.db;Pooling=False"))
        {
            other.Open();
            using var write = other.BeginTransaction(deferred: false);
            // The spooler hears the printer, and can't note its next band.
            station.TurnFor(HandAtThePlug);
            model.CutPower(TorturePrinter.NowNs);
            station.TurnFor(HandAtThePlug);
        }

        // The power comes back just when something is under way to the printer: the first bytes are lost, a question or the beginning of a band.
        long lost = station.Printer.BytesTaken + 20;
        station.TurnFor(StatusPoll.Freshness, stopAtBytes: lost);
        station.TurnUntil(() => model.HasLineCarriedOn, "the line has carried on in the dark", stopAtBytes: lost);
        model.RestorePower(TorturePrinter.NowNs);
        station.TurnUntil(() => model.IsOnline, "the printer is ready", stopAtBytes: lost);
        station.TurnUntil(station.IsAllDone, "the job is printed");
        Assert.Equal(0, station.Stop());
        station.AssertAllOnPaper();
    }
}
