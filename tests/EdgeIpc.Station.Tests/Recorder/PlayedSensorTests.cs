using EdgeIpc.Commands;
using EdgeIpc.Daemon;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;
using EdgeIpc.Ring;

namespace EdgeIpc.Tests;

/// <summary>The real sensor process with a recording for its sensor.</summary>
public sealed class PlayedSensorTests : IDisposable
{
    private const int SampleCount = 3_000;
    private readonly RecorderBench _bench = new();
    private readonly RunningRoles _station = new();

    public void Dispose()
    {
        _station.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public async Task Killed_at_random_moments_it_goes_on_with_the_very_sample_that_comes_next()
    {
        int seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        string settings = Settings();
        await _station.StartAsync(Role.Sensor, "--settings", settings);
        for (int kill = 1; kill <= 3; kill++)
        {
            int until = random.Next(kill * 600, kill * 600 + 400);
            await RunningRoles.UntilAsync(() => Published >= until);
            await _station.KillAsync(Role.Sensor);
            await _station.StartAsync(Role.Sensor, "--settings", settings);
        }

        await RunningRoles.UntilAsync(() => !Counts.IsScheduled);
        Assert.Equal(_bench.Published.Select(sample => sample.Values[1]), Played().Select(sample => sample.Values[1]));
        Assert.Equal(Counts.DueBefore, Published + Counts.Missed);
        // Said after the schedule has ended, and read by another thread.
        await RunningRoles.UntilAsync(() => _station.Log(Role.Sensor).Contains("The recording is over", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_pace_is_its_own_and_after_the_end_start_plays_it_again()
    {
        await _station.StartAsync(Role.Sensor, "--settings", Settings());
        Assert.Equal((ReplyCode.Refused, "A recording is played, and its pace is its own."), (_station.Send(new Command.Rate(10), Role.Sensor) is var reply ? reply.Code : default, reply.Sentence));
        await RunningRoles.UntilAsync(() => !Counts.IsScheduled);
        Assert.Equal(ReplyCode.Ok, _station.Send(new Command.Start(), Role.Sensor).Code);
        await RunningRoles.UntilAsync(() => Published > SampleCount + 100);
        await _station.StopAsync(Role.Sensor);
        Assert.Equal(_bench.Published[..100].Select(sample => sample.Values[0]), Played()[SampleCount..(SampleCount + 100)].Select(sample => sample.Values[0]));
    }

    private long Published => File.Exists(_station.Instance.RingPath) ? RingInfo.Read(_station.Instance.RingPath).Published : 0;

    private SensorCounts Counts => SensorPage.TryRead(_station.Instance.Counters.Sensor, () => Published)!.Value.Counts;

    /// <summary>A recording, and the settings that play it.</summary>
    private string Settings()
    {
        _bench.Publish(SampleCount);
        string csv = $"{_bench.State}/samples.csv", settings = $"{_bench.State}/settings.json";
        File.WriteAllText(csv, _bench.TapText(_bench.Published));
        Assert.Equal(0, _bench.Run("import", csv).ExitCode);
        File.WriteAllText(settings, $$"""{ "sensor": { "kind": "play", "file": "{{_bench.State}}/samples.recording" } }""");
        return settings;
    }

    private Sample[] Played()
    {
        using var reader = RingReader<Sample>.Open(_station.Instance.RingPath, RingStart.At(0));
        var samples = new List<Sample>();
        var batch = new Sample[1024];
        for (int read = reader.Read(batch); read > 0; read = reader.Read(batch)) samples.AddRange(batch.AsSpan(0, read));
        return [.. samples];
    }
}
