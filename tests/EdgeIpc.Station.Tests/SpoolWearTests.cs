using System.Buffers.Binary;
using EdgeIpc.Spool;
using EdgeIpc.Tests.Torture;

namespace EdgeIpc.Tests;

/// <summary>
/// What a job costs a memory card, read from the log that the real spooler wrote: a frame for each page, and in the header of
/// a commit's last frame the size of the database (sqlite.org/fileformat2.html, 4.1). Each commit is one fsync.
/// </summary>
public sealed class SpoolWearTests(ITestOutputHelper output)
{
    private const int LogHeaderBytes = 32, FrameHeaderBytes = 24;

    [Fact]
    public void A_job_costs_about_a_commit_a_band_and_three_more()
    {
        using var station = new TortureStation(timeScale: 100);
        station.Start();
        // The first job also pays for what is said once: that the printer is well, that line and printer are in step.
        station.TurnUntilState(station.Submit(new NumberedDocument("t000", IsPicture: false, 5, 1)), JobState.Completed);

        foreach (var document in (NumberedDocument[])[new("t001", IsPicture: false, 5, 1), new("p002", IsPicture: true, 400, 1)])
        {
            var before = ReadLog(station);
            long job = station.Submit(document);
            var submitted = ReadLog(station);
            station.TurnUntilState(job, JobState.Completed);
            var after = ReadLog(station);

            int bands = station.Spool.Find(job)!.Cost.Bands;
            long documentBytes = station.Spool.Find(job)!.DocumentBytes;
            output.WriteLine($"{document.Title}: {documentBytes} bytes in {bands} bands. Submitting: {submitted.Commits - before.Commits} commit, {submitted.Bytes - before.Bytes} bytes. Printing: {after.Commits - submitted.Commits} commits, {after.Bytes - submitted.Bytes} bytes, {(after.Bytes - submitted.Bytes) / bands} a band.");
            Assert.Equal(1, submitted.Commits - before.Commits);
            // Taking and completing; and a confirmation that finds no room for the next band is noted by itself.
            Assert.InRange(after.Commits - submitted.Commits, 1, bands + (bands / 2) + 2);
            Assert.InRange(after.Bytes - submitted.Bytes, 1, (bands + 3) * 8 * 1024);
        }

        Assert.Equal(0, station.Stop());
        station.AssertAllOnPaper();
    }

    [Fact]
    public void A_spooler_that_has_nothing_to_do_writes_nothing()
    {
        using var station = new TortureStation(timeScale: 100);
        station.Start();
        station.TurnUntil(() => SpoolerIsIdle(station), "the spooler is in step with its printer");
        var before = ReadLog(station);

        long until = TorturePrinter.NowNs + 2_500_000_000;
        station.TurnUntil(() => TorturePrinter.NowNs > until, "it has looked at the spool some times");

        Assert.Equal(before, ReadLog(station));
    }

    private static bool SpoolerIsIdle(TortureStation station) =>
        Ledger.SpoolerPage.TryRead(station.Instance.Counters.Spooler)?.Counts.PrinterState == (long)PrinterState.Idle;

    private static (int Commits, long Bytes) ReadLog(TortureStation station)
    {
        byte[] log = File.ReadAllBytes($"{station.Instance.SpoolDirectory}/spool.db-wal");
        int pageBytes = BinaryPrimitives.ReadInt32BigEndian(log.AsSpan(8));
        var salt = log.AsSpan(16, 8);
        int commits = 0, frames = 0;
        for (int at = LogHeaderBytes; at + FrameHeaderBytes + pageBytes <= log.Length && log.AsSpan(at + 8, 8).SequenceEqual(salt); at += FrameHeaderBytes + pageBytes)
        {
            frames++;
            if (BinaryPrimitives.ReadInt32BigEndian(log.AsSpan(at + 4)) != 0) commits++;
        }

        return (commits, (long)frames * (FrameHeaderBytes + pageBytes));
    }
}
