using System.Diagnostics;

namespace EdgeIpc.Tests;

/// <summary>A demo of its own that runs while a class of tests uses it, in a state directory of its own.</summary>
public sealed class RunningStation : IDisposable
{
    private static int s_count;
    private readonly Process _demo;
    private readonly string _stateHome = Directory.CreateTempSubdirectory("edgeipc-test-").FullName;

    public RunningStation()
    {
        Name = $"t{System.Environment.ProcessId}-{Interlocked.Increment(ref s_count)}s";
        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["XDG_STATE_HOME"] = _stateHome };
        _demo = Edgeipc.Start(Environment, "demo", "--instance", Name, "--for", "10m", "--jobs", "0", "--submitters", "0", "--json");
        // The demo says on its first line that all its processes work.
        string? line = _demo.StandardError.ReadLine();
        if (line is null) Assert.Fail($"The demo ended with {Edgeipc.Finish(_demo).ExitCode} before it worked.");
        // Read on, so that it never waits for room in the pipe.
        _ = _demo.StandardError.ReadToEndAsync();
    }

    internal string Name { get; }

    internal IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Runs a verb on this station.</summary>
    internal Outcome Run(params string[] arguments) => Edgeipc.RunWith(null, Environment, [.. arguments, "--instance", Name]);

    public void Dispose()
    {
        _demo.StandardInput.Close();
        Posix.ProcessControl.Send(_demo.Id, Posix.PosixSignalNumber.Terminate);
        _demo.WaitForExit(TimeSpan.FromSeconds(30));
        if (!_demo.HasExited) _demo.Kill(entireProcessTree: true);
        _demo.Dispose();
        Directory.Delete(_stateHome, recursive: true);
    }
}
