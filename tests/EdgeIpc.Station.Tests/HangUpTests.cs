using EdgeIpc.Instance;
using EdgeIpc.Posix;

namespace EdgeIpc.Tests;

public sealed class HangUpTests : IDisposable
{
    private const PosixSignalNumber HangUp = (PosixSignalNumber)1;
    private readonly string _stateHome = Directory.CreateTempSubdirectory("edgeipc-test-").FullName;

    public void Dispose() => Directory.Delete(_stateHome, recursive: true);

    [Fact]
    public void A_demo_whose_terminal_is_closed_stops_as_properly_as_by_a_key()
    {
        var name = InstanceName.Parse($"h{Environment.ProcessId}");
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["XDG_STATE_HOME"] = _stateHome };
        using var demo = Edgeipc.Start(environment, "demo", "--instance", name.Name, "--for", "10m", "--jobs", "0", "--submitters", "0");
        // The first line is said when all processes work.
        Assert.StartsWith("The station works", demo.StandardOutput.ReadLine(), StringComparison.Ordinal);
        Assert.True(Directory.Exists(name.Directory));

        ProcessControl.Send(demo.Id, HangUp);
        var outcome = Edgeipc.Finish(demo);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Contains("Everything balances.", outcome.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(name.Directory));
    }
}
