namespace EdgeIpc;

/// <summary>What work allocates on its thread.</summary>
internal static class Allocated
{
    private const int Rounds = 5;

    /// <summary>
    /// Bytes of the round with the fewest. A collection that another thread causes takes this one's half-used allocation buffer,
    /// and what was left of it is counted as allocated; what the work itself allocates is in every round.
    /// </summary>
    public static long FewestBytes(Action round)
    {
        long fewest = long.MaxValue;
        for (int i = 0; i < Rounds; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            round();
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return fewest;
    }
}
