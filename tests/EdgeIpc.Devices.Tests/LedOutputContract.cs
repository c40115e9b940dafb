using System.Device.Gpio;

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

public sealed class SimulatedLedsContract : LedOutputContract
{
    protected override ILedOutput Open() => new SimulatedLeds([.. Pins.Select(pin => pin.Name)]);
}

public sealed class GpioLedsContract : LedOutputContract
{
    private readonly FakeGpioDriver _chip = new(28);

    [Fact]
    public void The_pin_is_high_while_the_lamp_is_on_and_low_after_the_end()
    {
        using (var leds = Open())
        {
            leds.Set(0, on: true);
            Assert.Equal(PinValue.High, _chip.LevelOf(5));
            Assert.Equal(PinValue.Low, _chip.LevelOf(6));
        }

        Assert.Equal(PinValue.Low, _chip.LevelOf(5));
        Assert.False(_chip.IsOpen(5));
    }

    [Fact]
    public void A_lamp_that_is_on_already_is_not_written_again()
    {
        using var leds = Open();
        leds.Set(0, on: true);
        int writes = _chip.WriteCount;
        leds.Set(0, on: true);
        Assert.Equal(writes, _chip.WriteCount);
    }

    protected override ILedOutput Open() => new GpioLeds(new GpioController(_chip), Pins);
}
