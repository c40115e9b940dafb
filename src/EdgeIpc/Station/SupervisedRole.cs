using EdgeIpc.Posix;
using Microsoft.Extensions.Logging;

namespace EdgeIpc.Station;

/// <summary>A role that is kept running: started, started again when it ends, and given up when it can't work.</summary>
/// <param name="role">A name of <see cref="Daemon.Role"/>.</param>
/// <param name="arguments">Its verb and options.</param>
/// <param name="logPath">Where its log is appended.</param>
internal sealed class SupervisedRole(string role, IReadOnlyList<string> arguments, string logPath, RestartPolicy policy, TimeProvider time, ILogger log) : IDisposable
{
    /// <summary>How long a child may take to end after SIGTERM before it is killed.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource _firstReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _givenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _noMoreRestarts = new();
    private readonly Lock _childLock = new();
    private readonly Lock _logLock = new();
    private ChildProcess? _child;
    private TaskCompletionSource? _heldDown;
    private Task _keeping = Task.CompletedTask;

    public string Name => role;

    /// <summary>Times it was started again.</summary>
    public int Restarts { get; private set; }

    /// <summary>The pid while it runs, else null.</summary>
    public int? ProcessId { get; private set; }

    /// <summary>Whether it runs and has said that it works.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Whether somebody wants it down for now.</summary>
    public bool IsHeldDown
    {
        get
        {
            lock (_childLock) return _heldDown is not null;
        }
    }

    /// <summary>Completes when it works for the first time; fails when it was given up before.</summary>
    public Task FirstReady => _firstReady.Task;

    /// <summary>Completes with a sentence when the role is given up; never while it is kept running.</summary>
    public Task<string> GivenUp => _givenUp.Task;

    /// <summary>Called when it is about to be started again.</summary>
    public Action<SupervisedRole>? Restarted { get; init; }

    public void Start() => _keeping = KeepRunningAsync();

    /// <summary>Ends the process as a power cut would, at whatever line it is. It comes back.</summary>
    public void Kill() => Send(PosixSignalNumber.Kill);

    /// <summary>Ends the process and does not start it again before <see cref="LetRun"/>.</summary>
    /// <returns>False when it is kept down already.</returns>
    public bool HoldDown()
    {
        lock (_childLock)
        {
            if (_heldDown is not null) return false;
            _heldDown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _child?.Signal(PosixSignalNumber.Terminate);
        }

        return true;
    }

    /// <returns>False when nobody keeps it down.</returns>
    public bool LetRun()
    {
        lock (_childLock)
        {
            if (_heldDown is null) return false;
            _heldDown.SetResult();
            _heldDown = null;
        }

        return true;
    }

    /// <summary>SIGTERM, and SIGKILL when it takes longer than 5 s; not started again.</summary>
    public async Task StopAsync()
    {
        await _noMoreRestarts.CancelAsync();
        Send(PosixSignalNumber.Terminate);
        try
        {
            await _keeping.WaitAsync(StopPatience, time);
        }
        catch (TimeoutException)
        {
            SupervisorLog.StopTookTooLong(log, role, StopPatience.TotalSeconds);
            Kill();
            await _keeping;
        }
    }

    public void Dispose() => _noMoreRestarts.Dispose();

    private async Task KeepRunningAsync()
    {
        await using var logFile = new StreamWriter(logPath, append: true) { AutoFlush = true };
        int failuresInARow = 0;
        while (!_noMoreRestarts.IsCancellationRequested)
        {
            var (exitCode, wasReady) = await RunOnceAsync(logFile);
            if (_noMoreRestarts.IsCancellationRequested) return;
            failuresInARow = wasReady ? 0 : failuresInARow + 1;
            if (policy.NextDelay(failuresInARow, exitCode) is not { } delay)
            {
                SupervisorLog.GivenUp(log, role, exitCode, logPath);
                string sentence = $"The {role} does not work: {LastLine(logPath)} (all of its log: {logPath})";
                _firstReady.TrySetException(new RefusedException(exitCode is >= 64 and <= 78 ? (ExitCode)exitCode : ExitCode.Unavailable, sentence));
                _givenUp.TrySetResult(sentence);
                return;
            }

            SupervisorLog.Restarting(log, role, exitCode, delay.TotalMilliseconds);
            try
            {
                await Task.Delay(delay, time, _noMoreRestarts.Token);
                await UntilWantedAsync();
            }
            catch (OperationCanceledException)
            {
                return;
            }

            Restarts++;
            Restarted?.Invoke(this);
        }
    }

    private async Task<(int ExitCode, bool WasReady)> RunOnceAsync(StreamWriter logFile)
    {
        using var child = ChildProcess.Start(arguments, line =>
        {
            lock (_logLock) logFile.WriteLine(line);
        });
        lock (_childLock) (_child, ProcessId) = (child, child.ProcessId);
        // A stop that came while the process was being started found no child to tell.
        if (_noMoreRestarts.IsCancellationRequested || IsHeldDown) child.Signal(PosixSignalNumber.Terminate);
        _ = child.Ready.ContinueWith(_ => MarkReady(child), TaskScheduler.Default);
        int exitCode = await child.WaitForExitAsync(CancellationToken.None);
        lock (_childLock) (_child, ProcessId, IsReady) = (null, null, false);
        return (exitCode, child.Ready.IsCompleted);
    }

    private Task UntilWantedAsync()
    {
        lock (_childLock) return _heldDown?.Task.WaitAsync(_noMoreRestarts.Token) ?? Task.CompletedTask;
    }

    private void MarkReady(ChildProcess child)
    {
        lock (_childLock) IsReady = _child == child;
        _firstReady.TrySetResult();
    }

    private void Send(PosixSignalNumber signal)
    {
        lock (_childLock) _child?.Signal(signal);
    }

    private static string LastLine(string logPath) => File.Exists(logPath) ? File.ReadLines(logPath).LastOrDefault("no log")! : "no log";
}
