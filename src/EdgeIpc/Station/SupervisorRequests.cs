using EdgeIpc.Commands;
using EdgeIpc.Daemon;

namespace EdgeIpc.Station;

/// <summary>The supervisor's queue: kill a role, as the controller forwards it on simulated hardware, and shut the station down.</summary>
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
            case Command.Kill when _isReal:
                return Reply.Refused("This station's hardware is real: only a hand does that to a process.");
            case Command.Kill kill:
                return Kill(kill.Role);
            case Command.Shutdown:
                _run.Stop();
                return Reply.Ok("The station stops.");
            default:
                return Reply.Refused("The supervisor takes ping, kill and shutdown; send the rest to the controller.");
        }
    }

    private Reply Kill(string name)
    {
        if (_supervisor.Roles.FirstOrDefault(role => role.Name == name) is not { } role)
            return new Reply(ReplyCode.OutOfRange, $"There is no {name} here; there are {string.Join(", ", _supervisor.Roles.Select(r => r.Name))}.");
        if (name == Role.PrinterEmulator) return Reply.Refused("The emulator stands for hardware; pull its paper instead.");
        if (role.ProcessId is not { } processId) return new Reply(ReplyCode.Busy, $"The {name} is on its way back from its last death.");
        role.Kill();
        return Reply.Ok($"The {name} (process {processId}) is killed; it comes back.");
    }
}
