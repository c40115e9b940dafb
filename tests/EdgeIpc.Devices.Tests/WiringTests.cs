using EdgeIpc.Wiring;

namespace EdgeIpc.Devices.Tests;

public sealed class WiringTests
{
    private static string Hardware { get; } = WiringFiles.FindHardware(AppContext.BaseDirectory)!;

    private static string Source { get; } = File.ReadAllText(Path.Combine(Hardware, "wiring.yaml"));

    [Fact]
    public void What_is_generated_is_what_the_source_says()
    {
        Assert.All(WiringFiles.Make(Source), file => Assert.False(WiringFiles.Differs(Hardware, file.Key, file.Value), $"{file.Key}: run dotnet run --project hardware/wiring"));
    }

    [Fact]
    public void Every_wire_is_in_the_table_and_in_the_picture()
    {
        var wiring = WiringFile.Parse(Source);
        string table = PinTable.Markdown(wiring), picture = WiringPicture.Svg(wiring);
        Assert.All(wiring.Wires, wire => Assert.Contains($"| {wire.Pin} |", table, StringComparison.Ordinal));
        Assert.Equal(wiring.Wires.Count, picture.Split("<path ").Length - 1);
    }

    [Fact]
    public void The_lines_are_those_of_the_stations_defaults()
    {
        var wiring = WiringFile.Parse(Source);
        var options = new DeviceOptions();
        foreach (var pin in options.Buttons.Pins.Concat(options.Leds.Pins))
            Assert.Equal(pin.Pin, wiring.LineOf(wiring.Parts.Single(part => part.Line == pin.Name)));
    }

    [Theory]
    [InlineData("pin: 13 }", "pin: 11 }", "Pin 11 (GPIO17) has 2 wires")]
    [InlineData("pin: 13 }", "pin: 41 }", "the header has 1 to 40")]
    [InlineData("part: weather, terminal: SDA, pin: 3", "part: weather, terminal: SDA, pin: 7", "no wire to SDA1")]
    [InlineData("pin: 10, through: shifter", "pin: 10", "needs a level shifter")]
    [InlineData("forwardVolts: 1.8, ohms: 330", "forwardVolts: 1.8, ohms: 47", "a line gives 16")]
    [InlineData("forwardVolts: 1.8, ohms: 330", "forwardVolts: 1.8", "has no resistor")]
    [InlineData("supply: own, supplyVolts: 5, milliamperes: 2500", "supply: 5V, milliamperes: 2500", "needs a supply of its own")]
    [InlineData("{ part: chart-button, terminal: \"2\", pin: 9 }", "{ part: chart-button, terminal: \"2\", pin: 7 }", "one to ground")]
    [InlineData("part: shifter, terminal: LV", "part: shifted, terminal: LV", "is no part")]
    [InlineData("baud: 19200", "bauds: 19200", "bauds")]
    public void A_wiring_that_would_not_work_is_refused_in_words(string right, string wrong, string expected)
    {
        Assert.Contains(right, Source, StringComparison.Ordinal);
        var refusal = Assert.Throws<FormatException>(() => WiringFile.Parse(Source.Replace(right, wrong, StringComparison.Ordinal)));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }
}
