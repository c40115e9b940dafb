using EdgeIpc.Recorder;

namespace EdgeIpc.Tests;

public sealed class LatenessTests
{
    [Fact]
    public void Percentiles_are_at_most_a_thirtieth_too_large_and_never_too_small()
    {
        const int Seed = 12;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        long[] values = [.. Enumerable.Range(0, 10_000).Select(_ => (long)Math.Exp(random.NextDouble() * 40)), 0, 1, 31, 32, 33, 63, 64, 65];
        var lateness = new Lateness();
        foreach (long value in values) lateness.Add(value);
        Array.Sort(values);
        foreach (double share in (double[])[0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 1])
        {
            long exact = values[(int)Math.Ceiling(share * values.Length) - 1];
            Assert.InRange(lateness.PercentileNs(share), exact, exact * 1.033);
        }

        Assert.Equal((values[^1], values.Length), (lateness.MaxNs, lateness.Count));
    }

    [Fact]
    public void What_comes_early_is_in_time_and_nothing_at_all_is_zero()
    {
        var lateness = new Lateness();
        Assert.Equal((0, 0), (lateness.PercentileNs(0.5), lateness.MaxNs));
        lateness.Add(-5);
        Assert.Equal((0, 0, 1), (lateness.PercentileNs(1), lateness.MaxNs, lateness.Count));
        lateness.Add(long.MaxValue);
        Assert.Equal(long.MaxValue, lateness.PercentileNs(1));
    }
}
