using EdgeIpc.Commands;
using EdgeIpc.Daemon;

namespace EdgeIpc.Station;

/// <summary>The supervisor's queue: kill a role or keep it down, as the controller forwards it on simulated hardware, and shut the station down.</summary>
internal sealed class SupervisorRequests : IDisposable
{
    private readonly ProcessRun _run;
    private readonly StationSupervisor _supervisor;
    private readonly bool _isReal;
    private readonly CommandReceiver _receiver;
    private readonly ReceiverCountsPage _counts;
    private readonly CancellationTokenSource _ended = new();
    private readonly Thread _thread;

    /// <param name="isReal">The station drives real hardware, where nobody plays with deaths.</param>
    public SupervisorRequests(ProcessRun run, StationSupervisor supervisor, bool isReal)
    {
        (_run, _supervisor, _isReal) = (run, supervisor, isReal);
        (_receiver, _counts, _) = StationQueues.OpenReceiver(run.Instance, Role.Supervisor);
        _thread = new Thread(TakeRequests) { Name = "requests" };
        _thread.Start();
    }

    public void Dispose()
    {
        _ended.Cancel();
        _thread.Join();
        _receiver.Dispose();
        _counts.Dispose();
        _ended.Dispose();
    }

    private void TakeRequests()
    {
        using var loop = new EventLoop();
        loop.OnReadable(_receiver.File, () =>
        {
            if (_receiver.TryTake(out var received) == TakeResult.Taken) _receiver.Answer(received, Answer(received.Command));
        });
        loop.Run(_run.Beat, _ended.Token);
    }

    private Reply Answer(Command command)
    {
        switch (command)
        {
            case Command.Ping:
                return Reply.Ok("The supervisor is here.");
            case Command.Kill or Command.Process when _isReal:
                return Reply.Refused("This station's hardware is real: only a hand does that to a process.");
            case Command.Kill kill:
                return Kill(kill.Role);
            case Command.Process process:
                return Switch(process);
            case Command.Shutdown:
                _run.Stop();
                return Reply.Ok("The station stops.");
            default:
                return Reply.Refused("The supervisor takes ping, kill, process and shutdown; send the rest to the controller.");
        }
    }

    private Reply Kill(string name)
    {
        if (Find(name, out var role) is { } refused) return refused;
        if (role!.IsHeldDown) return Reply.Refused($"The {name} is kept down; 'process start {name}' lets it run again.");
        if (role.ProcessId is not { } processId) return new Reply(ReplyCode.Busy, $"The {name} is on its way back from its last death.");
        role.Kill();
        return Reply.Ok($"The {name} (process {processId}) is killed; it comes back.");
    }

    private Reply Switch(Command.Process wish)
    {
        if (Find(wish.Role, out var role) is { } refused) return refused;
        if (wish.Change == ProcessChange.Start)
            return role!.LetRun() ? Reply.Ok($"The {wish.Role} may run again.") : Reply.Refused($"The {wish.Role} is not kept down.");
        return role!.HoldDown() ? Reply.Ok($"The {wish.Role} ends and stays down until 'process start {wish.Role}'.") : Reply.Refused($"The {wish.Role} is kept down already.");
    }

    /// <returns>Why nothing can be done to that role, or null.</returns>
    private Reply? Find(string name, out SupervisedRole? role)
    {
        role = _supervisor.Roles.FirstOrDefault(role => role.Name == name);
        if (role is null) return new Reply(ReplyCode.OutOfRange, $"There is no {name} here; there are {string.Join(", ", _supervisor.Roles.Select(r => r.Name))}.");
        return name == Role.PrinterEmulator ? Reply.Refused("The emulator stands for hardware; pull its paper instead.") : null;
    }
}
