using System.Globalization;
using System.Text.Json.Nodes;
using EdgeIpc.Sensor;

namespace EdgeIpc.Settings;

/// <summary>What a settings file may not say: keys that are none, values out of range or of another kind, values that don't fit together.</summary>
internal static class SettingsCheck
{
    /// <summary>One sentence for each key that is no setting; a mistyped one would otherwise be a silent default.</summary>
    public static IEnumerable<string> UnknownKeys(JsonNode? node, string key, string path, SettingsLines lines) => node switch
    {
        JsonArray list => list.SelectMany((element, i) => UnknownKeys(element, $"{key}[]", $"{path}[{i}]", lines)),
        JsonObject inner => inner.SelectMany(property =>
        {
            (string innerKey, string innerPath) = (Inner(key, property.Key), Inner(path, property.Key));
            // "$schema" points an editor to the schema; it says nothing to the station.
            if (innerKey == "$schema") return [];
            return IsKnown(innerKey)
                ? UnknownKeys(property.Value, innerKey, innerPath, lines)
                : [$"{lines.Prefix(innerPath)}'{innerKey}' is no setting; there are {Siblings(key)}"];
        }),
        _ => [],
    };

    /// <summary>One sentence for each value that is not allowed, or of another kind than the template's.</summary>
    public static IEnumerable<string> Values(JsonNode? node, JsonNode? template, string key, string path, SettingsLines lines) => (template, node) switch
    {
        (JsonObject pattern, JsonObject given) => pattern.SelectMany(property => Values(given[property.Key], property.Value, Inner(key, property.Key), Inner(path, property.Key), lines)),
        (JsonArray pattern, JsonArray list) => list.SelectMany((element, i) => Values(element, pattern[0], $"{key}[]", $"{path}[{i}]", lines)),
        (JsonObject, _) => [$"{lines.Prefix(path)}{key} is of another kind; allowed is an object with {Siblings(key)}"],
        (JsonArray, _) => [$"{lines.Prefix(path)}{key} is of another kind; allowed is a list"],
        _ => Value(node, key, path, lines),
    };

    /// <summary>One sentence for each pair of values that can't be true together.</summary>
    public static IEnumerable<string> Together(StationSettings settings, SettingsLines lines)
    {
        foreach (string problem in settings.ToDeviceOptions().Validate()) yield return problem.TrimEnd('.');
        if (settings.Spool.DocumentKilobytes > settings.Spool.SpoolMegabytes * 1024L)
            yield return $"{lines.Prefix("spool.documentKilobytes")}spool.documentKilobytes is {settings.Spool.DocumentKilobytes}, but spool.spoolMegabytes holds only {settings.Spool.SpoolMegabytes * 1024L}";
        if (settings.Sensor.Kind == "play" && !Path.IsPathRooted(settings.Sensor.File))
        {
            // The station's processes work in no directory that anybody means.
            yield return $"{lines.Prefix("sensor.file")}sensor.file is '{settings.Sensor.File}'; to play, it must name a recording from / on";
            yield break;
        }

        foreach (string problem in Channels(settings, lines)) yield return problem;
    }

    // Names are the sensor's own where the file has none, so the sensor is asked.
    private static IEnumerable<string> Channels(StationSettings settings, SettingsLines lines)
    {
        if (settings.Alarms.Count == 0 && settings.Sensor.Channels.Count == 0) yield break;
        using var sensor = StationSensor.Open(settings).Device;
        if (sensor is null) yield break;
        var names = sensor.Channels.Select(channel => channel.Name).ToList();
        if (settings.Sensor.Channels.Count > names.Count)
            yield return $"{lines.Prefix("sensor.channels")}sensor.channels describes {settings.Sensor.Channels.Count} channels; the sensor '{settings.Sensor.Kind}' has {names.Count}";
        foreach (var twice in names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1))
            yield return $"{lines.Prefix("sensor.channels")}two channels are called '{twice.Key}'";
        for (int i = 0; i < settings.Alarms.Count; i++)
        {
            if (!names.Contains(settings.Alarms[i].Channel, StringComparer.Ordinal))
                yield return $"{lines.Prefix($"alarms[{i}].channel")}alarms[].channel is {settings.Alarms[i].Channel}; the channels of the sensor '{settings.Sensor.Kind}' are {string.Join(", ", names)}";
        }
    }

    private static IEnumerable<string> Value(JsonNode? node, string key, string path, SettingsLines lines)
    {
        var setting = SettingsTable.All.Single(one => one.Key == key);
        string allowed = $"allowed is {setting.Range.Text}{(setting.Unit is "" ? "" : " " + setting.Unit)}";
        if (!setting.Range.IsOfKind(node)) yield return $"{lines.Prefix(path)}{key} is of another kind; {allowed}";
        else if (!setting.Range.Allows(node)) yield return string.Create(CultureInfo.InvariantCulture, $"{lines.Prefix(path)}{key} is {node}; {allowed}");
    }

    private static string Inner(string outer, string name) => outer.Length == 0 ? name : $"{outer}.{name}";

    private static bool IsKnown(string key) => SettingsTable.All.Any(setting =>
        setting.Key == key || setting.Key.StartsWith(key + ".", StringComparison.Ordinal) || setting.Key.StartsWith(key + "[]", StringComparison.Ordinal));

    private static string Siblings(string key)
    {
        string prefix = key.Length == 0 ? "" : key + ".";
        return string.Join(", ", SettingsTable.All.Where(one => one.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(one => one.Key[prefix.Length..].Split('.', '[')[0]).Distinct(StringComparer.Ordinal));
    }
}
