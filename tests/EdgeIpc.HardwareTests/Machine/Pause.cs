using System.Diagnostics;

namespace EdgeIpc.HardwareTests.Machine;

/// <summary>Time between two looks at a machine that can't tell by itself.</summary>
internal static class Pause
{
    /// <summary>Ends a hang; no assertion depends on it.</summary>
    private static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(600);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    private static readonly ManualResetEventSlim Never = new();

    public static void For(TimeSpan time) => Never.Wait(time);

    public static void Until(Func<bool> isSo, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(clock.Elapsed < HangLimit, $"It never came to be that {what}.");
            For(LookInterval);
        }
    }
}
