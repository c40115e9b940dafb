using System.Diagnostics;
using EdgeIpc.Commands;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;
using EdgeIpc.Ring;

namespace EdgeIpc.Tests;

/// <summary>The real sensor process: killed, commanded, tapped.</summary>
public sealed class SensorProcessTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(1);
    private static int s_count;
    private readonly StationInstance _instance = StationInstance.OpenOrCreate(InstanceName.Parse($"s{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}"));

    public void Dispose()
    {
        _instance.Remove();
        Directory.Delete(_instance.StateDirectory, recursive: true);
    }

    [Fact]
    public async Task Killed_at_random_moments_it_accounts_for_every_tick()
    {
        int seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (int kill = 0; kill < 5; kill++)
        {
            using var killed = await StartAsync();
            await WaitForSamplesAsync(random.Next(1, 60));
            killed.Kill();
            await killed.WaitForExitAsync(Token);
        }

        using var last = await StartAsync();
        await WaitForSamplesAsync(20);
        await StopAsync(last);
        var (counts, published) = SensorPage.TryRead(_instance.Counters.Sensor, () => RingInfo.Read(_instance.RingPath).Published)!.Value;
        Assert.False(counts.IsScheduled);
        Assert.Equal(counts.DueAt(MonotonicClock.NowNs), published + counts.Missed);
        Assert.True(counts.Missed > 0);
        Assert.Equal(6, RingInfo.Read(_instance.RingPath).Epoch);
    }

    [Fact]
    public async Task It_takes_what_the_controller_forwards_and_refuses_the_rest()
    {
        using var sensor = await StartAsync();
        Assert.Equal((ReplyCode.Ok, "Sampling at 200 Hz."), Send(new Command.Rate(200)));
        Assert.Equal((ReplyCode.Ok, "Paused; 200 Hz when started."), Send(new Command.Stop()));
        Assert.Equal((ReplyCode.Ok, "Sampling at 200 Hz."), Send(new Command.Start()));
        Assert.Equal(ReplyCode.Ok, Send(new Command.Ping()).Code);
        Assert.Equal(ReplyCode.Refused, Send(new Command.PrinterPause()).Code);
        await StopAsync(sensor);
        var received = ReceiverPage.TryRead(_instance.Counters.Receiver(Role.Sensor))!.Value.Counts;
        Assert.Equal((4, 1, 5), (received.Answered, received.Refused, SenderPage.TryRead(_instance.Counters.Senders(Role.Sensor))!.Value.Sent));
    }

    [Fact]
    public async Task A_second_sensor_is_refused_and_the_first_goes_on()
    {
        using var first = await StartAsync();
        var second = Edgeipc.Run("sensor", "--instance", _instance.Name.Name);
        Assert.Equal((int)ExitCode.Busy, second.ExitCode);
        Assert.Single(second.Errors.TrimEnd('\n').Split('\n'));
        await WaitForSamplesAsync(10);
        await StopAsync(first);
    }

    [Fact]
    public async Task Tap_prints_so_many_samples_with_the_channels_names_and_units()
    {
        using var sensor = await StartAsync();
        var csv = Edgeipc.Run("tap", "--instance", _instance.Name.Name, "--csv", "--count", "25");
        Assert.Equal((0, ""), (csv.ExitCode, csv.Errors));
        string[] lines = csv.Output.TrimEnd('\n').Split('\n');
        Assert.Equal("sequence,takenAtNs,x [g],y [g],z [g],temperature [°C]", lines[0]);
        long first = long.Parse(lines[1].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(25, lines.Length - 1);
        Assert.StartsWith($"{first + 24},", lines[^1], StringComparison.Ordinal);
        Assert.Equal(0, Edgeipc.Run("tap", "--instance", _instance.Name.Name, "--json", "--count", "1").ExitCode);
        await StopAsync(sensor);
    }

    [Fact]
    public async Task Tap_ends_cleanly_at_an_interrupt_and_when_nobody_reads_any_more()
    {
        using var sensor = await StartAsync();
        using var interrupted = Edgeipc.Start(null, "tap", "--instance", _instance.Name.Name);
        Assert.Contains("sequence", await interrupted.StandardOutput.ReadLineAsync(Token), StringComparison.Ordinal);
        ProcessControl.Send(interrupted.Id, PosixSignalNumber.Interrupt);
        Assert.Equal((0, ""), (Edgeipc.Finish(interrupted) is var one ? one.ExitCode : -1, one.Errors));

        using var unread = Edgeipc.Start(null, "tap", "--instance", _instance.Name.Name);
        await unread.StandardOutput.ReadLineAsync(Token);
        unread.StandardOutput.Close();
        await unread.WaitForExitAsync(Token).WaitAsync(Watchdog, Token);
        Assert.Equal((0, ""), (unread.ExitCode, await unread.StandardError.ReadToEndAsync(Token)));
        await StopAsync(sensor);
    }

    [Fact]
    public void Tap_says_when_there_is_nothing_to_tap_and_refuses_impossible_counts()
    {
        var none = Edgeipc.Run("tap", "--instance", _instance.Name.Name);
        Assert.Equal((int)ExitCode.Unavailable, none.ExitCode);
        File.WriteAllText(_instance.RingPath, "no ring");
        var foreign = Edgeipc.Run("tap", "--instance", _instance.Name.Name);
        Assert.Equal((int)ExitCode.BadDocument, foreign.ExitCode);
        Assert.Equal((int)ExitCode.Usage, Edgeipc.Run("tap", "--count", "0").ExitCode);
        Assert.Equal((int)ExitCode.Usage, Edgeipc.Run("tap", "--json", "--csv").ExitCode);
    }

    private async Task<Process> StartAsync()
    {
        var process = Edgeipc.Start(null, "sensor", "--instance", _instance.Name.Name, "--lifeline");
        string? line = await process.StandardOutput.ReadLineAsync(Token).AsTask().WaitAsync(Watchdog, Token);
        if (line != ProcessRun.ReadyLine) Assert.Fail(await process.StandardError.ReadToEndAsync(Token));
        return process;
    }

    private static async Task StopAsync(Process process)
    {
        ProcessControl.Send(process.Id, PosixSignalNumber.Terminate);
        await process.WaitForExitAsync(Token).WaitAsync(Watchdog, Token);
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>Until so many more are in the ring.</summary>
    private async Task WaitForSamplesAsync(int count)
    {
        using var reader = RingReader<Sample>.Open(_instance.RingPath, RingStart.Newest);
        while (reader.Published < reader.JoinedAt + count)
        {
            reader.Wait(Watchdog, Token);
            while (reader.TryRead(out _)) { }
            await Task.Yield();
        }
    }

    private (ReplyCode Code, string Sentence) Send(Command command)
    {
        var (sender, pages) = StationQueues.OpenSender(_instance);
        using (pages)
        using (sender)
        {
            var replied = Assert.IsType<SendResult.Replied>(sender.Send(Role.Sensor, command, TimeSpan.FromSeconds(30), Token));
            return (replied.Reply.Code, replied.Reply.Sentence);
        }
    }
}
