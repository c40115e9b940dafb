using System.Globalization;
using EdgeIpc.Instance;
using EdgeIpc.Playout;

namespace EdgeIpc.Recorder;

/// <summary>What is known of a recording from its files, without reading its samples.</summary>
/// <param name="Number">Its name in the station.</param>
/// <param name="Directory">Where it lies.</param>
/// <param name="Segments">How many files are left of it.</param>
/// <param name="SizeBytes">All of them.</param>
/// <param name="StartedAt">When the first of them was begun, by the wall clock; null when its header can't be read.</param>
internal sealed record ShelvedRecording(int Number, string Directory, int Segments, long SizeBytes, DateTimeOffset? StartedAt);

/// <summary>The recordings of a station: a directory each, named by its number.</summary>
internal static class RecordingShelf
{
    public static string PathOf(StationInstance instance, int number) => $"{instance.RecordingsDirectory}/{number:D4}";

    /// <summary>All of them, oldest first.</summary>
    public static IReadOnlyList<ShelvedRecording> List(StationInstance instance)
    {
        if (!Directory.Exists(instance.RecordingsDirectory)) return [];
        return
        [
            .. RecordingRetention.List(instance.RecordingsDirectory)
                .GroupBy(segment => Path.GetDirectoryName(segment.Path)!, StringComparer.Ordinal)
                .Select(group => Describe(group.Key, [.. group]))
                .OfType<ShelvedRecording>()
                .OrderBy(recording => recording.Number),
        ];
    }

    /// <summary>Makes the directory of the next recording.</summary>
    /// <param name="lastNumber">Lower numbers were given already, though nothing may be left of them.</param>
    public static int MakeNext(StationInstance instance, int lastNumber)
    {
        int next = Directory.EnumerateDirectories(instance.RecordingsDirectory).Select(NumberOf).Append(lastNumber).Max() + 1;
        Make(instance, next);
        return next;
    }

    /// <summary>Makes a recording's directory where it is missing.</summary>
    public static void Make(StationInstance instance, int number) => instance.MakeDirectory(PathOf(instance, number));

    private static ShelvedRecording? Describe(string directory, SegmentFile[] segments)
    {
        int number = NumberOf(directory);
        if (number == 0) return null;
        DateTimeOffset? startedAt = null;
        try
        {
            using var recording = RecordingReader.Open(segments[0].Path);
            startedAt = recording.Segment.StartedAt;
        }
        catch (Exception e) when (e is RecordingFormatException or FileNotFoundException)
        {
            // Listed all the same: its files take room.
        }

        return new ShelvedRecording(number, directory, segments.Length, segments.Sum(segment => segment.SizeBytes), startedAt);
    }

    private static int NumberOf(string directory) =>
        int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
