using System.Runtime.CompilerServices;
using EdgeIpc.Posix;

namespace EdgeIpc.Bench;

/// <summary>
/// How far two processors are apart: the time that a cache line takes from one to the other. On a virtual machine the host moves
/// them about, and everything between two processes takes two to five times as long when they are far apart.
/// </summary>
internal static class CacheLineProbe
{
    /// <summary>One way, ns. Within one complex of cores 25 to 60 were measured, across two of them about 240.</summary>
    public const double NearMaxNs = 120;

    private const int ChunkCount = 40;
    private const int TripsPerChunk = 100;

    // The two words lie on lines of their own, away from the array's header and from each other.
    private const int ThereIndex = 32;
    private const int BackIndex = 64;

    /// <returns>The median of <see cref="ChunkCount"/> short measurements, ns one way.</returns>
    public static double Measure(int processor, int otherProcessor, bool first)
    {
        long[] words = new long[128];
        double[] chunksNs = new double[ChunkCount];
        using var meeting = new Barrier(2);
        var asker = new Thread(() => Run(processor, () => Ask(words, chunksNs)));
        var answerer = new Thread(() => Run(otherProcessor, () => Answer(words)));
        asker.Start();
        answerer.Start();
        asker.Join();
        answerer.Join();
        return Median.Of(chunksNs);

        void Run(int on, Action body)
        {
            Processors.KeepThisThreadOn(on);
            if (first) ResourceLimits.TrySetRealTimePriorityOfThisThread(RaceSide.RealTimePriority);
            meeting.SignalAndWait();
            body();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Ask(long[] words, double[] chunksNs)
    {
        long trip = 0;
        for (int chunk = 0; chunk < chunksNs.Length; chunk++)
        {
            long beganAtNs = MonotonicClock.NowNs;
            for (int i = 0; i < TripsPerChunk; i++)
            {
                Volatile.Write(ref words[ThereIndex], ++trip);
                while (Volatile.Read(ref words[BackIndex]) != trip) { }
            }

            chunksNs[chunk] = (MonotonicClock.NowNs - beganAtNs) / (2.0 * TripsPerChunk);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Answer(long[] words)
    {
        for (long trip = 1; trip <= ChunkCount * TripsPerChunk; trip++)
        {
            while (Volatile.Read(ref words[ThereIndex]) != trip) { }
            Volatile.Write(ref words[BackIndex], trip);
        }
    }
}
