using EdgeIpc.Devices;
using EdgeIpc.Posix;

namespace EdgeIpc.Verbs;

/// <summary>Shows presses as they come. Where the buttons are simulated nobody can press them, so the test does: the first one long, then each short.</summary>
internal static class ButtonTest
{
    private const int NanosecondsPerMillisecond = 1_000_000;
    private const int ButtonsKey = 0;
    private const int StopKey = 1;
    private static readonly TimeSpan ShortPress = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan LongPress = TimeSpan.FromMinutes(1);

    public static void Run(ButtonPanel panel, TimeSpan time, TextWriter output, CancellationToken stop)
    {
        output.WriteLine($"Buttons: {string.Join(", ", panel.Names)}.");
        int expected = PressAll(panel);
        output.WriteLine(expected > 0 ? "They are simulated: this test presses them." : $"Press them within {time.TotalSeconds:0} s; Ctrl-C ends.");

        using var stopped = new EventFd();
        using var registration = stop.UnsafeRegister(static fd => ((EventFd)fd!).Signal(), stopped);
        using var epoll = new Epoll();
        epoll.Add(panel.Descriptor, ButtonsKey);
        epoll.Add(stopped.File, StopKey);
        var ready = new ReadyEvent[2];
        int seen = 0;
        long endNs = MonotonicClock.NowNs + time.Ticks * 100;
        while (true)
        {
            long nowNs = MonotonicClock.NowNs;
            while (panel.TryTake(nowNs, out var press))
            {
                seen++;
                output.WriteLine($"{panel.Names[press.Button]}: {(press.Length == PressLength.Long ? "long" : "short")} press");
            }

            if (nowNs >= endNs || stop.IsCancellationRequested || (expected > 0 && seen >= expected)) break;
            long untilNs = Math.Min(panel.NextDeadlineNs ?? endNs, endNs);
            epoll.Wait(ready, TimeSpan.FromMilliseconds(Math.Max(0, untilNs - nowNs) / (double)NanosecondsPerMillisecond));
        }

        output.WriteLine($"{seen} presses seen{(panel.LostEdges > 0 ? $", {panel.LostEdges} changes of a contact came too fast" : "")}.");
    }

    /// <returns>How many presses must be seen; 0 where the buttons are real.</returns>
    private static int PressAll(ButtonPanel panel)
    {
        // Presses are judged by their times, so a long one that ended a second ago need not be waited for.
        long nowNs = MonotonicClock.NowNs;
        int pressed = panel.Names.Take(1).Count(name => panel.Press(name, LongPress, nowNs - 1_000 * NanosecondsPerMillisecond) == PressOutcome.Pressed);
        return pressed + panel.Names.Count(name => panel.Press(name, ShortPress, nowNs) == PressOutcome.Pressed);
    }
}
