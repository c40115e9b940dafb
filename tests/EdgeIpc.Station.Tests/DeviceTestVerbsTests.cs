using EdgeIpc.Devices;
using EdgeIpc.Posix;
using EdgeIpc.Verbs;

namespace EdgeIpc.Tests;

public sealed class DeviceTestVerbsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgeipc-test-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_button_test_shows_a_long_press_and_each_short_one()
    {
        var outcome = Edgeipc.Run("button", "test", "--settings", SettingsWith("{}"));
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        foreach (string line in (string[])["chart: long press", "chart: short press", "mark: short press", "pause: short press", "4 presses seen."])
            Assert.Contains(line, outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_led_test_lights_each_lamp_once_and_leaves_it_dark()
    {
        using var leds = new SimulatedLeds(["sampling", "trouble"]);
        using var output = new StringWriter();
        LedTest.Run(leds, TimeSpan.FromMilliseconds(20), output, Stop);
        Assert.Equal("sampling: on\ntrouble: on\n", output.ToString());
        Assert.False(leds.IsOn(0) || leds.IsOn(1));
        Assert.Contains("trouble: on", Edgeipc.Run("led", "test", "--for", "30ms", "--settings", SettingsWith("{}")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sensor_test_shows_every_channel_and_the_rate()
    {
        using var source = new SimulatedAccelerometer(seed: 1);
        using var output = new StringWriter();
        SensorTest.Run(source, rateHz: 200, TimeSpan.FromMilliseconds(300), output, Stop);
        string text = output.ToString();
        Assert.Contains("of 200 Hz", text, StringComparison.Ordinal);
        Assert.All(source.Channels, channel => Assert.Contains(channel.Name, text, StringComparison.Ordinal));

        var outcome = Edgeipc.Run("sensor", "test", "--for", "50ms", "--settings", SettingsWith("""{ "sensor": { "kind": "host", "rateHz": 100 } }"""));
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Contains("memory-used", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("button")]
    [InlineData("led")]
    public void Pins_that_are_not_there_are_one_sentence_and_exit_code_69(string device)
    {
        Assert.SkipWhen(GpioChips.List().Any(chip => chip.Label == "no-such-chip"), "this machine has such a chip");
        var outcome = Edgeipc.Run(device, "test", "--settings", SettingsWith("""{ "panel": { "kind": "gpio", "chipLabel": "no-such-chip" } }"""));
        Assert.Equal(69, outcome.ExitCode);
        Assert.Single(outcome.Errors.TrimEnd().Split('\n'));
        Assert.Contains("GPIO chip", outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0s")]
    [InlineData("soon")]
    [InlineData("2h")]
    public void A_time_that_is_none_is_a_usage_error(string time)
    {
        var outcome = Edgeipc.Run("led", "test", "--for", time);
        Assert.Equal(64, outcome.ExitCode);
        Assert.Contains(time, outcome.Errors, StringComparison.Ordinal);
    }

    private string SettingsWith(string json)
    {
        string path = Path.Combine(_folder, "settings.json");
        File.WriteAllText(path, json);
        return path;
    }
}
