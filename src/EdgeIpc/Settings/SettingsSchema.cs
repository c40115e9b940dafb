using System.Globalization;
using System.Text.Json.Nodes;

namespace EdgeIpc.Settings;

/// <summary>The settings as JSON schema (draft 2020-12), for editors: made from the table that checks the file.</summary>
internal static class SettingsSchema
{
    public static JsonObject Create()
    {
        var defaults = new StationSettings();
        var root = NewObject();
        root["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        root["title"] = "EdgeIpc station settings";
        ((JsonObject)root["properties"]!)["$schema"] = new JsonObject { ["type"] = "string" };
        foreach (var setting in SettingsTable.All)
        {
            string[] path = setting.Key.Split('.');
            var parent = path[..^1].Aggregate(root, Child);
            var schema = setting.Range.Schema();
            schema["description"] = setting.Unit is "" ? setting.Meaning : $"{setting.Meaning} ({setting.Unit})";
            if (!setting.Key.Contains("[]", StringComparison.Ordinal)) schema["default"] = Default(setting, defaults);
            ((JsonObject)parent["properties"]!)[path[^1]] = schema;
        }

        return root;
    }

    private static JsonNode? Default(Setting setting, StationSettings defaults) => setting.Values(defaults).Single() switch
    {
        int number => number,
        string text => text,
        bool isOn => isOn,
        var other => Convert.ToString(other, CultureInfo.InvariantCulture),
    };

    /// <summary>The object that a step of a key leads to; a list's elements are objects.</summary>
    private static JsonObject Child(JsonObject parent, string step)
    {
        bool isList = step.EndsWith("[]", StringComparison.Ordinal);
        string name = isList ? step[..^2] : step;
        var properties = (JsonObject)parent["properties"]!;
        if (properties[name] is not JsonObject child)
        {
            child = isList ? new JsonObject { ["type"] = "array", ["items"] = NewObject() } : NewObject();
            properties[name] = child;
        }

        return isList ? (JsonObject)child["items"]! : child;
    }

    private static JsonObject NewObject() => new() { ["type"] = "object", ["properties"] = new JsonObject(), ["additionalProperties"] = false };
}
