using System.Globalization;

namespace EdgeIpc.Paper.Tests;

/// <summary>Random tests say their seed and take one from EDGEIPC_SEED, so that a failure can be seen again.</summary>
internal static class Seed
{
    internal static Random Next(out int seed)
    {
        string? given = Environment.GetEnvironmentVariable("EDGEIPC_SEED");
        seed = given is null ? Random.Shared.Next() : int.Parse(given, CultureInfo.InvariantCulture);
        TestContext.Current.SendDiagnosticMessage("EDGEIPC_SEED={0}", seed);
        return new Random(seed);
    }
}
