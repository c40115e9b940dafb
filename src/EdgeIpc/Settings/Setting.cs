using System.Globalization;
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
    bool Allows(object? value);

    string Text { get; }

    JsonObject Schema();
}

/// <summary>A number from the lowest to the highest, both included.</summary>
internal sealed record NumberRange(double Lowest, double Highest, bool IsWhole) : ISettingRange
{
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Lowest} to {Highest}");

    public bool Allows(object? value) =>
        Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && double.IsFinite(number) && number >= Lowest && number <= Highest;

    public JsonObject Schema() => new() { ["type"] = IsWhole ? "integer" : "number", ["minimum"] = Lowest, ["maximum"] = Highest };
}

/// <summary>One of a few words.</summary>
internal sealed record WordRange(params string[] Words) : ISettingRange
{
    public string Text => string.Join(", ", Words);

    public bool Allows(object? value) => Words.Contains((string?)value, StringComparer.Ordinal);

    public JsonObject Schema() => new() { ["enum"] = new JsonArray([.. Words.Select(word => (JsonNode)word)]) };
}

/// <summary>Text of a limited length.</summary>
internal sealed record TextRange(int LengthMin, int LengthMax) : ISettingRange
{
    public string Text => $"{LengthMin} to {LengthMax} characters";

    public bool Allows(object? value) => value is null || (value is string text && text.Length >= LengthMin && text.Length <= LengthMax && !text.Any(char.IsControl));

    public JsonObject Schema() => new() { ["type"] = new JsonArray("string", "null"), ["minLength"] = LengthMin, ["maxLength"] = LengthMax };
}

/// <summary>Yes or no.</summary>
internal sealed record SwitchRange : ISettingRange
{
    public string Text => "true, false";

    public bool Allows(object? value) => value is bool;

    public JsonObject Schema() => new() { ["type"] = "boolean" };
}
