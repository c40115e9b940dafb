using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

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
            var lines = SettingsLines.Of(json);
            Require(name, lines.Twice);
            var given = JsonNode.Parse(json, documentOptions: Lenient) as JsonObject ?? throw Bad(name, "holds no object");
            Require(name, SettingsCheck.UnknownKeys(given, "", "", lines));
            given.Remove("$schema");
            var completed = Completed(given, Template);
            Require(name, SettingsCheck.Values(completed, Template, "", "", lines));
            var settings = completed.Deserialize(SettingsJson.Default.StationSettings)!;
            Require(name, SettingsCheck.Together(settings, lines));
            return settings;
        }
        catch (JsonException e)
        {
            throw Bad(name, $"is damaged at line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: {FirstSentence(e.Message)}");
        }
    }

    /// <summary>One sentence for each value that is not allowed, in settings that did not come from a settings file.</summary>
    public static IEnumerable<string> Problems(StationSettings settings) =>
        SettingsCheck.Values(JsonSerializer.SerializeToNode(settings, SettingsJson.Default.StationSettings), Template, "", "", SettingsLines.Of("{}"));

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

    private static void Require(string name, IEnumerable<string> problems)
    {
        string all = string.Join("; ", problems);
        if (all.Length > 0) throw Bad(name, all);
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
