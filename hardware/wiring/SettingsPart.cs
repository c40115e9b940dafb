using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgeIpc.Wiring;

/// <summary>The part of a station's settings that the wiring decides.</summary>
internal static class SettingsPart
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Json(StationWiring wiring)
    {
        var panel = new JsonObject { ["kind"] = "gpio" };
        foreach (var part in wiring.Parts.Where(part => part.Kind is PartKind.Button or PartKind.Led))
            panel[$"{part.Line}{(part.Kind == PartKind.Button ? "Button" : "Led")}Line"] = wiring.LineOf(part);
        panel["buttonPull"] = "up";
        var settings = new JsonObject { ["panel"] = panel };
        // The fast one is sampled; a second sensor waits for its own station.
        var sensor = wiring.Parts.FirstOrDefault(part => part.Kind == PartKind.Spi) ?? wiring.Parts.FirstOrDefault(part => part.Kind == PartKind.I2c);
        if (sensor is not null) settings["sensor"] = new JsonObject { ["kind"] = sensor.Driver, ["device"] = sensor.Device, ["address"] = sensor.Address };
        if (wiring.Parts.FirstOrDefault(part => part.Kind == PartKind.Uart) is { } printer)
            settings["printer"] = new JsonObject { ["device"] = printer.Device, ["baud"] = printer.Baud, ["flow"] = printer.Flow };
        return settings.ToJsonString(Indented) + "\n";
    }
}
