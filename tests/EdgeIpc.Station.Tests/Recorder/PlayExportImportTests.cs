using System.Globalization;
using EdgeIpc.Playout;
using EdgeIpc.Posix;
using EdgeIpc.Recorder;
using EdgeIpc.Ring;

namespace EdgeIpc.Tests;

/// <summary>Recordings in and out: played into a ring, as CSV, and back.</summary>
public sealed class PlayExportImportTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private readonly RecorderBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void An_imported_file_is_exported_as_it_was_to_the_last_byte()
    {
        _bench.Publish(5_000);
        string csv = Write("tap.csv", _bench.TapText(_bench.Published));
        Assert.Equal($"5000 samples are in {_bench.State}/tap.recording.\n", _bench.Run("import", csv).Output);
        Assert.Equal(File.ReadAllText(csv), _bench.Run("export", $"{_bench.State}/tap.recording", "--csv").Output);
        string copy = $"{_bench.State}/copy.csv";
        Assert.Equal(0, _bench.Run("export", $"{_bench.State}/tap.recording/000001.rec", "--csv", "--out", copy).ExitCode);
        Assert.Equal(File.ReadAllText(csv), File.ReadAllText(copy));
        Assert.False(File.Exists(copy + ".part"));
    }

    [Fact]
    public void A_head_with_quotes_and_numbers_that_are_none_survive()
    {
        string text = "sequence,takenAtNs,\"a, \"\"b\"\" [m/s]\"\n0,5,NaN\n7,6,Infinity\n8,7,-1.5E-39\n";
        string csv = Write("odd.csv", text);
        Assert.Equal(0, _bench.Run("import", csv).ExitCode);
        Assert.Equal(text, _bench.Run("export", $"{_bench.State}/odd.recording", "--csv").Output);
        using var recording = SampleRecording.Open($"{_bench.State}/odd.recording");
        Assert.Equal(new RecordingChannel("a, \"b\"", "m/s"), Assert.Single(recording.Description.Channels));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("time,x\n", "line 1: the head line must begin with sequence,takenAtNs")]
    [InlineData("sequence,takenAtNs\n", "line 1: 0 channels")]
    [InlineData("sequence,takenAtNs,a,b,c,d,e\n", "line 1: 5 channels")]
    [InlineData("sequence,takenAtNs,x\n1,2,3\n1,3,4\n", "line 3: the sequence 1 does not come after 1")]
    [InlineData("sequence,takenAtNs,x\n-1,2,3\n", "line 2: the sequence")]
    [InlineData("sequence,takenAtNs,x\n1,2.5,3\n", "line 2: takenAtNs")]
    [InlineData("sequence,takenAtNs,x\n1,2,3,4\n", "line 2: there are more than 3 fields")]
    [InlineData("sequence,takenAtNs,x\n1,2\n", "line 2: the value of x is no number")]
    [InlineData("sequence,takenAtNs,x\n1,2,three\n", "line 2: the value of x is no number")]
    public void A_file_that_is_wrong_is_refused_with_the_line(string text, string sentence)
    {
        var refusal = Assert.Throws<RefusedException>(() =>
        {
            using var csv = new SampleCsv(Write("wrong.csv", text));
            while (csv.TryRead(out _))
            {
            }
        });
        Assert.Equal(ExitCode.BadDocument, refusal.ExitCode);
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sequence,takenAtNs,x\n", "holds no samples")]
    [InlineData("sequence,takenAtNs,x\n1,2,3\nand then,nothing", "line 3: the sequence")]
    public void Of_a_file_that_is_wrong_nothing_is_imported(string text, string sentence)
    {
        var outcome = _bench.Run("import", Write("wrong.csv", text));
        Assert.Equal((int)ExitCode.BadDocument, outcome.ExitCode);
        Assert.Contains(sentence, outcome.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_bench.State, "wrong*"));
    }

    [Fact]
    public void A_part_is_exported_by_its_time()
    {
        _bench.Publish(10_000);
        string recording = Import();
        Assert.Equal(_bench.TapText(_bench.Published.Skip(2_000).Take(500)), _bench.Run("export", recording, "--csv", "--from", "2s", "--to", "2.5s").Output);
        DateTimeOffset start;
        using (var opened = SampleRecording.Open(recording)) start = opened.Segment.ToWallTime(_bench.Published[0].TakenAtNs);
        string from = start.AddSeconds(9).ToString("O", CultureInfo.InvariantCulture);
        Assert.Equal(_bench.TapText(_bench.Published.Skip(9_000)), _bench.Run("export", recording, "--csv", "--from", from).Output);
        Assert.Equal((int)ExitCode.Usage, _bench.Run("export", recording, "--csv", "--from", "soon").ExitCode);
    }

    [Fact]
    public void A_damaged_recording_gives_what_is_whole_and_names_the_rest()
    {
        _bench.Publish(20_000);
        string segment = Import() + "/000001.rec";
        byte[] bytes = File.ReadAllBytes(segment);
        bytes[4096 + 40 + 1000] ^= 1;
        File.WriteAllBytes(segment, bytes);
        var outcome = _bench.Run("export", segment, "--csv");
        Assert.Equal((int)ExitCode.BadDocument, outcome.ExitCode);
        Assert.Contains("block 0 at byte 4096 has a wrong checksum", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(_bench.TapText(_bench.Published.Skip(8192)), outcome.Output);
    }

    [Fact]
    public void What_can_not_be_read_or_written_is_refused_by_name()
    {
        string text = Write("notes.txt", "no recording");
        _bench.Publish(10);
        string recording = Import();
        foreach (var (code, arguments) in ((ExitCode, string[])[])
        [
            (ExitCode.NoSuchFile, ["export", "/nowhere.rec", "--csv"]),
            (ExitCode.NoSuchFile, ["import", "/nowhere.csv"]),
            (ExitCode.NoSuchFile, ["play", "/nowhere.rec"]),
            (ExitCode.BadDocument, ["export", text, "--csv"]),
            (ExitCode.BadDocument, ["play", text]),
            (ExitCode.BadDocument, ["export", _bench.State, "--csv"]),
            (ExitCode.BadDocument, ["import", _bench.State]),
            (ExitCode.BadDocument, ["export", recording, "--csv", "--out", _bench.State]),
            (ExitCode.Usage, ["export", recording]),
            (ExitCode.Usage, ["import", $"{_bench.State}/samples.csv"]),
            (ExitCode.Usage, ["play", recording, "--speed", "0"]),
            (ExitCode.Usage, ["play", recording, "--speed", "101"]),
            (ExitCode.Usage, ["play", recording, "--speed", "NaN"]),
        ])
        {
            var outcome = _bench.Run(arguments);
            Assert.True((int)code == outcome.ExitCode, $"{string.Join(' ', arguments)}: {outcome.ExitCode}, {outcome.Errors}");
            Assert.Single(outcome.Errors.TrimEnd().Split('\n'));
        }
    }

    [Fact]
    public async Task A_recording_is_played_in_order_and_evenly_into_a_ring_of_its_own()
    {
        _bench.Publish(3_000);
        var play = _bench.Start("play", Import(), "--speed", "3");
        var played = await ReadPlayedAsync(3_000);
        Assert.Equal(_bench.Published.Select(sample => sample.Values[1]), played.Select(sample => sample.Values[1]));
        Assert.Equal(Enumerable.Range(0, 3_000).Select(i => (ulong)i), played.Select(sample => sample.Sequence));
        Assert.All(played.Zip(played.Skip(1)), pair => Assert.InRange(pair.Second.TakenAtNs - pair.First.TakenAtNs, 333_333, 333_334));
        var outcome = Edgeipc.Finish(play);
        Assert.Equal(0, outcome.ExitCode);
        Assert.StartsWith("Played 3000 samples of 2.999 s at speed 3", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(["x", "y", "temperature"], RingInfo.Read(_bench.Instance.PlayRingPath).Channels.Select(channel => channel.Name), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_loop_goes_on_until_it_is_stopped_and_has_the_ring_for_itself()
    {
        _bench.Publish(100);
        string recording = Import();
        var play = _bench.Start("play", recording, "--loop", "--speed", "10");
        var played = await ReadPlayedAsync(1_000);
        Assert.Equal(Enumerable.Range(0, 1_000).Select(i => _bench.Published[i % 100].Values[0]), played.Select(sample => sample.Values[0]));
        var second = _bench.Run("play", recording);
        Assert.Equal((int)ExitCode.Busy, second.ExitCode);
        ProcessControl.Send(play.Id, PosixSignalNumber.Interrupt);
        Assert.Equal(0, Edgeipc.Finish(play).ExitCode);
    }

    [Fact]
    public void A_recording_of_one_moment_has_no_pace_to_be_looped_at()
    {
        Assert.Equal(0, _bench.Run("import", Write("moment.csv", "sequence,takenAtNs,x\n1,2,3\n")).ExitCode);
        string recording = $"{_bench.State}/moment.recording";
        Assert.Contains("Played 1 samples", _bench.Run("play", recording).Output, StringComparison.Ordinal);
        var looped = _bench.Run("play", recording, "--loop");
        Assert.Equal((int)ExitCode.BadDocument, looped.ExitCode);
        Assert.Contains("holds samples of one moment only", looped.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void How_well_the_pace_was_kept_is_told_as_json_and_an_instance_that_is_not_there_is_made_for_it()
    {
        _bench.Publish(500);
        var outcome = Edgeipc.Run("play", Import(), "--json", "--speed", "2", "--instance", $"m{Environment.ProcessId}");
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        var played = System.Text.Json.JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal((500, 0.499, 2), (played.GetProperty("samples").GetInt32(), played.GetProperty("recordedSeconds").GetDouble(), played.GetProperty("speed").GetDouble()));
        double elapsed = played.GetProperty("playedSeconds").GetDouble();
        Assert.Equal(100 * (elapsed / (0.499 / 2) - 1), played.GetProperty("paceErrorPercent").GetDouble(), 0.01);
        var late = played.GetProperty("lateMs");
        Assert.True(late.GetProperty("p50").GetDouble() <= late.GetProperty("p99").GetDouble() && late.GetProperty("p99").GetDouble() <= late.GetProperty("max").GetDouble());
        Assert.False(Directory.Exists(Instance.InstanceName.Parse($"m{Environment.ProcessId}").Directory));
    }

    [Fact]
    public void A_recording_of_other_items_is_not_played()
    {
        string directory = Directory.CreateDirectory($"{_bench.State}/other").FullName;
        using (var writer = RecordingWriter.Open(directory, new RecordingDescription { ItemSizeBytes = 8, LayoutText = "a:u64@0 size:8" }, new RecordingOptions(), FileSharing.OwnerOnly, TimeProvider.System))
            writer.Append(new byte[8], 0);
        var outcome = _bench.Run("play", directory);
        Assert.Equal((int)ExitCode.BadDocument, outcome.ExitCode);
        Assert.Contains("holds other items than samples", outcome.Errors, StringComparison.Ordinal);
    }

    private string Import()
    {
        Assert.Equal(0, _bench.Run("import", Write("samples.csv", _bench.TapText(_bench.Published))).ExitCode);
        return $"{_bench.State}/samples.recording";
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_bench.State, name);
        File.WriteAllText(path, text);
        return path;
    }

    private async Task<List<Sample>> ReadPlayedAsync(int count)
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        using var watchdog = CancellationTokenSource.CreateLinkedTokenSource(Token);
        watchdog.CancelAfter(TimeSpan.FromMinutes(1));
        while (!File.Exists(_bench.Instance.PlayRingPath)) await poll.WaitForNextTickAsync(watchdog.Token);
        using var reader = RingReader<Sample>.Open(_bench.Instance.PlayRingPath, RingStart.At(0));
        var samples = new List<Sample>();
        var batch = new Sample[256];
        while (samples.Count < count)
        {
            await poll.WaitForNextTickAsync(watchdog.Token);
            for (int got = reader.Read(batch); got > 0; got = reader.Read(batch)) samples.AddRange(batch.AsSpan(0, got));
        }

        Assert.Equal(0, reader.Lost);
        return samples[..count];
    }
}
