using System.CommandLine;
using System.Runtime.ExceptionServices;
using EdgeIpc.Daemon;
using EdgeIpc.Devices;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;
using EdgeIpc.Ring;
using EdgeIpc.Settings;
using Microsoft.Extensions.Logging;

namespace EdgeIpc.Sensor;

/// <summary>
/// <c>edgeipc sensor</c>: one thread samples into the ring, the first one takes what the controller forwards. The ring, the
/// page and the queue outlive the process; a restart goes on with the schedule and counts what it missed.
/// </summary>
internal sealed class SensorProcess : IDisposable
{
    /// <summary>A sampling loop that has not turned for so long hangs: the watchdog is no longer fed, and requests are not waited for.</summary>
    private static readonly TimeSpan LoopPatience = TimeSpan.FromSeconds(5);

    private readonly ProcessRun _run;
    private readonly ILogger _log;
    private readonly SensorSettings _settings;
    private readonly ISampleSource _source;
    private readonly SensorPage _page;
    private readonly RingWriter<Sample> _ring;
    private readonly SamplingLoop _sampling;
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _failure;

    private SensorProcess(ProcessRun run, StationSettings settings)
    {
        (_run, _log) = (run, run.CreateLogger());
        settings = StationSensor.Settled(settings);
        _settings = settings.Sensor;
        var instance = run.Instance;
        var recorded = settings.IsPlayed() ? new RecordedSource(_settings.File, _settings.Loop, _settings.RateHz, damage => SensorLog.RecordingDamaged(_log, damage.ToString())) : null;
        var opening = settings.ToDevices().OpenSensor(recorded);
        _source = opening.Device ?? throw new RefusedException(ExitCode.Unavailable, opening.Refusal!);
        _page = SensorPage.TryOwn(instance.Counters.Sensor, instance.Sharing)
            ?? throw new RefusedException(ExitCode.Busy, $"Instance {instance.Name} has a sensor already; one at a time.");
        _ring = RingWriter<Sample>.Open(instance.RingPath, SensorRing.OptionsFor(settings, _source.Channels), instance.Sharing);
        recorded?.GoOn(new RecordedPlace(instance, _settings.File), _ring.Published);
        _sampling = new SamplingLoop(_source, _ring, _page, _log);
        _thread = new Thread(Sample) { Name = "sampling", IsBackground = true };
    }

    public static Command CreateVerb() =>
        new Command(Role.Sensor, "The process that samples into shared memory.").ToDaemon((run, parsed) =>
        {
            var settings = SettingsFile.Load(parsed.GetValue(DaemonOptions.Settings));
            using var sensor = new SensorProcess(run, settings);
            sensor.Run();
        });

    public void Dispose()
    {
        _sampling.Dispose();
        _ring.Dispose();
        _page.Dispose();
        _source.Dispose();
    }

    private void Run()
    {
        using var requests = new SensorRequests(_run.Instance, _sampling, _settings.Kind == "play", LoopPatience, _log, _run.Stopping);
        var state = _sampling.Begin(_settings.RateHz);
        var ring = _ring.Info;
        SensorLog.Started(_log, string.Join(", ", ring.Channels.Select(channel => channel.Name)), state.RateHz, ring.Path, ring.SlotCount, ring.Epoch, ring.Published);
        _thread.Start();
        _run.Ready($"sampling at {state.RateHz} Hz");
        requests.Run(FeedWatchdog);
        _thread.Join();
        _failure?.Throw();
    }

    private void FeedWatchdog()
    {
        if (MonotonicClock.NowNs - _sampling.TurnedAtNs < LoopPatience.TotalNanoseconds) _run.Beat();
    }

    private void Sample()
    {
        try
        {
            _sampling.Run(_run.Stopping);
        }
        catch (Exception e)
        {
            // Carried to the first thread, which ends the process in the way every process ends.
            _failure = ExceptionDispatchInfo.Capture(e);
            _run.Stop();
        }
    }
}
