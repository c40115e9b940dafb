using EdgeIpc.Posix;

namespace EdgeIpc.Spool.Tests;

/// <summary>A spool with damaged pages: set aside whole, what can be read goes on, and new jobs are accepted.</summary>
public sealed class SpoolRescueTests(ITestOutputHelper output) : IDisposable
{
    private const int Jobs = 24;
    private const int PageBytes = 1024;

    private readonly TempSpool _temp = new();

    [Fact]
    public void Whichever_page_is_overwritten_every_job_is_printed_as_it_was_submitted_or_is_named_as_lost()
    {
        var random = new Random(TestSeed.Next(output));
        Fill();
        byte[] whole = File.ReadAllBytes(_temp.Database);
        int rescues = 0, untouched = 0;
        for (int round = 0; round < 12; round++)
        {
            // The first page is where SQLite begins to read; then any.
            int page = round == 0 ? 0 : random.Next(whole.Length / PageBytes);
            byte[] damaged = [.. whole];
            random.NextBytes(damaged.AsSpan(page * PageBytes, PageBytes));
            string directory = Plant($"round{round}", damaged);
            var (printed, aborted, report) = PrintAll(directory);

            string where = $"page {page}: {report?.Sentence}";
            if (report is null) untouched++;
            else rescues++;
            if (report is not null) Assert.Equal(damaged, File.ReadAllBytes(report.SetAside));
            Assert.All(printed, job => Assert.Equal(DocumentOf(job.Number), job.Document));
            long[] known = [.. printed.Select(job => job.Number), .. aborted, .. report?.LostJobs ?? []];
            Assert.True(known.Length == known.Distinct().Count(), where);
            // Of what the first page held only the file that is set aside tells.
            if (page > 0) Assert.True(Jobs - known.Length <= 0 || report!.JobsSaved == 0, where);
            if (round > 0) output.WriteLine($"page {page}: {printed.Count} printed, {aborted.Count} aborted; {report?.Sentence}");
        }

        Assert.True(rescues > 0 && untouched >= 0, "no page mattered");
    }

    [Fact]
    public void A_process_that_has_the_spool_open_goes_on_with_the_new_one()
    {
        Fill();
        using var submitter = _temp.Open();
        _temp.Spool.Dispose();
        long length = new FileInfo(_temp.Database).Length;
        using (var file = File.OpenWrite(_temp.Database))
        {
            // The very first page, and two in the middle.
            file.Write(new byte[PageBytes]);
            file.Position = length / PageBytes / 2 * PageBytes;
            file.Write(new byte[2 * PageBytes]);
        }

        var (printed, _, report) = PrintAll(_temp.Path);
        long next = ((SubmitResult.Accepted)submitter.Submit(TempSpool.Text("after the damage"))).JobNumber;

        Assert.NotNull(report);
        using var spool = _temp.Open();
        Assert.Equal("after the damage", spool.Find(next)!.Title);
        Assert.Equal(printed.Count, report.JobsSaved);
    }

    [Fact]
    public void A_document_that_changed_on_the_disk_is_that_jobs_end_and_not_the_queues()
    {
        long bad = _temp.Accept("bad"), good = _temp.Accept("good");
        _temp.Spool.Database.Execute("UPDATE document SET bytes = x'626144' WHERE job = $1", bad);
        using var seat = _temp.Spool.TakeSeat()!;

        Assert.Equal(good, seat.TakeNext()!.Job.Number);

        var job = _temp.Spool.Find(bad)!;
        Assert.Equal((JobState.Aborted, JobStateReason.DocumentFormatError, "Its document is damaged on the disk."), (job.State, job.Reason, job.Message));
    }

    [Fact]
    public void A_rescue_that_was_killed_is_begun_anew_and_a_second_damage_is_rescued_as_well()
    {
        Fill();
        _temp.Spool.Dispose();
        // Killed while it made the new one: half of it lies there, and the old one is still in use.
        File.WriteAllText($"{_temp.Path}/spool-2.db", "half a database");
        Directory.CreateDirectory($"{_temp.Path}/reading");
        for (int damage = 2; damage <= 3; damage++)
        {
            string inUse = damage == 2 ? _temp.Database : $"{_temp.Path}/spool-2.db";
            using (var file = File.OpenWrite(inUse))
            {
                file.Position = file.Length - PageBytes;
                file.Write(new byte[PageBytes]);
            }

            var report = PrintSpool.Rescue(_temp.Path, FileSharing.OwnerOnly, new SpoolUnusableException(SpoolFault.Damaged, "damaged"))!;
            Assert.Equal(inUse, report.SetAside);
            Assert.InRange(report.JobsSaved, Jobs - 10, Jobs);
        }

        Assert.Equal("spool-3.db", File.ReadAllText($"{_temp.Path}/current"));
    }

    [Fact]
    public void Another_spoolers_spool_is_not_rescued()
    {
        using var seat = _temp.Spool.TakeSeat();

        Assert.Null(PrintSpool.Rescue(_temp.Path, FileSharing.OwnerOnly, new SpoolUnusableException(SpoolFault.Damaged, "damaged")));
    }

    public void Dispose() => _temp.Dispose();

    private static byte[] DocumentOf(long job) => System.Text.Encoding.UTF8.GetBytes($"job {job} " + new string((char)('a' + job), 1_500));

    private void Fill()
    {
        for (int job = 1; job <= Jobs; job++) Assert.IsType<SubmitResult.Accepted>(_temp.Spool.Submit(new SubmitRequest(DocumentOf(job), DocumentFormat.Text) { Title = $"job {job}" }));
        // Into the database itself: what lies in the log only is another file.
        _temp.Reopen();
    }

    private string Plant(string name, byte[] database)
    {
        string directory = _temp.Beside(name);
        Directory.CreateDirectory(directory);
        File.WriteAllBytes($"{directory}/spool.db", database);
        return directory;
    }

    /// <summary>What a spooler does: opens, rescues if it must, prints everything.</summary>
    private (List<(long Number, byte[] Document)> Printed, List<long> Aborted, SpoolRescueReport? Report) PrintAll(string directory)
    {
        SpoolRescueReport? report = null;
        while (true)
        {
            try
            {
                using var spool = PrintSpool.Open(directory, FileSharing.OwnerOnly, _temp.Limits, _temp.Time);
                using var seat = spool.TakeSeat()!;
                var printed = new List<(long, byte[])>();
                while (seat.TakeNext() is { } claimed)
                {
                    printed.Add((claimed.Job.Number, claimed.Document));
                    seat.Complete(claimed.Job.Number);
                }

                return (printed, [.. spool.Jobs(withFinished: true).Where(job => job.State == JobState.Aborted).Select(job => job.Number)], report);
            }
            catch (SpoolUnusableException e) when (e.Fault == SpoolFault.Damaged && report is null)
            {
                report = PrintSpool.Rescue(directory, FileSharing.OwnerOnly, e);
            }
        }
    }
}
