using System.Text.Json;
using EdgeIpc.Daemon;

namespace EdgeIpc.Tests;

/// <summary>A process that somebody keeps down: what is sent to it waits, and it comes back when it may.</summary>
public sealed class KeptDownTests(RunningStation station) : IClassFixture<RunningStation>
{
    private static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_controller_that_is_kept_down_stays_down_and_takes_what_waited_when_it_may_run()
    {
        int before = ProcessIdOf(Role.Controller)!.Value;
        Assert.Equal(0, station.Run("send", "process", "stop", Role.Controller).ExitCode);
        await UntilAsync(() => ProcessIdOf(Role.Controller) is null);
        Assert.Contains("kept down", station.Run("send", "kill", Role.Controller).Errors, StringComparison.Ordinal);
        Assert.Contains("kept down already", station.Run("send", "process", "stop", Role.Controller).Errors, StringComparison.Ordinal);
        Assert.Equal("The kernel has it.\n", station.Run("send", "say", "kept", "for", "you").Output);
        Assert.Null(ProcessIdOf(Role.Controller));

        Assert.Equal(0, station.Run("send", "process", "start", Role.Controller).ExitCode);
        await UntilAsync(() => ProcessIdOf(Role.Controller) is { } now && now != before);
        string log = Path.Combine(station.Environment["XDG_STATE_HOME"], "edgeipc", station.Name, "logs", "controller.log");
        await UntilAsync(() => File.ReadAllText(log).Contains("kept for you", StringComparison.Ordinal));
        Assert.Contains("not kept down", station.Run("send", "process", "start", Role.Controller).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no astronomer here", "process", "stop", "astronomer")]
    [InlineData("stands for hardware", "process", "stop", "printer-emulator")]
    public void Who_can_not_be_kept_down_is_told(string sentence, params string[] words)
    {
        var refused = station.Run(["send", .. words]);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains(sentence, refused.Errors, StringComparison.Ordinal);
    }

    private int? ProcessIdOf(string role)
    {
        var process = JsonDocument.Parse(station.Run("status", "--json").Output).RootElement.GetProperty("processes").EnumerateArray().Single(each => each.GetProperty("role").GetString() == role);
        return process.GetProperty("isAlive").GetBoolean() ? process.GetProperty("pid").GetInt32() : null;
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(Watchdog);
        while (!isSo()) await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
    }
}
