using System.Diagnostics;
using EdgeIpc.Daemon;
using EdgeIpc.Posix;

namespace EdgeIpc.Station;

/// <summary>
/// One process of the station, started by the supervisor. Its standard input is its lifeline (it ends when we end), its standard
/// output says when it is ready, its standard error is its log.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly System.Diagnostics.Process _process;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(System.Diagnostics.Process process) => _process = process;

    public int ProcessId => _process.Id;

    /// <summary>Completes when the child says that it works; never when it ends before.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Starts this same program as another role.</summary>
    /// <param name="arguments">The role's verb and its options.</param>
    /// <param name="log">Takes each line of its log; called on other threads, one line at a time.</param>
    public static ChildProcess Start(IReadOnlyList<string> arguments, Action<string> log)
    {
        var child = new ChildProcess(new System.Diagnostics.Process { StartInfo = OwnProgram(arguments) });
        child._process.OutputDataReceived += (_, line) =>
        {
            if (line.Data == ProcessRun.ReadyLine) child._ready.TrySetResult();
        };
        child._process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null) log(line.Data);
        };
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>How this same program is started again, its standard streams being pipes.</summary>
    public static ProcessStartInfo OwnProgram(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo
        {
            FileName = Environment.ProcessPath!,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        // Who watches over this process hears of its state from itself alone: systemd turns away what a child would say.
        start.Environment.Remove("NOTIFY_SOCKET");
        // Started as 'dotnet edgeipc.dll', the program is the runtime and the first argument is the library.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "edgeipc.dll"));
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        return start;
    }

    /// <summary>Waits until the process has ended and its log is read.</summary>
    /// <returns>Its exit code; above 128: 128 plus the signal that ended it.</returns>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Sends a signal, unless the process has ended.</summary>
    public void Signal(PosixSignalNumber signal)
    {
        // The runtime reaps the child, so until HasExited is true its pid is nobody else's.
        if (!_process.HasExited) ProcessControl.Send(_process.Id, signal);
    }

    public void Dispose() => _process.Dispose();
}
