using System.Text.Json;
using EdgeIpc.Commands;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using EdgeIpc.Posix;
using EdgeIpc.Settings;
using Microsoft.Extensions.Logging;

namespace EdgeIpc.Controller;

/// <summary>Runs the commands, wherever they come from: the queue or a button. All on the loop's thread.</summary>
internal sealed class CommandDesk(
    StationInstance instance, StationSettings settings, ControllerState state, AlarmList alarms, SampleWatch samples, StationNotes notes,
    Printing printing, Forwarding forwarding, Panel panel, ILogger log)
{
    private ControllerState _state = state;

    /// <summary>The rate that a command asked for, ever; null: the settings' holds.</summary>
    public int? RememberedRateHz => _state.RateHz;

    /// <summary>Runs a command; <paramref name="answer"/> is called once, now or when another process has answered.</summary>
    public void Run(Command command, Action<Reply> answer)
    {
        switch (command)
        {
            case Command.Start or Command.Stop:
                forwarding.Forward(Role.Sensor, command, answer);
                break;
            case Command.Rate rate:
                forwarding.Forward(Role.Sensor, command, reply => answer(reply.Code == ReplyCode.Ok ? Remember(_state.WithRate(rate.Hz, settings), reply) : reply));
                break;
            case Command.Paper or Command.Cover or Command.PowerCut or Command.Feed:
                if (RefusesSimulated("the printer", settings.Printer.Device.Length > 0) is { } refused) answer(refused);
                else forwarding.Forward(Role.PrinterEmulator, command, answer);
                break;
            case Command.Kill or Command.Process:
                if (RefusesSimulated("a process", settings.IsRealHardware()) is { } spared) answer(spared);
                else forwarding.Forward(Role.Supervisor, command, answer);
                break;
            case Command.Shutdown when IsUnderSystemd:
                answer(ShutdownRequest.Leave(Environment.GetEnvironmentVariable("RUNTIME_DIRECTORY")));
                break;
            case Command.Shutdown:
                forwarding.Forward(Role.Supervisor, command, answer);
                break;
            default:
                answer(RunHere(command));
                break;
        }
    }

    /// <summary>Each process is a unit of its own: there is no supervisor of ours to forward to.</summary>
    private bool IsUnderSystemd => instance.Name.IsProduction && !FileLock.IsHeld(instance.RoleLockPath(Role.Supervisor));

    private Reply RunHere(Command command) => command switch
    {
        Command.Ping => Reply.Ok("The controller is there."),
        Command.Status => Status(),
        Command.Mark mark => Mark(mark.Text),
        Command.Say say => Say(say.Text),
        Command.AlarmSet alarm => SetAlarm(alarm),
        Command.AlarmList => ListAlarms(),
        Command.AlarmClear => ClearAlarms(),
        Command.PrintSummary summary => printing.PrintSummary(summary.Seconds),
        Command.PrintChart chart => printing.PrintChart(chart.Seconds),
        Command.PrinterPause => printing.SetPaused(true),
        Command.PrinterResume => printing.SetPaused(false),
        Command.Press press => panel.Press(press.Button, press.Long),
        _ => Reply.Refused("The controller does not do that."),
    };

    private static Reply? RefusesSimulated(string what, bool isReal) =>
        isReal ? Reply.Refused($"This station's hardware is real: only a hand does that to {what}.") : null;

    private Reply Say(string text)
    {
        ControllerLog.Said(log, text);
        return Reply.Ok("Heard.");
    }

    private Reply Mark(string text)
    {
        notes.Add(MonotonicClock.NowNs, $"mark: {text}");
        ControllerLog.Marked(log, samples.Cursor, text);
        return Reply.Ok($"Marked at sample {samples.Cursor}.");
    }

    private Reply SetAlarm(Command.AlarmSet command)
    {
        if (!alarms.HasChannel(command.Channel)) return new Reply(ReplyCode.OutOfRange, $"There is no channel '{command.Channel}'; there are {alarms.ChannelNames()}.");
        var rules = alarms.With(command);
        if (rules.Count > AlarmList.AlarmsMax) return new Reply(ReplyCode.Busy, $"{AlarmList.AlarmsMax} alarms are set, which is the most; 'alarm clear' forgets them.");
        alarms.SetRules(rules);
        return Remember(_state.WithAlarms(rules, settings), Reply.Ok($"Alarm set: {AlarmList.Text(rules[^1])}."));
    }

    private Reply ListAlarms() => new(
        ReplyCode.Ok, alarms.Rules.Count == 1 ? "1 alarm is set." : $"{alarms.Rules.Count} alarms are set.",
        JsonSerializer.SerializeToElement(new AlarmListData(alarms.Describe()), ControllerJson.Default.AlarmListData));

    private Reply ClearAlarms()
    {
        int count = alarms.Rules.Count;
        alarms.SetRules([]);
        return Remember(_state.WithAlarms([], settings), Reply.Ok(count == 1 ? "1 alarm is forgotten." : $"{count} alarms are forgotten."));
    }

    private Reply Status()
    {
        int? rateHz = samples.ReadRateHz();
        var data = new StatusData(
            rateHz is not null, rateHz ?? 0, samples.Cursor, samples.Lost,
            alarms.Rules.Count, alarms.Raised.Count, printing.Describe(), panel.LitLeds());
        string sampling = data.Sampling ? $"Sampling at {data.RateHz} Hz" : "Not sampling";
        return new Reply(ReplyCode.Ok, $"{sampling}; printer {data.Printer}.", JsonSerializer.SerializeToElement(data, ControllerJson.Default.StatusData));
    }

    /// <summary>Saves a decision before it is answered: only then may the answer say that it holds.</summary>
    private Reply Remember(ControllerState changed, Reply reply)
    {
        _state = changed;
        try
        {
            changed.Save(instance);
            return reply;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Reply(ReplyCode.Failed, $"{reply.Sentence} But it will be forgotten at the next start: {e.Message}");
        }
    }
}
