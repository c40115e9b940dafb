namespace EdgeIpc.Devices.Tests;

/// <summary>What lamps promise, simulated or on pins.</summary>
public abstract class LedOutputContract
{
    protected static IReadOnlyList<NamedPin> Pins { get; } = [new("sampling", 5), new("printing", 6)];

    [Fact]
    public void All_lamps_are_off_at_the_start_and_have_the_names_given()
    {
        using var leds = Open();
        Assert.Equal(["sampling", "printing"], leds.Names);
        Assert.False(leds.IsOn(0) || leds.IsOn(1));
    }

    [Fact]
    public void A_lamp_keeps_what_it_was_told()
    {
        using var leds = Open();
        leds.Set(1, on: true);
        Assert.False(leds.IsOn(0));
        Assert.True(leds.IsOn(1));
        leds.Set(1, on: false);
        Assert.False(leds.IsOn(1));
    }

    protected abstract ILedOutput Open();
}
