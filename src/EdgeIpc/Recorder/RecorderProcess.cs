using System.Globalization;
using EdgeIpc.Commands;
using EdgeIpc.Daemon;
using EdgeIpc.Settings;
using Command = EdgeIpc.Commands.Command;

namespace EdgeIpc.Recorder;

/// <summary><c>edgeipc recorder</c>: a timer and a queue in one loop; the samples wait in the ring between two turns.</summary>
internal sealed class RecorderProcess : IDisposable
{
    // Long enough to take a hundred samples at a time at 1 kHz, short enough for a ring of one second.
    private static readonly TimeSpan TurnPeriod = TimeSpan.FromMilliseconds(100);

    private readonly ProcessRun _run;
    private readonly SampleRecorder _recorder;
    private readonly CommandReceiver _receiver;
    private readonly ReceiverCountsPage _counts;
    private readonly EventLoop _loop = new();
    private readonly long _begunAt = TimeProvider.System.GetTimestamp();

    private RecorderProcess(ProcessRun run, StationSettings settings)
    {
        _run = run;
        var log = run.CreateLogger();
        _recorder = new SampleRecorder(run.Instance, RecorderOptions.From(settings.Recorder), TimeProvider.System, log);
        (_receiver, _counts, var recovery) = StationQueues.OpenReceiver(run.Instance, Role.Recorder);
        if (recovery.Interrupted > 0) RecorderLog.RequestInterrupted(log, recovery.Interrupted);
        _loop.OnReadable(_receiver.File, TakeRequest);
    }

    public static System.CommandLine.Command CreateVerb() =>
        new System.CommandLine.Command(Role.Recorder, "The process that keeps a day's history, and records the samples when told to.").ToDaemon((run, parsed) =>
        {
            using var recorder = new RecorderProcess(run, SettingsFile.Load(parsed.GetValue(DaemonOptions.Settings)));
            recorder.Run();
        });

    public void Dispose()
    {
        _loop.Dispose();
        _receiver.Dispose();
        _counts.Dispose();
        _recorder.Dispose();
    }

    private void Run()
    {
        var timer = _loop.AddTimer(_recorder.Turn);
        using (timer)
        {
            _recorder.Turn();
            timer.StartPeriodic(TurnPeriod);
            _run.Ready(Describe());
            _loop.Run(_run.Beat, _run.Stopping);
        }
    }

    private void TakeRequest()
    {
        if (_receiver.TryTake(out var received) == TakeResult.Taken) _receiver.Answer(received, Answer(received.Command));
    }

    private Reply Answer(Command command) => command switch
    {
        Command.Ping => Reply.Ok("The recorder is here."),
        Command.Status => Reply.Ok(Describe()),
        Command.Start => _recorder.Start(),
        Command.Stop => _recorder.Stop(),
        _ => Reply.Refused("The recorder takes ping, status, start and stop; send the rest to the controller."),
    };

    private string Describe()
    {
        string lost = _recorder.Lost == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {_recorder.Lost} samples were lost to the ring's end.");
        string history = $" The history: {_recorder.HistoryCost.Describe(TimeProvider.System.GetElapsedTime(_begunAt))}.";
        if (_recorder.Recording is not { } recording) return $"Nothing is being recorded; the history is kept.{history}{lost}{(_recorder.Trouble is "" ? "" : " " + _recorder.Trouble)}";
        var writer = recording.Writer;
        string cost = new WriteCost(writer.BytesWritten, writer.Writes, writer.Syncs).Describe(TimeProvider.System.GetUtcNow() - recording.Since);
        return string.Create(CultureInfo.InvariantCulture,
            $"Recording {recording.Number} into {recording.Directory}: {writer.ItemsWritten + writer.ItemsInHand} samples since {recording.Since:u}, {cost}.{history}{lost}");
    }
}
