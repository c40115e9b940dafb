using System.Globalization;

namespace EdgeIpc.HardwareTests;

/// <summary>How often the long tests do what they do; more by hand than in CI.</summary>
internal static class TestCounts
{
    public static int Presses => Asked("EDGEIPC_HIL_PRESSES", 100);

    public static int TimedPresses => Asked("EDGEIPC_HIL_TIMED_PRESSES", 10);

    public static int PowerCuts => Asked("EDGEIPC_HIL_CUTS", 3);

    public static int Samples => Asked("EDGEIPC_HIL_SAMPLES", 1000);

    public static int Seed => Asked("EDGEIPC_HIL_SEED", 1);

    private static int Asked(string variable, int usual) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
}
