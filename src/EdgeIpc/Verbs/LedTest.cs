using EdgeIpc.Devices;

namespace EdgeIpc.Verbs;

/// <summary>Lights the lamps one after the other, each for an equal part of the time, and leaves them dark.</summary>
internal static class LedTest
{
    public static void Run(ILedOutput leds, TimeSpan time, TextWriter output, CancellationToken stop)
    {
        for (int led = 0; led < leds.Names.Count && !stop.IsCancellationRequested; led++)
        {
            leds.Set(led, on: true);
            output.WriteLine($"{leds.Names[led]}: on");
            stop.WaitHandle.WaitOne(time / leds.Names.Count);
            leds.Set(led, on: false);
        }
    }
}
