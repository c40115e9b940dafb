using EdgeIpc.Instance;

namespace EdgeIpc.Station;

/// <summary>Where the emulated paper's picture stays when the instance, in memory, goes away.</summary>
internal sealed class DemoPaper(StationInstance instance, string? wanted)
{
    /// <summary>Where the picture will be.</summary>
    public string KeptPath => wanted ?? $"{instance.StateDirectory}/paper.png";

    /// <summary>Copies the picture of the whole roll out of memory.</summary>
    /// <returns>Where it is now, or null when nothing was printed.</returns>
    public string? Keep()
    {
        string roll = $"{instance.PaperDirectory}/roll.png";
        if (!File.Exists(roll)) return null;
        File.Copy(roll, KeptPath, overwrite: true);
        return KeptPath;
    }
}
