using EdgeIpc.Commands;
using EdgeIpc.Daemon;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;
using EdgeIpc.Ring;
using EdgeIpc.Settings;
using EdgeIpc.Spool;

namespace EdgeIpc.Tests;

/// <summary>The real controller process beside a real sensor: commanded, pressed, killed.</summary>
public sealed class ControllerProcessTests : IDisposable
{
    private readonly RunningRoles _station = new();

    public void Dispose() => _station.Dispose();

    [Fact]
    public async Task It_answers_forwards_and_prints()
    {
        await StartBothAsync();
        Assert.Equal(ReplyCode.Ok, _station.Send(new Command.Ping()).Code);
        Assert.Equal(new Reply(ReplyCode.Ok, "Sampling at 200 Hz."), _station.Send(new Command.Rate(200)));
        await RunningRoles.UntilAsync(() => RingInfo.Read(_station.Instance.RingPath).Published > 50);
        Assert.Equal(ReplyCode.Ok, _station.Send(new Command.PrintSummary(60)).Code);
        Assert.Equal(ReplyCode.Ok, _station.Send(new Command.PrintChart(60)).Code);
        Assert.Equal("The printer is paused; jobs wait on disk.", _station.Send(new Command.PrinterPause()).Sentence);
        Assert.Equal("The printer goes on.", _station.Send(new Command.PrinterResume()).Sentence);
        Assert.Equal(ReplyCode.OutOfRange, _station.Send(new Command.AlarmSet("altitude", AlarmDirection.Above, 1)).Code);
        Assert.Equal("This station has no supervisor.", _station.Send(new Command.Shutdown()).Sentence);
        var status = _station.Send(new Command.Status());
        Assert.Equal(200, status.Data!.Value.GetProperty("rateHz").GetInt32());
        Assert.Equal("Summary of 60 s, Chart of 60 s", string.Join(", ", Jobs().Select(job => job.Title)));
        await _station.StopAsync(Role.Controller);
        AssertBalanced();
    }

    [Fact]
    public async Task What_is_said_while_it_is_down_is_kept_by_the_kernel_and_heard_when_it_is_back()
    {
        await _station.StartAsync(Role.Controller);
        await _station.StopAsync(Role.Controller);
        var said = _station.Run("send", "say", "hello", "out", "there");
        Assert.Equal((0, "The kernel has it.\n"), (said.ExitCode, said.Output));
        await _station.StartAsync(Role.Controller);
        await RunningRoles.UntilAsync(() => _station.Log(Role.Controller).Contains("Somebody says: hello out there", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Killed_with_a_command_in_hand_it_counts_it_interrupted_and_does_not_run_it_again()
    {
        await StartBothAsync();
        // A sensor that stands still keeps the controller waiting with the request in hand.
        ProcessControl.Send(_station[Role.Sensor].Id, PosixSignalNumber.Stop);
        _station.Post(new Command.Rate(123));
        await RunningRoles.UntilAsync(() => Received().InHand == 1 && WaitingForSensor() == 1);
        await _station.KillAsync(Role.Controller);
        await _station.StartAsync(Role.Controller);
        Assert.Equal(1, Received().Interrupted);
        Assert.Contains("counted as interrupted", _station.Log(Role.Controller), StringComparison.Ordinal);
        ProcessControl.Send(_station[Role.Sensor].Id, PosixSignalNumber.Continue);
        Assert.Equal(ReplyCode.Ok, _station.Send(new Command.Ping()).Code);
        await RunningRoles.UntilAsync(() => ReceiverPage.TryRead(_station.Instance.Counters.Receiver(Role.Sensor))!.Value.Counts.Ended == 1);
        await _station.StopAsync(Role.Controller);
        AssertBalanced();
    }

    [Fact]
    public async Task A_sensor_that_does_not_answer_is_said_so_and_others_are_served_afterwards()
    {
        await StartBothAsync();
        ProcessControl.Send(_station[Role.Sensor].Id, PosixSignalNumber.Stop);
        var reply = _station.Send(new Command.Stop());
        Assert.Equal((ReplyCode.Unavailable, "The sensor does not answer; it may be starting again."), (reply.Code, reply.Sentence));
        Assert.Equal(ReplyCode.Ok, _station.Send(new Command.Ping()).Code);
        ProcessControl.Send(_station[Role.Sensor].Id, PosixSignalNumber.Continue);
    }

    [Fact]
    public async Task Told_to_stop_with_a_command_in_hand_it_answers_it_first()
    {
        await StartBothAsync();
        ProcessControl.Send(_station[Role.Sensor].Id, PosixSignalNumber.Stop);
        var asked = Task.Run(() => _station.Send(new Command.Stop()), TestContext.Current.CancellationToken);
        await RunningRoles.UntilAsync(() => Received().InHand == 1);
        await _station.StopAsync(Role.Controller);
        Assert.Contains("being stopped", (await asked).Sentence, StringComparison.Ordinal);
        Assert.Equal(0, Received().InHand);
        ProcessControl.Send(_station[Role.Sensor].Id, PosixSignalNumber.Continue);
    }

    [Fact]
    public async Task Killed_again_and_again_it_accounts_for_every_sample()
    {
        await StartBothAsync();
        for (int kill = 0; kill < 3; kill++)
        {
            long read = Reader().Read;
            await RunningRoles.UntilAsync(() => Reader().Read > read);
            await _station.KillAsync(Role.Controller);
            await _station.StartAsync(Role.Controller);
        }

        await _station.StopAsync(Role.Sensor);
        long published = RingInfo.Read(_station.Instance.RingPath).Published;
        await RunningRoles.UntilAsync(() => Reader().Cursor == published);
        Assert.Equal(published, Reader().JoinedAt + Reader().Read + Reader().Lost);
        Assert.Equal(0, Reader().Lost);
    }

    [Fact]
    public async Task Rate_and_alarms_survive_a_kill_and_a_reboot()
    {
        await StartBothAsync();
        _station.Send(new Command.Rate(250));
        _station.Send(new Command.AlarmSet("z", AlarmDirection.Above, 1000));
        await _station.KillAsync(Role.Controller);
        await _station.StopAsync(Role.Sensor);
        // What a reboot takes away: everything in memory.
        _station.Instance.Remove();
        Instance.StationInstance.OpenOrCreate(_station.Instance.Name);
        await StartBothAsync();
        Assert.Contains("z above 1000", _station.Send(new Command.AlarmList()).Data!.Value.GetProperty("alarms")[0].GetString(), StringComparison.Ordinal);
        await RunningRoles.UntilAsync(() => _station.Send(new Command.Status()).Data!.Value.GetProperty("rateHz").GetInt32() == 250);
    }

    [Fact]
    public async Task An_alarm_is_logged_and_printed_and_lights_the_lamp()
    {
        await StartBothAsync();
        _station.Send(new Command.AlarmSet("temperature", AlarmDirection.Below, 10_000));
        await RunningRoles.UntilAsync(() => Jobs().Any(job => job.Title == "Alarm"));
        Assert.Contains("Alarm: temperature below 10000", _station.Log(Role.Controller), StringComparison.Ordinal);
        await RunningRoles.UntilAsync(() => IsLit("trouble"));

        // One that still holds is not told again by the next process.
        await _station.KillAsync(Role.Controller);
        await _station.StartAsync(Role.Controller);
        await RunningRoles.UntilAsync(() => IsLit("trouble"));
        Assert.Single(Jobs());
        _station.Send(new Command.AlarmClear());
        await RunningRoles.UntilAsync(() => !IsLit("trouble"));
        Assert.True(IsLit("sampling"));
    }

    [Fact]
    public async Task A_pressed_button_does_what_the_typed_command_does()
    {
        await StartBothAsync();
        await RunningRoles.UntilAsync(() => Reader().Read > 0);
        Assert.Equal("Button mark is pressed.", _station.Send(new Command.Press("mark", Long: false)).Sentence);
        _station.Send(new Command.Press("1", Long: false));
        _station.Send(new Command.Press("pause", Long: false));
        Assert.Equal(ReplyCode.OutOfRange, _station.Send(new Command.Press("fire", Long: false)).Code);
        await RunningRoles.UntilAsync(() => Jobs().Any(job => job.Title == "Chart of 10 s"));
        using (var spool = StationSpool.Open(_station.Instance, new SpoolSettings()))
            await RunningRoles.UntilAsync(() => spool.Spool.Printer().IsPaused);
        _station.Send(new Command.Press("pause", Long: true));
        await RunningRoles.UntilAsync(() => _station.Log(Role.Controller).Contains("Button pause: Unavailable, This station has no supervisor.", StringComparison.Ordinal));
        Assert.Matches("Mark at sample [0-9]+: button", _station.Log(Role.Controller));
    }

    [Fact]
    public async Task On_real_hardware_nothing_is_simulated()
    {
        string settings = Path.Combine(_station.Instance.StateDirectory, "settings.json");
        await File.WriteAllTextAsync(settings, "{ \"printer\": { \"device\": \"/dev/nowhere\" } }", TestContext.Current.CancellationToken);
        await _station.StartAsync(Role.Controller, "--settings", settings);
        Assert.Equal(ReplyCode.Refused, _station.Send(new Command.Paper(PaperChange.Out)).Code);
        Assert.Equal(ReplyCode.Refused, _station.Send(new Command.PowerCut()).Code);
        Assert.Equal(ReplyCode.Refused, _station.Send(new Command.Kill("sensor")).Code);
    }

    private async Task StartBothAsync()
    {
        await _station.StartAsync(Role.Sensor);
        await _station.StartAsync(Role.Controller);
    }

    private ReceiverCounts Received() => ReceiverPage.TryRead(_station.Instance.Counters.Receiver(Role.Controller))?.Counts ?? default;

    private int WaitingForSensor()
    {
        using var queue = PosixMessageQueue.Open(_station.Instance.Queues.NameOf(Role.Sensor));
        return queue!.GetAttributes().WaitingMessages;
    }

    private ReaderCounts Reader() => ReaderPage.TryRead(_station.Instance.Counters.Reader(Role.Controller))?.Counts ?? default;

    private IReadOnlyList<Job> Jobs()
    {
        using var spool = StationSpool.Open(_station.Instance, new SpoolSettings());
        return spool.Spool.Jobs(withFinished: true);
    }

    private bool IsLit(string led) => _station.Send(new Command.Status()).Data!.Value.GetProperty("leds").EnumerateArray().Any(lit => lit.GetString() == led);

    private void AssertBalanced()
    {
        var sent = SenderPage.TryRead(_station.Instance.Counters.Senders(Role.Controller))!.Value;
        Assert.Equal((sent.Sent, 0L), (Received().Ended, Received().InHand));
    }
}
