using System.Globalization;
using EdgeIpc.Instance;

namespace EdgeIpc.Sensor;

/// <summary>
/// Where in the ring the first sample of the recording was published: a small file of the instance, so that a killed sensor
/// goes on with the very sample that comes next.
/// </summary>
internal sealed class RecordedPlace(StationInstance instance, string recording)
{
    /// <summary>Notes that the recording begins at a position of the ring.</summary>
    public void Begin(long position)
    {
        string beside = instance.PlayedPlacePath + ".new";
        File.WriteAllText(beside, string.Create(CultureInfo.InvariantCulture, $"{position}\n{recording}"));
        File.Move(beside, instance.PlayedPlacePath, overwrite: true);
    }

    /// <summary>How many samples of this recording were published already; 0 and noted anew when it was another one, or none.</summary>
    /// <param name="published">The ring's cursor now.</param>
    public long CountPlayed(long published)
    {
        if (File.Exists(instance.PlayedPlacePath)
            && File.ReadAllText(instance.PlayedPlacePath).Split('\n', 2) is [var text, var played] && played == recording
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long begun) && begun <= published)
            return published - begun;
        Begin(published);
        return 0;
    }
}
