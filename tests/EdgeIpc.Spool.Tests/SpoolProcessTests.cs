using System.Diagnostics;
using System.Globalization;
using System.Text;
using EdgeIpc.Posix;

namespace EdgeIpc.Spool.Tests;

/// <summary>What other processes do to a spool: many at once, killed at any moment, a second spooler, no room left.</summary>
public sealed class SpoolProcessTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempSpool _temp = new();

    [Fact]
    public async Task Ten_processes_that_submit_at_once_each_get_their_own_numbers()
    {
        const int processes = 10, each = 5;
        _temp.Spool.Dispose();
        Directory.Delete(_temp.Path, recursive: true);

        // They also race to make the spool.
        var children = Enumerable.Range(0, processes).Select(i => SpoolChild.Start("submit", _temp.Path, $"p{i}", $"{each}")).ToList();
        var accepted = new List<(long Number, string Text)>();
        foreach (var child in children) accepted.AddRange(await ReadAcceptedAsync(child, expectedExitCode: 0));

        _temp.Reopen();
        Assert.Equal(processes * each, accepted.Select(entry => entry.Number).Distinct().Count());
        AssertPromised(accepted, exactly: true);
        // Each process's documents are in the order in which it submitted them.
        foreach (var own in accepted.GroupBy(entry => entry.Text.Split('/')[0], StringComparer.Ordinal)) Assert.Equal(own.OrderBy(entry => entry.Number), own);
    }

    [Fact]
    public async Task Whatever_a_killed_process_was_told_is_accepted_is_in_the_spool()
    {
        int seed = TestSeed.Next(output);
        var random = new Random(seed);
        var accepted = new List<(long Number, string Text)>();
        for (int round = 0; round < 6; round++)
        {
            var children = Enumerable.Range(0, 2).Select(i => SpoolChild.Start("submit", _temp.Path, $"r{round}p{i}", "100000")).ToList();
            var read = children.Select(child => ReadAcceptedAsync(child, expectedExitCode: 128 + 9)).ToList();
            // Kill each after some jobs, at a random moment of the next one.
            foreach (var child in children)
            {
                await WaitForJobsAsync(random.Next(1, 12));
                Spin(TimeSpan.FromMicroseconds(random.Next(20_000)));
                child.Kill();
            }

            foreach (var told in read) accepted.AddRange(await told);
        }

        output.WriteLine($"{accepted.Count} jobs were accepted before 12 kills");
        Assert.NotEmpty(accepted);
        _temp.Reopen();
        using var seat = _temp.Spool.TakeSeat()!;
        AssertPromised(accepted, exactly: false);
    }

    [Fact]
    public async Task A_second_spooler_is_refused_and_a_killed_one_frees_the_seat()
    {
        using var first = SpoolChild.Start("sit", _temp.Path);
        Assert.Equal("seated", await first.StandardOutput.ReadLineAsync(Token));
        Assert.Null(_temp.Spool.TakeSeat());
        Assert.True(_temp.Spool.IsSpoolerRunning);

        first.Kill();
        await first.WaitForExitAsync(Token);

        using var seat = _temp.Spool.TakeSeat();
        Assert.NotNull(seat);
    }

    [Fact]
    public async Task A_spool_that_may_not_grow_any_more_refuses_and_keeps_what_it_has()
    {
        using var child = SpoolChild.Start("fill", _temp.Path, "300000");
        var lines = (await child.StandardOutput.ReadToEndAsync(Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await child.WaitForExitAsync(Token);

        Assert.Equal(73, child.ExitCode);
        Assert.StartsWith("DiskFull: The disk that holds the spool ", lines[^1], StringComparison.Ordinal);
        Assert.Contains("RLIMIT_FSIZE", lines[^1], StringComparison.Ordinal);
        Assert.True(lines.Length > 2, string.Join('\n', lines));
        var accepted = lines[..^1].Select(line => long.Parse(line, CultureInfo.InvariantCulture));
        Assert.Equal(accepted, _temp.Spool.Jobs(withFinished: false).Select(job => job.Number));
        _temp.Accept("there is room again");
    }

    [Fact]
    public void A_full_disk_refuses_and_keeps_what_it_has()
    {
        long before = _temp.Accept("kept");
        // SQLite answers SQLITE_FULL for its own page limit as it does for ENOSPC.
        _temp.Spool.Database.Execute($"PRAGMA max_page_count = {_temp.Spool.Database.Number("PRAGMA page_count") + 2}");

        var refused = Assert.IsType<SubmitResult.DiskFull>(_temp.Spool.Submit(TempSpool.Text(new string('x', 100_000))));

        Assert.Equal($"The disk that holds the spool {_temp.Database} is full. Nothing was accepted.", refused.Sentence);
        Assert.Equal([before], _temp.Spool.Jobs(withFinished: true).Select(job => job.Number));
        _temp.Reopen();
        using var seat = _temp.Spool.TakeSeat()!;
        Assert.Equal("kept"u8, seat.TakeNext()!.Document);
        _temp.Accept("and goes on");
    }

    public void Dispose() => _temp.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<List<(long Number, string Text)>> ReadAcceptedAsync(Process child, int expectedExitCode)
    {
        using (child)
        {
            var accepted = new List<(long, string)>();
            // A last line without its end was cut by the kill: the number may be cut too, so it promises nothing here.
            string[] lines = (await child.StandardOutput.ReadToEndAsync(Token)).Split('\n');
            foreach (string line in lines[..^1])
            {
                string[] words = line.Split(' ');
                accepted.Add((long.Parse(words[0], CultureInfo.InvariantCulture), words[1]));
            }

            await child.WaitForExitAsync(Token);
            Assert.Equal(expectedExitCode, child.ExitCode);
            return accepted;
        }
    }

    private void AssertPromised(List<(long Number, string Text)> accepted, bool exactly)
    {
        var jobs = _temp.Spool.Jobs(withFinished: false).ToDictionary(job => job.Number);
        Assert.All(accepted, entry => Assert.Equal(entry.Text, jobs[entry.Number].Title));
        // At most the one that each killed process had in hand was committed and not told.
        if (exactly) Assert.Equal(accepted.Count, jobs.Count);
        else Assert.InRange(jobs.Count, accepted.Count, accepted.Count + 12);
        Assert.All(jobs.Values, job => Assert.Equal(job.Title, Encoding.UTF8.GetString(DocumentOf(job.Number))));
    }

    private byte[] DocumentOf(long job)
    {
        using var command = _temp.Spool.Database.Command("SELECT bytes FROM document WHERE job = $1", job);
        return (byte[])command.ExecuteScalar()!;
    }

    private async Task WaitForJobsAsync(int more)
    {
        using var watch = new FileWatch($"{_temp.Path}/wake");
        using var epoll = new Epoll();
        epoll.Add(watch.File, 1);
        var ready = new ReadyEvent[1];
        long wanted = _temp.Spool.Totals().Jobs.Accepted + more;
        while (_temp.Spool.Totals().Jobs.Accepted < wanted)
        {
            await Task.Run(() => epoll.Wait(ready, TimeSpan.FromSeconds(1)), Token);
            watch.Reset();
        }
    }

    private static void Spin(TimeSpan time)
    {
        long until = MonotonicClock.NowNs + (long)(time.TotalMicroseconds * 1000);
        while (MonotonicClock.NowNs < until) Thread.SpinWait(50);
    }
}
