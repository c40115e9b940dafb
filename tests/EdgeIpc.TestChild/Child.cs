using System.Diagnostics;
using System.Runtime.InteropServices;
using EdgeIpc.Posix;

namespace EdgeIpc.TestChild;

/// <summary>This program as another process, seen from a test. It ends with the test at the latest.</summary>
public sealed class Child : IDisposable
{
    // Only a hang runs into it: the watchdog of every wait for a child.
    private static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(1);

    /// <summary>A native build of this program, which starts ten times as fast: for runs of thousands of kills (.ci/soak).</summary>
    private const string NativeVariable = "EDGEIPC_TEST_CHILD";
    private readonly Process _process;

    private Child(Process process) => _process = process;

    public int ProcessId => _process.Id;

    public static Child Start(params string[] arguments)
    {
        // The runtime that runs the test runs the child: an apphost alone might not find one.
        string host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
        string program = Path.Combine(AppContext.BaseDirectory, "EdgeIpc.TestChild.dll");
        string? native = Environment.GetEnvironmentVariable(NativeVariable);
        var start = new ProcessStartInfo(native ?? host, native is null ? [program, .. arguments] : arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new Child(Process.Start(start)!);
    }

    /// <summary>The next line it prints; its death is an error.</summary>
    public async Task<string> ReadLineAsync(CancellationToken token)
    {
        string? line = await _process.StandardOutput.ReadLineAsync(token).AsTask().WaitAsync(Watchdog, token).ConfigureAwait(false);
        return line ?? throw new InvalidOperationException("The child ended: " + await _process.StandardError.ReadToEndAsync(token).ConfigureAwait(false));
    }

    public void Send(PosixSignalNumber signal) => ProcessControl.Send(ProcessId, signal);

    /// <summary>SIGKILL, and its end.</summary>
    public async Task KillAsync(CancellationToken token)
    {
        Send(PosixSignalNumber.Kill);
        await ExitAsync(token).ConfigureAwait(false);
    }

    /// <summary>Lets it end by itself.</summary>
    public async Task<int> StopAsync(CancellationToken token)
    {
        _process.StandardInput.Close();
        return await ExitAsync(token).ConfigureAwait(false);
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code; 128 and the signal when one ended it.</returns>
    public async Task<int> ExitAsync(CancellationToken token)
    {
        await _process.WaitForExitAsync(token).WaitAsync(Watchdog, token).ConfigureAwait(false);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
