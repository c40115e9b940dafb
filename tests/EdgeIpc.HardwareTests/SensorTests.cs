using System.Globalization;
using System.Text.Json;
using EdgeIpc.HardwareTests.Jig;

namespace EdgeIpc.HardwareTests;

/// <summary>What a sensor measures arrives where a person looks, in its unit.</summary>
public sealed class SensorTests(Bench bench)
{
    [HardwareFact(JigParts.None)]
    public void The_machines_own_load_arrives_in_tap_with_its_units()
    {
        bench.Station.StartFresh();
        string[] lines = bench.Station.Edgeipc("tap --json --count 5").Split('\n');
        using var head = JsonDocument.Parse(lines[0]);
        var units = head.RootElement.GetProperty("channels").EnumerateArray().ToDictionary(
            channel => channel.GetProperty("name").GetString()!, channel => channel.GetProperty("unit").GetString()!, StringComparer.Ordinal);
        Assert.Equal(("%", "MiB"), (units["cpu"], units["memory-used"]));
        using var sample = JsonDocument.Parse(lines[^1]);
        // What the system itself says is in use, in the same unit; both move on between the two looks.
        double saysItself = double.Parse(bench.Target.Run("awk '/^MemTotal/ { t = $2 } /^MemAvailable/ { print (t - $2) / 1024 }' /proc/meminfo"), CultureInfo.InvariantCulture);
        Assert.InRange(sample.RootElement.GetProperty("memory-used").GetDouble(), saysItself / 2, saysItself * 2);
    }
}
