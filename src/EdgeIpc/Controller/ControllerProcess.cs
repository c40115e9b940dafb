using EdgeIpc.Commands;
using EdgeIpc.Daemon;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;
using EdgeIpc.Settings;
using EdgeIpc.Spool;
using Microsoft.Extensions.Logging;
using Verb = System.CommandLine.Command;

namespace EdgeIpc.Controller;

/// <summary>
/// <c>edgeipc controller</c>: one loop that takes commands and presses, reads every sample for the alarms, lights the lamps.
/// The queue and the reader's page outlive the process: commands wait in the kernel, samples are read on where it stopped.
/// </summary>
internal sealed class ControllerProcess : IDisposable
{
    /// <summary>How late an alarm may be. Ten wake-ups a second, whatever the rate.</summary>
    private static readonly TimeSpan ReadInterval = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    /// <summary>An alarm that comes and goes is printed at most this often; the log has each time.</summary>
    private static readonly TimeSpan AlarmPrintInterval = TimeSpan.FromMinutes(1);

    private readonly ProcessRun _run;
    private readonly ILogger _log;
    private readonly StationNotes _notes = new();
    private readonly AlarmList _alarms;
    private readonly List<AlarmEvent> _events = [];
    private readonly Dictionary<AlarmSettings, long> _printedAtNs = [];
    private readonly EventLoop _loop = new();
    private readonly CommandReceiver _receiver;
    private readonly ReceiverCountsPage _counts;
    private readonly EventLoop.Watch _requests;
    private readonly SampleWatch _samples;
    private readonly Printing _printing;
    private readonly Forwarding _forwarding;
    private readonly Panel _panel;
    private readonly Lamps _lamps;
    private readonly CommandDesk _desk;
    private readonly LoopTimer _readTimer;
    private readonly LoopTimer _lookTimer;
    private bool _isRateSettled;

    private ControllerProcess(ProcessRun run, StationSettings settings)
    {
        (_run, _log) = (run, run.CreateLogger());
        var instance = run.Instance;
        var state = ControllerState.Load(instance, out string? setAside).Under(settings);
        if (setAside is not null) ControllerLog.StateSetAside(_log, setAside);
        (_receiver, _counts, var recovery) = StationQueues.OpenReceiver(instance, Role.Controller);
        if (recovery.Interrupted > 0) ControllerLog.Interrupted(_log, recovery.RequestId);
        _samples = new SampleWatch(instance);
        _printing = new Printing(instance, settings, _notes, TimeProvider.System);
        _forwarding = new Forwarding(instance, _loop);
        _panel = new Panel(settings, _loop, _log) { Pressed = OnPressed };
        _lamps = new Lamps(instance);
        _alarms = new AlarmList(RaisedAlarms.Load(instance));
        _alarms.SetRules(state.AlarmsOr(settings));
        _desk = new CommandDesk(instance, settings, state, _alarms, _samples, _notes, _printing, _forwarding, _panel, _log);
        _requests = _loop.OnReadable(_receiver.File, TakeRequest);
        _readTimer = _loop.AddTimer(ReadSamples);
        _lookTimer = _loop.AddTimer(LookAround);
    }

    public static Verb CreateVerb() =>
        new Verb(Role.Controller, "The process that takes commands and presses, watches the samples and prints.").ToDaemon((run, parsed) =>
        {
            using var controller = new ControllerProcess(run, SettingsFile.Load(parsed.GetValue(DaemonOptions.Settings)));
            controller.Run();
        });

    public void Dispose()
    {
        _lookTimer.Dispose();
        _readTimer.Dispose();
        _panel.Dispose();
        _forwarding.Dispose();
        _printing.Dispose();
        _samples.Dispose();
        _receiver.Dispose();
        _counts.Dispose();
        _loop.Dispose();
    }

    private void Run()
    {
        ControllerLog.Started(_log, _alarms.Rules.Count, _receiver.CountWaiting());
        _readTimer.StartPeriodic(ReadInterval);
        _lookTimer.StartPeriodic(LookInterval);
        _run.Ready("taking commands");
        _loop.Run(_run.Beat, _run.Stopping);
        _forwarding.End();
        // What was published till now is this reader's to count.
        ReadSamples();
        _samples.Leave();
    }

    /// <summary>Takes one request a turn, so that a flood of them keeps nothing else waiting.</summary>
    private void TakeRequest()
    {
        var result = _receiver.TryTake(out var received);
        if (result == TakeResult.TurnedAway) ControllerLog.TurnedAway(_log);
        if (result != TakeResult.Taken) return;
        bool isAnswered = false;
        _desk.Run(received.Command, reply =>
        {
            _receiver.Answer(received, reply);
            // Questions are asked often and change nothing.
            if (received.Command is not (Command.Ping or Command.Status or Command.Say or Command.Mark))
                ControllerLog.Answered(_log, received.Command.GetType().Name, reply.Code.ToString(), reply.Sentence);
            isAnswered = true;
            _requests.Resume();
        });
        // Until this one is answered the others wait in the kernel: one is in hand at a time.
        if (!isAnswered) _requests.Pause();
    }

    private void OnPressed(string button, bool held)
    {
        Action<Reply> tell = reply => ControllerLog.Pressed(_log, button, reply.Code.ToString(), reply.Sentence);
        switch (button)
        {
            case "chart":
                _desk.Run(new Command.PrintChart(Panel.ChartSeconds), tell);
                break;
            case "mark":
                _desk.Run(new Command.Mark("button"), tell);
                break;
            case "pause" when held:
                _desk.Run(new Command.Shutdown(), tell);
                break;
            default:
                tell(_printing.TogglePause());
                break;
        }
    }

    private void ReadSamples()
    {
        long lost = _samples.Lost;
        _samples.Read(_alarms, _events);
        if (_samples.Lost > lost) ControllerLog.SamplesLost(_log, _samples.Lost - lost);
        if (_events.Count == 0) return;
        foreach (var happened in _events) Tell(happened);
        _events.Clear();
        // After the telling: killed in between, an alarm is told twice rather than never.
        RaisedAlarms.Save(_run.Instance, _alarms.Raised);
    }

    private void Tell(AlarmEvent happened)
    {
        string text = AlarmList.Text(happened.Rule);
        if (happened.Change == AlarmChange.Cleared)
        {
            ControllerLog.AlarmCleared(_log, text, happened.Value);
            return;
        }

        ControllerLog.AlarmRaised(_log, text, happened.Value);
        _notes.Add(happened.TakenAtNs, $"alarm {text}: {happened.Value:G5}", kind: $"alarm {text}");
        if (!happened.Rule.Print || !IsPrintDue(happened)) return;
        var reply = _printing.PrintAlarm(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{text}: {happened.Value:G5}"), happened.TakenAtNs);
        if (reply.Code != ReplyCode.Ok) ControllerLog.AlarmNotPrinted(_log, reply.Sentence);
    }

    private bool IsPrintDue(AlarmEvent happened)
    {
        long intervalNs = AlarmPrintInterval.Ticks * TimeSpan.NanosecondsPerTick;
        if (_printedAtNs.TryGetValue(happened.Rule, out long printedAtNs) && happened.TakenAtNs - printedAtNs < intervalNs) return false;
        _printedAtNs[happened.Rule] = happened.TakenAtNs;
        return true;
    }

    private void LookAround()
    {
        int? rateHz = _samples.ReadRateHz();
        bool hasSensor = FileLock.IsHeld(_run.Instance.RoleLockPath(Role.Sensor));
        var spooler = SpoolerPage.TryRead(_run.Instance.Counters.Spooler)?.Counts ?? default;
        var reasons = (PrinterStateReasons)spooler.PrinterReasons & ~PrinterStateReasons.Paused & ~PrinterStateReasons.MediaLow;
        _panel.Show(
            sampling: hasSensor && rateHz is not null,
            printing: spooler.PrinterState == (long)PrinterState.Processing,
            trouble: !hasSensor || _alarms.Raised.Count > 0 || reasons != PrinterStateReasons.None);
        _lamps.Note(_panel.LitLeds());
        if (!_isRateSettled && hasSensor && rateHz is { } now) SettleRate(now);
    }

    /// <summary>A sensor that began anew, after a reboot, samples as the settings say; a command may have said otherwise.</summary>
    private void SettleRate(int rateHz)
    {
        _isRateSettled = _desk.RememberedRateHz is null || _desk.RememberedRateHz == rateHz;
        if (_isRateSettled || _forwarding.IsBusy) return;
        _forwarding.Forward(Role.Sensor, new Command.Rate(_desk.RememberedRateHz!.Value), reply => _isRateSettled = reply.Code is ReplyCode.Ok or ReplyCode.Refused);
    }
}
