using System.Diagnostics;
using EdgeIpc.Commands;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using EdgeIpc.Posix;

namespace EdgeIpc.Tests;

/// <summary>An instance of its own whose processes a test starts and ends one by one, without a supervisor.</summary>
internal sealed class RunningRoles : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    // Only a hang runs into it.
    private static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(1);
    private static int s_count;
    private readonly Dictionary<string, Process> _processes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, System.Text.StringBuilder> _logs = new(StringComparer.Ordinal);

    public RunningRoles() =>
        Instance = StationInstance.OpenOrCreate(InstanceName.Parse($"c{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}"));

    public StationInstance Instance { get; }

    public string Name => Instance.Name.Name;

    public Process this[string role] => _processes[role];

    /// <summary>Starts a role and returns when it is ready.</summary>
    public async Task StartAsync(string role, params string[] arguments)
    {
        var process = Edgeipc.Start(null, [role, "--instance", Name, "--lifeline", .. arguments]);
        var log = new System.Text.StringBuilder();
        process.ErrorDataReceived += (_, line) =>
        {
            lock (log) log.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
        (_processes[role], _logs[role]) = (process, log);
        string? ready = await process.StandardOutput.ReadLineAsync(Token).AsTask().WaitAsync(Watchdog, Token);
        if (ready != ProcessRun.ReadyLine) Assert.Fail($"{role}: {Log(role)}");
    }

    /// <summary>SIGKILL, and its end.</summary>
    public async Task KillAsync(string role)
    {
        ProcessControl.Send(_processes[role].Id, PosixSignalNumber.Kill);
        await _processes[role].WaitForExitAsync(Token).WaitAsync(Watchdog, Token);
    }

    /// <summary>SIGTERM, and a clean end.</summary>
    public async Task StopAsync(string role)
    {
        ProcessControl.Send(_processes[role].Id, PosixSignalNumber.Terminate);
        await _processes[role].WaitForExitAsync(Token).WaitAsync(Watchdog, Token);
        Assert.Equal(0, _processes[role].ExitCode);
    }

    /// <summary>What the role's last process has logged by now.</summary>
    public string Log(string role)
    {
        lock (_logs[role]) return _logs[role].ToString();
    }

    /// <summary>Sends a command as <c>send</c> does.</summary>
    public Reply Send(Command command, string role = Role.Controller)
    {
        var (sender, pages) = StationQueues.OpenSender(Instance);
        using (pages)
        using (sender)
        {
            return Assert.IsType<SendResult.Replied>(sender.Send(role, command, Watchdog, Token)).Reply;
        }
    }

    /// <summary>Sends a command and does not wait.</summary>
    public SendResult Post(Command command, string role = Role.Controller)
    {
        var (sender, pages) = StationQueues.OpenSender(Instance);
        using (pages)
        using (sender)
        {
            return sender.Post(role, command);
        }
    }

    /// <summary>Runs a verb on this instance.</summary>
    public Outcome Run(params string[] arguments) => Edgeipc.Run([.. arguments, "--instance", Name]);

    /// <summary>Until something is so.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(Watchdog);
        while (!isSo()) await timer.WaitForNextTickAsync(limit.Token);
    }

    public void Dispose()
    {
        foreach (var process in _processes.Values)
        {
            if (!process.HasExited) process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        Instance.Remove();
        Directory.Delete(Instance.StateDirectory, recursive: true);
    }
}
