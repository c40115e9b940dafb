namespace EdgeIpc.Devices.Tests;

public sealed class ButtonsToGroundContract : ButtonSourceContract
{
    protected override (IButtonSource Source, Action<int, bool> Finger) Open(IReadOnlyList<NamedPin> pins)
    {
        foreach (var pin in pins) Header.Pull(pin.Pin, up: true);
        var buttons = GpioButtons.Open(Header.Chip, pins, ButtonPull.Up);
        return (buttons, new Finger(pins, pressedIsUp: false).Move);
    }
}

public sealed class ButtonsToPowerContract : ButtonSourceContract
{
    protected override (IButtonSource Source, Action<int, bool> Finger) Open(IReadOnlyList<NamedPin> pins)
    {
        foreach (var pin in pins) Header.Pull(pin.Pin, up: false);
        var buttons = GpioButtons.Open(Header.Chip, pins, ButtonPull.Down);
        return (buttons, new Finger(pins, pressedIsUp: true).Move);
    }
}

public sealed class LampsContract : LedOutputContract
{
    [Fact]
    public void The_line_is_high_while_the_lamp_is_on_and_low_after_the_end()
    {
        using (var leds = Open())
        {
            leds.Set(0, on: true);
            Assert.True(Header.IsHigh(Pins[0].Pin));
            Assert.False(Header.IsHigh(Pins[1].Pin));
        }

        Assert.False(Header.IsHigh(Pins[0].Pin));
    }

    protected override ILedOutput Open() => GpioLeds.Open(Header.Chip, Pins);
}
