using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgeIpc.Settings;

/// <summary>
/// One setting: its key, meaning, unit and range, and how to read it from the settings. Keys are paths as in the file:
/// <c>sensor.rateHz</c>; <c>[]</c> stands for each element of a list.
/// </summary>
internal sealed record Setting(string Key, string Meaning, string Unit, ISettingRange Range, Func<StationSettings, IEnumerable<object?>> Values)
{
    /// <summary>The value of a setting that is not in a list; empty for those that are.</summary>
    public string ValueIn(StationSettings settings) =>
        Key.Contains("[]", StringComparison.Ordinal) ? "" : Convert.ToString(Values(settings).Single(), CultureInfo.InvariantCulture) ?? "";
}

/// <summary>What a setting may be: it checks a value, describes itself to a person, and to a program as JSON schema.</summary>
internal interface ISettingRange
{
    /// <summary>Whether a value of the file is a number, a text or a switch as it has to be.</summary>
    bool IsOfKind(JsonNode? value);

    /// <summary>Whether a value of the right kind is allowed.</summary>
    bool Allows(JsonNode? value);

    string Text { get; }

    JsonObject Schema();
}

/// <summary>A number from the lowest to the highest, both included.</summary>
internal sealed record NumberRange(double Lowest, double Highest, bool IsWhole) : ISettingRange
{
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Lowest} to {Highest}");

    // A whole number too large for an int is still a number; it is out of range.
    public bool IsOfKind(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number && (!IsWhole || ToDouble(value) is var number && number == Math.Floor(number));

    public bool Allows(JsonNode? value) => ToDouble(value!) is var number && number >= Lowest && number <= Highest && (!IsWhole || value!.AsValue().TryGetValue(out int _));

    private static double ToDouble(JsonNode value) => value.AsValue().TryGetValue(out double number) ? number : double.NaN;

    public JsonObject Schema() => new() { ["type"] = IsWhole ? "integer" : "number", ["minimum"] = Lowest, ["maximum"] = Highest };
}

/// <summary>One of a few words.</summary>
internal sealed record WordRange(params string[] Words) : ISettingRange
{
    public string Text => string.Join(", ", Words);

    public bool IsOfKind(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String;

    public bool Allows(JsonNode? value) => Words.Contains((string)value!, StringComparer.Ordinal);

    public JsonObject Schema() => new() { ["enum"] = new JsonArray([.. Words.Select(word => (JsonNode)word)]) };
}

/// <summary>Text of a limited length; null where it is optional.</summary>
internal sealed record TextRange(int LengthMin, int LengthMax, bool IsOptional = false) : ISettingRange
{
    public string Text => $"{LengthMin} to {LengthMax} characters";

    public bool IsOfKind(JsonNode? value) => value is null ? IsOptional : value.GetValueKind() == JsonValueKind.String;

    public bool Allows(JsonNode? value) => value is null || ((string)value! is var text && text.Length >= LengthMin && text.Length <= LengthMax && !text.Any(char.IsControl));

    public JsonObject Schema() => new() { ["type"] = IsOptional ? new JsonArray("string", "null") : "string", ["minLength"] = LengthMin, ["maxLength"] = LengthMax };
}

/// <summary>Yes or no.</summary>
internal sealed record SwitchRange : ISettingRange
{
    public string Text => "true, false";

    public bool IsOfKind(JsonNode? value) => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False;

    public bool Allows(JsonNode? value) => true;

    public JsonObject Schema() => new() { ["type"] = "boolean" };
}
