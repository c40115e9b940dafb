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
        using var panel = OpenOn(new FakeInputLines(1, GpioBias.PullUp));
        Assert.Equal(PressOutcome.RealHardware, panel.Press("chart", TimeSpan.FromMilliseconds(100), Second));
        Assert.Equal(PressOutcome.NoSuchButton, panel.Press("mark", TimeSpan.FromMilliseconds(100), Second));
    }

    [Fact]
    public void A_release_that_the_chip_did_not_tell_is_no_long_press()
    {
        var lines = new FakeInputLines(1, GpioBias.PullUp);
        using var panel = OpenOn(lines);
        lines.Drive(0, isHigh: false, Second);
        Assert.False(panel.TryTake(2 * Second, out _));
        lines.Drive(0, isHigh: true, 2 * Second, tell: false);

        Assert.False(panel.TryTake(11 * Second, out _));
        Assert.Null(panel.NextDeadlineNs);
    }

    [Fact]
    public void A_button_really_held_is_a_long_press()
    {
        var lines = new FakeInputLines(1, GpioBias.PullUp);
        using var panel = OpenOn(lines);
        lines.Drive(0, isHigh: false, Second);
        Assert.True(panel.TryTake(11 * Second, out var press));
        Assert.Equal(PressLength.Long, press.Length);
    }

    [Fact]
    public void Bounces_that_are_taken_long_after_they_happened_are_one_press_at_the_kernels_time()
    {
        var lines = new FakeInputLines(1, GpioBias.PullUp);
        using var panel = OpenOn(lines);
        foreach (int ms in (int[])[0, 1, 3, 4, 5]) lines.Drive(0, isHigh: ms is 1 or 4, Second + (ms * 1_000_000));
        foreach (int ms in (int[])[200, 201, 202]) lines.Drive(0, isHigh: ms != 201, Second + (ms * 1_000_000));

        Assert.True(panel.TryTake(60 * Second, out var press));
        Assert.Equal(new ButtonPress(0, PressLength.Short, Second + 5_000_000), press);
        Assert.False(panel.TryTake(60 * Second, out _));
    }

    private static ButtonPanel OpenOn(FakeInputLines lines) => new(new GpioButtons(lines, [new("chart", 17)], ButtonPull.Up), Debounce, LongPress);
}
