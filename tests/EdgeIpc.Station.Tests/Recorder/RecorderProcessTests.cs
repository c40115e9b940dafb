using System.Diagnostics;
using EdgeIpc.Playout;

namespace EdgeIpc.Tests;

/// <summary>The real recorder process: commanded, killed, out of disk.</summary>
public sealed class RecorderProcessTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private readonly RecorderBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task What_was_published_between_start_and_stop_is_exported_as_tap_prints_it()
    {
        _bench.Publish(10);
        var recorder = await _bench.StartRecorderAsync();
        Assert.Equal((0, $"Recording 1 into {_bench.Recording(1)}.\n"), ToPair(_bench.Run("record", "start")));
        _bench.Publish(20_000);
        await _bench.CaughtUpAsync();
        Assert.Contains("Recording 1 is ended: 20000 samples", _bench.Run("record", "stop").Output, StringComparison.Ordinal);
        _bench.Publish(10);
        Assert.Equal((0, _bench.TapText(_bench.Published.Skip(10).Take(20_000))), ToPair(_bench.Run("export", _bench.Recording(1), "--csv")));
        string status = _bench.Run("record", "status").Output;
        Assert.Contains("Nothing is being recorded", status, StringComparison.Ordinal);
        Assert.Contains(_bench.Recording(1), status, StringComparison.Ordinal);
        await RecorderBench.StopAsync(recorder);
        Assert.Equal((10, 20_010, 0, 20_020), (_bench.Page.JoinedAt, _bench.Page.Read, _bench.Page.Lost, _bench.Page.Cursor));
    }

    [Fact]
    public async Task Killed_at_random_moments_it_has_every_sample_once()
    {
        int seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        _bench.Publish(1);
        var recorder = await _bench.StartRecorderAsync();
        Assert.Equal(0, _bench.Run("record", "start").ExitCode);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        for (int kill = 0; kill < 5; kill++)
        {
            // Some blocks get full, some are in hand, some are just being written.
            for (int i = random.Next(5, 60); i > 0; i--)
            {
                await tick.WaitForNextTickAsync(Token);
                _bench.Publish(random.Next(1, 400));
            }

            recorder.Kill();
            await recorder.WaitForExitAsync(Token);
            _bench.Publish(random.Next(0, 500));
            recorder = await _bench.StartRecorderAsync();
        }

        await _bench.CaughtUpAsync();
        await RecorderBench.StopAsync(recorder);
        Assert.Equal(_bench.Published.Skip(1), ReadAll(_bench.Recording(1)));
        Assert.Equal((1, _bench.Ring.Published - 1, 0), (_bench.Page.JoinedAt, _bench.Page.Read, _bench.Page.Lost));
        var history = HistoryReader.Read($"{_bench.State}/edgeipc/{_bench.Name}/history", DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        Assert.Equal(_bench.Ring.Published - 1, history.Seconds.Sum(second => second.SampleCount));
    }

    [Fact]
    public async Task Away_for_longer_than_the_ring_lasts_it_counts_what_it_lost()
    {
        _bench.Publish(1);
        var recorder = await _bench.StartRecorderAsync();
        Assert.Equal(0, _bench.Run("record", "start").ExitCode);
        _bench.Publish(1000);
        await _bench.CaughtUpAsync();
        recorder.Kill();
        await recorder.WaitForExitAsync(Token);
        _bench.Publish(100_000);
        recorder = await _bench.StartRecorderAsync();
        await _bench.CaughtUpAsync();
        await RecorderBench.StopAsync(recorder);
        var recorded = ReadAll(_bench.Recording(1));
        Assert.Equal(100_000, _bench.Page.Read - 1000 + _bench.Page.Lost);
        Assert.True(_bench.Page.Lost > 0);
        Assert.Equal(_bench.Page.Read, recorded.Count);
        Assert.Equal(_bench.Published[^1], recorded[^1]);
    }

    [Fact]
    public async Task Told_to_stop_it_writes_what_is_in_hand_and_goes_on_later_in_the_same_recording()
    {
        _bench.Publish(1);
        var first = await _bench.StartRecorderAsync();
        Assert.Equal(0, _bench.Run("record", "start").ExitCode);
        _bench.Publish(100);
        await RecorderBench.StopAsync(first);
        Assert.Equal(_bench.Published.Skip(1), ReadAll(_bench.Recording(1)));
        _bench.Publish(100);
        var second = await _bench.StartRecorderAsync();
        _bench.Publish(100);
        await _bench.CaughtUpAsync();
        await RecorderBench.StopAsync(second);
        Assert.Equal(_bench.Published.Skip(1), ReadAll(_bench.Recording(1)));
        Assert.Equal(2, Directory.GetFiles(_bench.Recording(1)).Length);
    }

    [Fact]
    public async Task On_a_full_disk_the_recording_ends_with_a_sentence_and_reads_to_its_last_block()
    {
        _bench.Publish(1);
        // A limit on the size of files stands for the disk: the shell sets it, in KiB, then becomes the recorder.
        var limited = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", $"ulimit -f 100; exec {Path.Combine(AppContext.BaseDirectory, "edgeipc")} recorder --instance {_bench.Name} --lifeline"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The runtime's own mapping of its code is a file larger than the limit.
            Environment = { ["XDG_STATE_HOME"] = _bench.State, ["DOTNET_EnableWriteXorExecute"] = "0" },
        })!;
        var recorder = await _bench.ReadyAsync(limited);
        Assert.Equal(0, _bench.Run("record", "start").ExitCode);
        _bench.Publish(30_000);
        await _bench.CaughtUpAsync();
        string status = _bench.Run("record", "status").Output;
        Assert.Contains($"The disk that holds {_bench.Recording(1)} is full. Recording 1 has ended; its ", status, StringComparison.Ordinal);
        var recorded = ReadAll(_bench.Recording(1));
        Assert.True(recorded.Count > 0);
        Assert.Equal(_bench.Published.Skip(1).Take(recorded.Count), recorded);
        Assert.Equal(_bench.Ring.Published, _bench.Page.JoinedAt + _bench.Page.Read);
        await RecorderBench.StopAsync(recorder);
    }

    [Fact]
    public async Task What_others_need_of_the_disk_is_not_recorded_on()
    {
        _bench.Publish(1);
        string settings = Path.Combine(_bench.State, "settings.json");
        await File.WriteAllTextAsync(settings, """{"recorder": {"minFreeMegabytes": 1048576}}""", Token);
        Assert.SkipUnless(new DriveInfo(_bench.State).AvailableFreeSpace < 1L << 40, "This disk has more room than the largest reserve that can be set.");
        var recorder = await _bench.StartRecorderAsync("--settings", settings);
        var outcome = _bench.Run("record", "start");
        Assert.Equal((int)ExitCode.DiskFull, outcome.ExitCode);
        Assert.Contains("1048576 MiB are kept free for others", outcome.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(Path.GetDirectoryName(_bench.Recording(1))!));
    }

    [Fact]
    public async Task Without_a_recorder_or_a_sensor_it_says_so()
    {
        var none = _bench.Run("record", "start");
        Assert.Equal((int)ExitCode.Unavailable, none.ExitCode);
        Assert.Contains("has no recorder running", none.Errors, StringComparison.Ordinal);
        Assert.Contains("No recorder is running", _bench.Run("record", "status").Output, StringComparison.Ordinal);
        var recorder = await _bench.StartRecorderAsync();
        var early = _bench.Run("record", "start");
        Assert.Equal((int)ExitCode.Unavailable, early.ExitCode);
        Assert.Contains("no sensor has run", early.Errors, StringComparison.Ordinal);
        Assert.Equal((int)ExitCode.Busy, _bench.Run("recorder").ExitCode);
    }

    [Fact]
    public async Task A_recorder_that_was_stopped_is_settled_and_one_that_died_is_told()
    {
        _bench.Publish(1);
        var recorder = await _bench.StartRecorderAsync();
        _bench.Publish(1000);
        await _bench.CaughtUpAsync();
        await RecorderBench.StopAsync(recorder);
        _bench.Publish(500);
        Assert.Contains("recorder: 1500 = 1000 read + 0 lost + 500 since it left", _bench.Run("status").Output, StringComparison.Ordinal);
        recorder = await _bench.StartRecorderAsync();
        await _bench.CaughtUpAsync();
        Assert.Contains("recorder: 1500 = 1500 read + 0 lost + 0 not on disk yet", _bench.Run("status").Output, StringComparison.Ordinal);
        recorder.Kill();
        await recorder.WaitForExitAsync(Token);
        _bench.Publish(7);
        Assert.Contains("recorder: 1507 = 1500 read + 0 lost + 7 unread: its process died", _bench.Run("status").Output, StringComparison.Ordinal);
    }

    private static List<Ring.Sample> ReadAll(string path)
    {
        var samples = new List<Ring.Sample>();
        using var recording = Recorder.SampleRecording.Open(path);
        for (var step = recording.Next(); step != RecordingStep.End; step = recording.Next())
        {
            // A killed recorder may leave a block that was begun; it is in the next segment again.
            if (step == RecordingStep.Damage) Assert.Equal(RecordingFault.CutOff, recording.Damage!.Fault);
            else samples.AddRange(Recorder.SampleRecording.SamplesOf(recording));
        }

        return samples;
    }

    private static (int, string) ToPair(Outcome outcome) => (outcome.ExitCode, outcome.Output);
}
