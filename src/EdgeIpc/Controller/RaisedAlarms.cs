using System.Text.Json;
using EdgeIpc.Instance;
using EdgeIpc.Posix;
using EdgeIpc.Settings;

namespace EdgeIpc.Controller;

/// <summary>The alarms that hold, noted in memory beside the samples: a controller that starts again knows what was told already.</summary>
internal static class RaisedAlarms
{
    public static IReadOnlyList<AlarmSettings> Load(StationInstance instance)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(instance.RaisedAlarmsPath), ControllerJson.Default.IReadOnlyListAlarmSettings) ?? [];
        }
        catch (Exception e) when (e is FileNotFoundException or JsonException)
        {
            // None yet. A damaged note costs no more than telling an alarm twice.
            return [];
        }
    }

    public static void Save(StationInstance instance, IReadOnlyList<AlarmSettings> raised)
    {
        try
        {
            byte[] content = JsonSerializer.SerializeToUtf8Bytes(raised, ControllerJson.Default.IReadOnlyListAlarmSettings);
            DurableFile.Replace(instance.RaisedAlarmsPath, content, instance.Sharing, instance.Sharing.Readable);
        }
        catch (PosixException e) when (FullDisk.Is(e))
        {
            // As little as a damaged note; to stop watching for it would be worse.
        }
    }
}
