namespace EdgeIpc.Tests.Screen;

/// <summary><c>top</c> and <c>watch</c> on a station that runs.</summary>
public sealed class TopVerbTests(RunningStation station) : IClassFixture<RunningStation>
{
    [Fact]
    public void Into_a_pipe_top_writes_one_clean_frame_of_the_whole_station()
    {
        var top = station.Run("top");
        Assert.Equal((0, ""), (top.ExitCode, top.Errors));
        string[] lines = top.Output.TrimEnd('\n').Split('\n');
        Assert.InRange(lines.Length, 15, 24);
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        Assert.DoesNotContain('\u001b', top.Output);
        Assert.Contains("ledger balances", lines[0], StringComparison.Ordinal);
        foreach (string role in (string[])["supervisor", "sensor", "controller", "spooler", "printer-emulator"])
            Assert.Contains(lines, line => line.Contains(role, StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith(" reader   controller", StringComparison.Ordinal));
        // A second is long enough for the signal to have begun to play.
        Assert.Contains(lines, line => line.StartsWith("signal    x ", StringComparison.Ordinal));
    }

    [Fact]
    public void Watch_shows_the_channel_that_was_asked_for_and_names_those_there_are()
    {
        var watch = station.Run("watch", "temperature");
        Assert.Equal((0, ""), (watch.ExitCode, watch.Errors));
        Assert.StartsWith("temperature ", watch.Output, StringComparison.Ordinal);

        var unknown = station.Run("watch", "w");
        Assert.Equal(64, unknown.ExitCode);
        Assert.StartsWith("edgeipc: There is no channel 'w'; there are x, y, z", unknown.Errors, StringComparison.Ordinal);
    }
}
