using System.Device.Gpio;

namespace EdgeIpc.Devices.Tests;

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
