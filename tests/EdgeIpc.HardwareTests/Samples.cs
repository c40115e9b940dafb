using System.Text.Json;

namespace EdgeIpc.HardwareTests;

/// <summary>What <c>tap --json</c> said: the channels with their units, and a value of each for every sample.</summary>
internal sealed class Samples
{
    private readonly List<double[]> _values = [];

    private Samples(JsonElement channels)
    {
        Channels = [.. channels.EnumerateArray().Select(channel => channel.GetProperty("name").GetString()!)];
        Units = [.. channels.EnumerateArray().Select(channel => channel.GetProperty("unit").GetString()!)];
    }

    public IReadOnlyList<string> Channels { get; }

    public IReadOnlyList<string> Units { get; }

    public List<long> TakenAtNs { get; } = [];

    /// <summary>Each sample's values, in the order of the channels.</summary>
    public IReadOnlyList<double[]> Values => _values;

    /// <summary>Takes so many samples from now on.</summary>
    public static Samples Tap(HilStation station, int count)
    {
        string[] lines = station.Edgeipc($"tap --json --count {count}").Split('\n');
        using var head = JsonDocument.Parse(lines[0]);
        var samples = new Samples(head.RootElement.GetProperty("channels"));
        foreach (string line in lines.Skip(1))
        {
            using var sample = JsonDocument.Parse(line);
            samples.TakenAtNs.Add(sample.RootElement.GetProperty("takenAtNs").GetInt64());
            samples._values.Add([.. samples.Channels.Select(channel => sample.RootElement.GetProperty(channel).GetDouble())]);
        }

        return samples;
    }
}
