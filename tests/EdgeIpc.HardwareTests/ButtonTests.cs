using System.Globalization;
using EdgeIpc.HardwareTests.Jig;
using EdgeIpc.HardwareTests.Machine;
using EdgeIpc.Posix;

namespace EdgeIpc.HardwareTests;

/// <summary>From a finger to paper, and to the station's end.</summary>
public sealed class ButtonTests(Bench bench, ITestOutputHelper output)
{
    private static readonly TimeSpan Tap = TimeSpan.FromMilliseconds(60);

    /// <summary>Half the debounce time. A contact that rests for all of it was let go, and there is no bounce to see through.</summary>
    private static readonly TimeSpan LongestBounceRest = TimeSpan.FromMilliseconds(10);

    private const int BatchPresses = 10;

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
        int pressed = 0, missed = 0, doubled = 0, setAside = 0;
        for (int batch = 1; pressed < TestCounts.Presses; batch++)
        {
            // Presses of the mark button are the cheapest: each is a line of the log, and nothing is printed.
            int count = Math.Min(BatchPresses, TestCounts.Presses - pressed);
            int before = Logged("mark");
            var rested = bench.Jig.Press(HilStation.MarkButton, Tap, bounces: true, times: count);
            // Presses are taken in their order: when this one is there, all before it are.
            bench.Jig.Press(HilStation.PauseButton, Tap);
            bench.Target.Await($"test \"$({Count("pause")})\" -ge {batch}", "the press that ends a batch arrived");
            int counted = Logged("mark") - before;
            if (rested >= LongestBounceRest)
            {
                setAside += count;
                Assert.True(setAside <= TestCounts.Presses, $"This machine stands still too often: contacts rested for up to {rested.TotalMilliseconds:0} ms within a bounce.");
                continue;
            }

            pressed += count;
            missed += Math.Max(0, count - counted);
            doubled += Math.Max(0, counted - count);
        }

        output.WriteLine($"{pressed} presses with bounce: {missed} missed, {doubled} double; {setAside} more set aside, for the machine stood still in mid-bounce");
        Assert.Equal((0, 0), (missed, doubled));
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
            // Asking for the job at once would take the machine from those who print it.
            Pause.Until(() => bench.Printer.FirstByteAtNs is not null, "the first byte has come");
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

    private int Logged(string button) => int.Parse(bench.Target.Run($"{Count(button)} || true"), CultureInfo.InvariantCulture);

    private static string Count(string button) => $"grep -c 'Button {button}' {HilStation.StateDirectory}/edgeipc/hil/logs/controller.log";
}
