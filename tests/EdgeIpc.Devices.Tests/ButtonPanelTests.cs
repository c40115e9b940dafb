using System.Device.Gpio;
using EdgeIpc.Posix;

namespace EdgeIpc.Devices.Tests;

public sealed class ButtonPanelTests
{
    private static readonly TimeSpan Debounce = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongPress = TimeSpan.FromSeconds(2);
    private const long Second = 1_000_000_000;

    [Fact]
    public void A_press_by_command_is_a_press()
    {
        using var panel = new ButtonPanel(new SimulatedButtons(["chart", "mark"]), Debounce, LongPress);
        Assert.Equal(PressOutcome.Pressed, panel.Press("mark", TimeSpan.FromMilliseconds(100), 10 * Second));
        Assert.False(panel.TryTake(10 * Second, out _));
        Assert.True(panel.TryTake(panel.NextDeadlineNs!.Value, out var press));
        Assert.Equal((1, PressLength.Short), (press.Button, press.Length));
        Assert.Null(panel.NextDeadlineNs);
    }

    [Fact]
    public void A_long_press_by_command_needs_no_waiting()
    {
        using var panel = new ButtonPanel(new SimulatedButtons(["chart"]), Debounce, LongPress);
        panel.Press("chart", TimeSpan.FromSeconds(3), 10 * Second);
        Assert.True(panel.TryTake(10 * Second, out var press));
        Assert.Equal(new ButtonPress(0, PressLength.Long, 7 * Second), press);
    }

    [Fact]
    public void Only_a_finger_presses_a_real_button()
    {
        using var panel = new ButtonPanel(new GpioButtons(new GpioController(new FakeGpioDriver(28)), [new("chart", 17)], ButtonPull.Up), Debounce, LongPress);
        Assert.Equal(PressOutcome.RealHardware, panel.Press("chart", TimeSpan.FromMilliseconds(100), Second));
        Assert.Equal(PressOutcome.NoSuchButton, panel.Press("mark", TimeSpan.FromMilliseconds(100), Second));
    }

    [Fact]
    public void A_release_that_the_chip_did_not_tell_is_no_long_press()
    {
        var chip = new FakeGpioDriver(28);
        using var panel = new ButtonPanel(new GpioButtons(new GpioController(chip), [new("chart", 17)], ButtonPull.Up), Debounce, LongPress);
        chip.Drive(17, PinValue.Low);
        long pressedNs = MonotonicClock.NowNs;
        Assert.False(panel.TryTake(pressedNs + Second, out _));
        chip.Drive(17, PinValue.High, tell: false);

        Assert.False(panel.TryTake(pressedNs + 10 * Second, out _));
        Assert.Null(panel.NextDeadlineNs);
    }

    [Fact]
    public void A_button_really_held_is_a_long_press()
    {
        var chip = new FakeGpioDriver(28);
        using var panel = new ButtonPanel(new GpioButtons(new GpioController(chip), [new("chart", 17)], ButtonPull.Up), Debounce, LongPress);
        chip.Drive(17, PinValue.Low);
        Assert.True(panel.TryTake(MonotonicClock.NowNs + 10 * Second, out var press));
        Assert.Equal(PressLength.Long, press.Length);
    }
}
