using EdgeIpc.HardwareTests.Jig;
using EdgeIpc.Posix;

namespace EdgeIpc.HardwareTests;

/// <summary>From a finger to paper, and to the station's end.</summary>
public sealed class ButtonTests(Bench bench, ITestOutputHelper output)
{
    private static readonly TimeSpan Tap = TimeSpan.FromMilliseconds(100);

    [HardwareFact(JigParts.Gpio | JigParts.Uart)]
    public void A_press_of_the_chart_button_comes_to_paper_at_the_other_end_of_the_line()
    {
        bench.Station.StartFresh();
        bench.Printer.TearOff();
        bench.Jig.Press(HilStation.ChartButton, Tap);
        bench.Station.AwaitCompleted(1);
        Assert.Contains("Chart", bench.Printer.TearOff(), StringComparison.OrdinalIgnoreCase);
    }

    [HardwareFact(JigParts.Gpio)]
    public void Contacts_that_bounce_make_one_press_each()
    {
        bench.Station.StartFresh();
        // Presses of the mark button are the cheapest: each is a line of the log, and nothing is printed.
        int presses = TestCounts.Presses;
        bench.Jig.Press(HilStation.MarkButton, Tap, bounces: true, times: presses);
        string marks = $"grep -c 'Button mark' {HilStation.StateDirectory}/edgeipc/hil/logs/controller.log";
        bench.Target.Await($"test \"$({marks})\" -ge {presses}", "every press arrived");
        int counted = int.Parse(bench.Target.Run(marks), System.Globalization.CultureInfo.InvariantCulture);
        output.WriteLine($"{presses} presses with bounce: {Math.Max(0, presses - counted)} missed, {Math.Max(0, counted - presses)} double");
        Assert.Equal(presses, counted);
    }

    [HardwareFact(JigParts.Gpio | JigParts.Uart)]
    public void From_the_button_to_the_first_byte_takes_no_longer_than_a_person_notices()
    {
        bench.Station.StartFresh();
        var took = new List<double>();
        for (int press = 1; press <= TestCounts.TimedPresses; press++)
        {
            bench.Printer.ForgetFirstByte();
            long pressedAtNs = MonotonicClock.NowNs;
            bench.Jig.Press(HilStation.ChartButton, Tap);
            bench.Station.AwaitCompleted(press);
            took.Add((Assert.NotNull(bench.Printer.FirstByteAtNs) - pressedAtNs) / 1e6);
        }

        took.Sort();
        // On an emulated machine this is a figure of the lab; on a Pi, of the Pi. It ends hangs only: no limit on a time.
        output.WriteLine($"button to first byte, {Bench.Kind}: p50 {took[took.Count / 2]:0} ms, p99 {took[(int)(took.Count * 0.99)]:0} ms, of {took.Count} presses");
    }

    [HardwareFact(JigParts.Gpio)]
    public void Held_long_the_pause_button_shuts_the_station_down_cleanly()
    {
        bench.Station.StartFresh();
        bench.Jig.Press(HilStation.PauseButton, TimeSpan.FromSeconds(4));
        bench.Target.Await($"test \"$(systemctl is-active {HilStation.Unit})\" = inactive", "the station has stopped");
        Assert.Equal("success", bench.Target.Run($"systemctl show -P Result {HilStation.Unit}"));
        // Nothing of it is left in memory: no ring, no queue.
        Assert.Equal("", bench.Target.Run("ls -d /dev/shm/edgeipc-*-hil 2> /dev/null || true"));
    }
}
