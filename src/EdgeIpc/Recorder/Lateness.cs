using System.Numerics;

namespace EdgeIpc.Recorder;

/// <summary>
/// How late things came: a histogram of fixed size, with buckets that are 1/32 of their value wide. Percentiles are thus at
/// most 3.2 % too large; the largest is exact. Allocates nothing after construction.
/// </summary>
internal sealed class Lateness
{
    private const int StepBits = 5;
    private const int Steps = 1 << StepBits;

    private readonly long[] _counts = new long[Steps * (64 - StepBits)];

    public long Count { get; private set; }

    public long MaxNs { get; private set; }

    /// <param name="lateNs">Less than 0 counts as in time.</param>
    public void Add(long lateNs)
    {
        lateNs = Math.Max(0, lateNs);
        _counts[IndexOf(lateNs)]++;
        Count++;
        MaxNs = Math.Max(MaxNs, lateNs);
    }

    /// <summary>The time within which this share of all came; 0 when there were none.</summary>
    /// <param name="share">0..1.</param>
    public long PercentileNs(double share)
    {
        long wanted = (long)Math.Ceiling(share * Count), seen = 0;
        if (wanted == 0) return 0;
        int index = 0;
        while ((seen += _counts[index]) < wanted) index++;
        return Math.Min(UpperOf(index), MaxNs);
    }

    private static int IndexOf(long ns)
    {
        if (ns < Steps) return (int)ns;
        int shift = BitOperations.Log2((ulong)ns) - StepBits;
        return (shift + 1) * Steps + (int)(ns >> shift) - Steps;
    }

    /// <summary>The largest value that falls into a bucket.</summary>
    private static long UpperOf(int index)
    {
        if (index < Steps) return index;
        int shift = index / Steps - 1;
        return ((long)(index % Steps + Steps + 1) << shift) - 1;
    }
}
