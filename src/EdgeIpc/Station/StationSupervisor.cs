using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;
using Microsoft.Extensions.Logging;

namespace EdgeIpc.Station;

/// <summary>Starts the processes of a station as children, keeps them running, and stops them in the order of the data.</summary>
internal sealed class StationSupervisor : IAsyncDisposable
{
    /// <summary>How long the first start of all may take; a Pi Zero's SD card is slow.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    private readonly SupervisorPage _page;
    private readonly Lock _pageLock = new();
    private readonly List<SupervisedRole> _roles;
    private readonly TimeProvider _time;
    private bool _isStopped;

    /// <param name="commands">The arguments of each role, in the order in which they are stopped: producers before consumers.</param>
    public StationSupervisor(StationInstance instance, IReadOnlyList<RoleCommand> commands, TimeProvider time, ILogger log)
    {
        _time = time;
        _page = SupervisorPage.TryOwn(instance.Counters.Supervisor, instance.Sharing)
            ?? throw new RefusedException(ExitCode.Busy, $"Instance {instance.Name} has a supervisor already.");
        _roles = [.. commands.Select(command => new SupervisedRole(
            command.Role, command.Arguments, $"{instance.LogsDirectory}/{command.Role}.log", new RestartPolicy(), time, log)
        {
            Restarted = NoteRestart,
        })];
    }

    public IReadOnlyList<SupervisedRole> Roles => _roles;

    /// <summary>Starts every role and returns when all work.</summary>
    /// <exception cref="RefusedException">One was given up; the sentence is its own.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var role in _roles) role.Start();
        foreach (var role in _roles)
        {
            try
            {
                await role.FirstReady.WaitAsync(StartPatience, _time, cancellationToken);
            }
            catch (TimeoutException)
            {
                throw new RefusedException(ExitCode.Unavailable, $"The {role.Name} was not ready within {StartPatience.TotalSeconds:0} s; see its log.");
            }
        }

        lock (_pageLock) _page.NoteReady(MonotonicClock.NowNs);
    }

    /// <summary>Completes when a role is given up after it had worked: the station is then no station any more.</summary>
    public async Task<string> WaitForGivenUpAsync() => await (await Task.WhenAny(_roles.Select(role => role.GivenUp)));

    /// <summary>Brings back who was kept down, and returns when all work or the patience for a start is over: what waits for them is not lost at the end.</summary>
    public async Task LetAllRunAsync()
    {
        var held = _roles.Where(role => role.LetRun()).ToList();
        long startedAt = _time.GetTimestamp();
        while (held.Exists(role => !role.IsReady) && _time.GetElapsedTime(startedAt) < StartPatience) await Task.Delay(LookInterval, _time);
    }

    /// <summary>Ends all of them, producers first; each gets 5 s to finish what is in hand.</summary>
    public async Task StopAsync()
    {
        if (_isStopped) return;
        _isStopped = true;
        // Restarts end first: a child that SIGTERM ends must not come back.
        lock (_pageLock) _page.NoteStopping(MonotonicClock.NowNs);
        foreach (var role in _roles) await role.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (var role in _roles) role.Dispose();
        _page.Dispose();
    }

    private void NoteRestart(SupervisedRole role)
    {
        // Camera and viewers are the demo's own: their pages tell how often they started.
        if (role.Name == Role.Camera || role.Name.StartsWith(Role.ViewerPrefix, StringComparison.Ordinal)) return;
        lock (_pageLock)
        {
            _page.NoteRestart(role.Name switch
            {
                Role.Sensor => StationRole.Sensor,
                Role.Controller => StationRole.Controller,
                Role.Spooler => StationRole.Spooler,
                Role.PrinterEmulator => StationRole.PrinterEmulator,
                Role.Recorder => StationRole.Recorder,
                Role.Web => StationRole.Web,
                _ => throw new InvalidOperationException($"The supervisor's page has no count for the role {role.Name}."),
            });
        }
    }
}

/// <summary>A role and the arguments that make this program play it.</summary>
internal sealed record RoleCommand(string Role, IReadOnlyList<string> Arguments);
