using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace EdgeIpc.Settings;

/// <summary>
/// Reads the settings: strictly. An unknown key is refused by name (a mistyped one would otherwise be a silent default), and
/// every value is checked before anything starts.
/// </summary>
internal static class SettingsFile
{
    public const string SystemPath = "/etc/edgeipc/settings.json";

    private const long SizeBytesMax = 1 << 20;

    /// <summary>Every setting with its default, and one element in each list to show what an element looks like.</summary>
    private static readonly JsonObject Template = (JsonObject)JsonSerializer.SerializeToNode(
        new StationSettings { Alarms = [new AlarmSettings()], Sensor = new SensorSettings { Channels = [new ChannelSettings()] } },
        SettingsJson.Default.StationSettings)!;

    private static readonly Regex ElementIndex = new(@"\[\d+\]", RegexOptions.NonBacktracking);

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <param name="path">The file; null: the system's if there is one, else the defaults.</param>
    /// <exception cref="RefusedException">No such file, damaged, or it says something impossible: all problems in one sentence.</exception>
    public static StationSettings Load(string? path)
    {
        if (path is null && !File.Exists(SystemPath)) return new StationSettings();
        path ??= SystemPath;
        if (!File.Exists(path)) throw new RefusedException(ExitCode.NoSuchFile, $"There is no settings file {path}.");
        if (new FileInfo(path).Length > SizeBytesMax) throw Bad(path, $"is larger than {SizeBytesMax} bytes");
        return Parse(File.ReadAllText(path), path);
    }

    /// <param name="json">Comments and trailing commas are allowed: people write this file.</param>
    /// <param name="name">Stands in messages.</param>
    public static StationSettings Parse(string json, string name)
    {
        try
        {
            var given = JsonNode.Parse(json, documentOptions: Lenient) as JsonObject ?? throw Bad(name, "holds no object");
            var unknown = UnknownKeys(given, "").ToList();
            if (unknown.Count > 0) throw Bad(name, string.Join("; ", unknown));
            given.Remove("$schema");
            var settings = Completed(given, Template).Deserialize(SettingsJson.Default.StationSettings)!;
            var problems = Problems(settings).ToList();
            return problems.Count == 0 ? settings : throw Bad(name, string.Join("; ", problems));
        }
        catch (JsonException e) when (SettingAt(e.Path) is { } setting)
        {
            throw Bad(name, $"{setting.Key} is of another kind; allowed is {setting.Range.Text}");
        }
        catch (JsonException e)
        {
            throw Bad(name, $"is damaged at line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: {FirstSentence(e.Message)}");
        }
    }

    /// <summary>One sentence for each value that is not allowed.</summary>
    public static IEnumerable<string> Problems(StationSettings settings) =>
        from setting in SettingsTable.All
        from value in setting.Values(settings)
        where !setting.Range.Allows(value)
        select string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{setting.Key} is {value}; allowed is {setting.Range.Text}{(setting.Unit is "" ? "" : " " + setting.Unit)}");

    public static string Write(StationSettings settings) => JsonSerializer.Serialize(settings, SettingsJson.Default.StationSettings);

    /// <summary>
    /// The given settings with every missing one filled in: the generated reader sets what a file leaves out to nothing, not to
    /// the record's default.
    /// </summary>
    private static JsonObject Completed(JsonObject given, JsonObject template)
    {
        foreach (var (key, pattern) in template)
        {
            if (!given.ContainsKey(key)) given[key] = pattern is JsonArray ? new JsonArray() : pattern?.DeepClone();
            else if (given[key] is JsonObject inner && pattern is JsonObject innerPattern) Completed(inner, innerPattern);
            else if (given[key] is JsonArray list && pattern is JsonArray { Count: 1 } elementPattern)
                foreach (var element in list.OfType<JsonObject>()) Completed(element, (JsonObject)elementPattern[0]!);
        }

        return given;
    }

    private static IEnumerable<string> UnknownKeys(JsonNode? node, string path) => node switch
    {
        JsonArray list => list.SelectMany(element => UnknownKeys(element, path + "[]")),
        JsonObject inner => inner.SelectMany(property =>
        {
            string key = path.Length == 0 ? property.Key : $"{path}.{property.Key}";
            // "$schema" points an editor to the schema; it says nothing to the station.
            if (key == "$schema") return [];
            return IsKnown(key) ? UnknownKeys(property.Value, key) : [$"'{key}' is no setting; there {Siblings(path)}"];
        }),
        _ => [],
    };

    /// <summary>The setting that a path of the reader (<c>$.alarms[0].holdMs</c>) is about.</summary>
    private static Setting? SettingAt(string? path)
    {
        if (path is null || path.Length < 2) return null;
        string key = ElementIndex.Replace(path[2..], "[]");
        return SettingsTable.All.FirstOrDefault(setting => setting.Key == key);
    }

    private static bool IsKnown(string key) => SettingsTable.All.Any(setting =>
        setting.Key == key || setting.Key.StartsWith(key + ".", StringComparison.Ordinal) || setting.Key.StartsWith(key + "[]", StringComparison.Ordinal));

    private static string Siblings(string path)
    {
        string prefix = path.Length == 0 ? "" : path + ".";
        var names = SettingsTable.All.Where(s => s.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(s => s.Key[prefix.Length..].Split('.', '[')[0]).Distinct(StringComparer.Ordinal);
        return $"are {string.Join(", ", names)}";
    }

    private static string FirstSentence(string message) => message.Split(". ")[0].Split(" Path:")[0].TrimEnd('.') + ".";

    private static RefusedException Bad(string name, string what) => new(ExitCode.BadSettings, $"Settings {name}: {what}.".Replace("..", ".", StringComparison.Ordinal));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    RespectNullableAnnotations = true,
    WriteIndented = true)]
[JsonSerializable(typeof(StationSettings))]
internal sealed partial class SettingsJson : JsonSerializerContext;
