using System.Text;
using EdgeIpc.Posix;

namespace EdgeIpc.Spool.Tests;

/// <summary>A spool that somebody else wrote to, or that a power cut left behind.</summary>
public sealed class SpoolDamageTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempSpool _temp = new();

    [Fact]
    public void A_copy_of_the_files_at_any_commit_holds_every_job_accepted_by_then()
    {
        var copies = new List<(string Path, long[] Jobs)>();
        var accepted = new List<long>();
        for (int i = 0; i < 8; i++)
        {
            accepted.Add(_temp.Accept($"document {i}"));
            copies.Add((CopySpool($"copy{i}"), [.. accepted]));
        }

        foreach (var (path, jobs) in copies) Assert.Equal(jobs, JobsIn(path));
    }

    [Fact]
    public void A_log_that_a_power_cut_tore_anywhere_leaves_whole_jobs_only()
    {
        var random = new Random(TestSeed.Next(output));
        var accepted = new List<long>();
        var logLengths = new List<long>();
        for (int i = 0; i < 6; i++)
        {
            accepted.Add(_temp.Accept(new string((char)('a' + i), 3_000)));
            logLengths.Add(new FileInfo($"{_temp.Database}-wal").Length);
        }

        for (int cut = 0; cut < 20; cut++)
        {
            string copy = CopySpool($"torn{cut}");
            long length = random.NextInt64(logLengths[^1] + 1);
            using (var log = File.OpenWrite($"{copy}/spool.db-wal")) log.SetLength(length);

            // What was synced before the cut is there, whole; of the transaction that was cut, nothing is.
            int whole = logLengths.Count(end => end <= length);
            Assert.Equal(accepted.Take(whole), JobsIn(copy));
        }
    }

    [Fact]
    public void A_file_that_is_no_database_is_named_and_left_alone()
    {
        string directory = Plant("this is not a database, and it is longer than a header of one hundred bytes: " + new string('x', 100));

        var error = Assert.Throws<SpoolUnusableException>(() => Open(directory));

        Assert.Equal(SpoolFault.Damaged, error.Fault);
        Assert.Equal($"The spool {directory}/spool.db is damaged (file is not a database). The spooler sets it aside when it starts, and saves what can be read.", error.Message);
        Assert.StartsWith("this is not a database", File.ReadAllText($"{directory}/spool.db"), StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_inside_is_found_before_a_job_is_printed()
    {
        for (int i = 0; i < 20; i++) _temp.Accept(new string('x', 2_000));
        _temp.Spool.Dispose();
        using (var file = File.OpenWrite(_temp.Database))
        {
            // All pages but the first are overwritten.
            file.Position = 4096;
            file.Write(new byte[(int)(file.Length - 4096)]);
        }

        var error = Assert.Throws<SpoolUnusableException>(() =>
        {
            using var spool = _temp.Open();
            using var seat = spool.TakeSeat();
        });

        Assert.Equal(SpoolFault.Damaged, error.Fault);
    }

    [Fact]
    public void A_seat_whose_database_is_damaged_is_free_again()
    {
        _temp.Accept();
        _temp.Spool.Database.Execute("PRAGMA ignore_check_constraints = ON");
        _temp.Spool.Database.Execute("UPDATE job SET copies = 0");
        _temp.Spool.Database.Execute("PRAGMA ignore_check_constraints = OFF");

        Assert.Throws<SpoolUnusableException>(() => _temp.Spool.TakeSeat());

        Assert.False(_temp.Spool.IsSpoolerRunning);
    }

    [Fact]
    public void A_state_that_no_version_writes_is_damage()
    {
        _temp.Accept();
        _temp.Spool.Database.Execute("UPDATE job SET state = 'printing'");

        var error = Assert.Throws<SpoolUnusableException>(() => _temp.Spool.Jobs(withFinished: true));

        Assert.Equal(SpoolFault.Damaged, error.Fault);
        Assert.Contains("\"printing\" is no job state", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_spool_of_another_version_is_refused_and_not_changed()
    {
        _temp.Accept();
        _temp.Spool.Database.Execute("PRAGMA user_version = 4");
        _temp.Spool.Dispose();

        var error = Assert.Throws<SpoolUnusableException>(() => _temp.Open());

        Assert.Equal(SpoolFault.OtherVersion, error.Fault);
        Assert.Contains("is a spool of version 4; this program keeps version 3.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_spool_of_an_earlier_version_is_taken_over_with_its_jobs(int version)
    {
        long job = _temp.Accept();
        var database = _temp.Spool.Database;
        database.Execute("ALTER TABLE job DROP COLUMN motor_stops_by");
        if (version == 1)
        {
            database.Execute("DROP INDEX job_finished");
            foreach (string column in (string[])["after_crash", "first_run", "finish_order", "paper_rows", "paper_bands", "line_bytes", "bands_reprinted", "printing_ms", "motor_stops", "warning"])
                database.Execute($"ALTER TABLE job DROP COLUMN {column}");
            foreach (string column in (string[])["bytes", "took_ms"]) database.Execute($"ALTER TABLE band DROP COLUMN {column}");
            database.Execute("ALTER TABLE printer DROP COLUMN unfinished_canceled");
            database.Execute("ALTER TABLE document DROP COLUMN hash");
            database.Execute("ALTER TABLE job ADD COLUMN not_before_ms INTEGER");
            database.Execute("CREATE INDEX job_finished ON job (finished_at_ms) WHERE finished_at_ms IS NOT NULL");
        }

        database.Execute($"PRAGMA user_version = {version}");
        _temp.Spool.Dispose();
        using var opened = _temp.Open();

        Assert.Equal(new MotorStops(0, MotorStopSource.None), opened.Find(job)!.Cost.MotorStops);
        Assert.Equal(JobState.Pending, opened.Find(job)!.State);
    }

    [Fact]
    public void A_database_of_another_program_is_refused_and_not_changed()
    {
        _temp.Spool.Database.Execute("PRAGMA application_id = 77");
        _temp.Spool.Dispose();

        var error = Assert.Throws<SpoolUnusableException>(() => _temp.Open());

        Assert.Equal(SpoolFault.OtherVersion, error.Fault);
        Assert.Contains("another program's database", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_may_not_be_written_is_named()
    {
        Assert.SkipWhen(Accounts.EffectiveUserId == 0, "root may write everywhere");
        string closed = _temp.Beside("closed");
        Directory.CreateDirectory(closed, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var error = Assert.Throws<SpoolUnusableException>(() => Open($"{closed}/spool"));

        Assert.Equal(SpoolFault.NotPermitted, error.Fault);
    }

    [Fact]
    public void The_database_and_its_log_have_the_mode_of_the_sharing_whatever_the_umask()
    {
        _temp.Accept();

        Assert.All(["spool.db", "spool.db-wal", "spool.db-shm", "wake"],
            name => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode($"{_temp.Path}/{name}")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_temp.Path));
    }

    public void Dispose() => _temp.Dispose();

    private static PrintSpool Open(string directory) => PrintSpool.Open(directory, FileSharing.OwnerOnly, new SpoolLimits(), TimeProvider.System);

    private static IEnumerable<long> JobsIn(string directory)
    {
        using var spool = Open(directory);
        using var seat = spool.TakeSeat()!;
        return [.. spool.Jobs(withFinished: true).Select(job => job.Number)];
    }

    /// <summary>The database and its log as a power cut leaves them; the index of the log lies in memory and is lost.</summary>
    private string CopySpool(string name)
    {
        string copy = _temp.Beside(name);
        Directory.CreateDirectory(copy);
        foreach (string file in (string[])["spool.db", "spool.db-wal"]) File.Copy($"{_temp.Path}/{file}", $"{copy}/{file}");
        return copy;
    }

    private string Plant(string content)
    {
        string directory = _temp.Beside("planted");
        Directory.CreateDirectory(directory);
        File.WriteAllText($"{directory}/spool.db", content, Encoding.ASCII);
        return directory;
    }
}
