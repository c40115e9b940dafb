using EdgeIpc.Posix;

namespace EdgeIpc.Devices.Tests;

public sealed class SimulatedButtonsContract : ButtonSourceContract
{
    protected override (IButtonSource Source, Action<int, bool> Finger) Open(IReadOnlyList<NamedPin> pins)
    {
        var buttons = new SimulatedButtons([.. pins.Select(pin => pin.Name)]);
        return (buttons, (button, pressed) => buttons.Set(button, pressed, MonotonicClock.NowNs));
    }
}

public sealed class GpioButtonsWithPullUpContract : ButtonSourceContract
{
    protected override (IButtonSource Source, Action<int, bool> Finger) Open(IReadOnlyList<NamedPin> pins)
    {
        var lines = new FakeInputLines(pins.Count, GpioBias.PullUp);
        return (new GpioButtons(lines, pins, ButtonPull.Up), (button, pressed) => lines.Drive(button, isHigh: !pressed, MonotonicClock.NowNs));
    }
}

public sealed class GpioButtonsWithPullDownContract : ButtonSourceContract
{
    protected override (IButtonSource Source, Action<int, bool> Finger) Open(IReadOnlyList<NamedPin> pins)
    {
        var lines = new FakeInputLines(pins.Count, GpioBias.PullDown);
        return (new GpioButtons(lines, pins, ButtonPull.Down), (button, pressed) => lines.Drive(button, isHigh: pressed, MonotonicClock.NowNs));
    }
}
