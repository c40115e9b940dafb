using EdgeIpc.Daemon;
using EdgeIpc.Screen;
using EdgeIpc.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeIpc.Station;

/// <summary>
/// One run of the demo: start everything, let the sources run, drain, stop, and reconcile. The station it runs is the real one:
/// separate processes, real memory, queues, disk and serial path; only the hardware is made up.
/// </summary>
internal sealed class DemoRun(ProcessRun run, DemoOptions options)
{
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly string _paper = options.Paper ?? $"{run.Instance.StateDirectory}/paper.png";
    private readonly DemoProgress _progress = new(run.Instance, options);

    public ExitCode Execute() => ExecuteAsync().GetAwaiter().GetResult();

    private async Task<ExitCode> ExecuteAsync()
    {
        try
        {
            await using var supervisor = new StationSupervisor(run.Instance, DemoCommands.Of(run.Instance, options, _paper), _time, NullLogger.Instance);
            using var figures = new FiguresReader(run.Instance);
            using var signal = new SignalPlayout(run.Instance.RingPath, run.Instance.Counters.Sensor, _time);
            // An earlier demo may have been left with its printer paused; this one begins with nothing pressed.
            using (var spool = StationSpool.Open(run.Instance, new SpoolSettings())) spool.Spool.ResumePrinter();
            var before = figures.ReadSpool();
            await supervisor.StartAsync(run.Stopping);
            using var requests = new SupervisorRequests(run, supervisor, isReal: false);
            _progress.TellStarted(_paper);
            long startedAt = _time.GetTimestamp(), publishedBefore = figures.ReadPublished();
            string? givenUp = await RunSourcesAsync(supervisor, signal);
            double rateHz = (figures.ReadPublished() - publishedBefore) / _time.GetElapsedTime(startedAt).TotalSeconds;
            var processes = DemoReconciliation.Processes(supervisor);

            // A signal wants an end soon: the jobs stay on disk. The end of --for wants everything printed.
            _progress.TellDraining();
            string? undrained = await new StationDrain(run.Instance, supervisor, figures, _time)
                .RunAsync(run.Stopping.IsCancellationRequested ? null : options.Drain, run.Stopping);
            await supervisor.StopAsync();
            var result = new DemoReconciliation(figures, before, options.Seed, rateHz)
                .Reconcile(processes, signal, () => LateRequests.TurnAway(run.Instance, supervisor.Roles.Select(role => role.Name)), File.Exists(_paper) ? _paper : null, [.. new[] { givenUp, undrained }.OfType<string>()]);
            _progress.TellResult(result);
            return !result.Balanced ? ExitCode.Unbalanced : result.Ok ? ExitCode.Ok : ExitCode.Unavailable;
        }
        catch (OperationCanceledException) when (run.Stopping.IsCancellationRequested)
        {
            // Stopped before all were ready: nothing ran, so there is nothing to reconcile.
            return ExitCode.Ok;
        }
        finally
        {
            run.Instance.Remove();
        }
    }

    /// <summary>Signal, jobs and commands until the time is over, someone quits, or a role is given up.</summary>
    /// <returns>The sentence of a role that was given up, or null.</returns>
    private async Task<string?> RunSourcesAsync(StationSupervisor supervisor, SignalPlayout signal)
    {
        using var sources = CancellationTokenSource.CreateLinkedTokenSource(run.Stopping);
        if (options.For is { } time) sources.CancelAfter(time);
        var loads = new DemoLoad(run.Instance, options, _time).Start(sources.Token).ToList();
        loads.Add(ShowAsync(signal, sources.CancelAsync, sources.Token));
        if (options.Kill.Count > 0)
        {
            var victims = supervisor.Roles.Where(role => options.Kill.Contains(role.Name, StringComparer.Ordinal)).ToList();
            loads.Add(new KillPlan(victims, options.KillEvery, options.Seed, _time).RunAsync(sources.Token));
        }

        var givenUp = supervisor.WaitForGivenUpAsync();
        var ended = Task.WhenAll(loads.Select(IgnoreCancellation));
        await Task.WhenAny(ended, givenUp);
        await sources.CancelAsync();
        await ended;
        return givenUp.IsCompleted ? await givenUp : null;
    }

    /// <summary>The live screen until somebody quits it, or lines where no terminal is.</summary>
    private async Task ShowAsync(SignalPlayout signal, Func<Task> quit, CancellationToken cancellationToken)
    {
        if (options.Json || !LiveTerminal.IsPossible)
        {
            await Task.WhenAll(_progress.RunAsync(_time, cancellationToken), signal.RunAsync(Timeout.InfiniteTimeSpan, cancellationToken));
            return;
        }

        await new StationScreen(run.Instance, signal, _time).RunAsync(cancellationToken);
        await quit();
    }

    private static async Task IgnoreCancellation(Task load)
    {
        try
        {
            await load;
        }
        catch (OperationCanceledException)
        {
            // The time is over: how every load ends.
        }
    }
}
