using System.Globalization;

namespace EdgeIpc.Spool.Tests;

/// <summary>The seed of a random test: printed first, and taken back from EDGEIPC_TEST_SEED.</summary>
internal static class TestSeed
{
    public static int Next(ITestOutputHelper output)
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("EDGEIPC_TEST_SEED"), CultureInfo.InvariantCulture, out int wanted)
            ? wanted
            : Random.Shared.Next();
        output.WriteLine($"EDGEIPC_TEST_SEED={seed}");
        return seed;
    }
}
