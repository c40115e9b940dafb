using System.Globalization;
using System.Text;

namespace EdgeIpc.Wiring;

/// <summary>What to buy, as comma-separated values.</summary>
internal static class PartsList
{
    public static string Csv(StationWiring wiring)
    {
        var text = new StringBuilder("quantity,part,note\n");
        foreach (var part in wiring.Parts) text.Append(CultureInfo.InvariantCulture, $"1,{Quoted(part.Name)},{Quoted(Note(part))}\n");
        foreach (var resistors in wiring.Parts.Where(part => part.Ohms > 0).GroupBy(part => part.Ohms).OrderBy(group => group.Key))
            text.Append(CultureInfo.InvariantCulture, $"{resistors.Count()},{resistors.Key} ohm resistor,{Quoted($"in series with {string.Join(", ", resistors.Select(part => part.Id))}")}\n");
        return text.ToString();
    }

    private static string Note(Part part) => part.Kind switch
    {
        PartKind.Led => string.Create(CultureInfo.InvariantCulture, $"{StationWiring.LitMilliamperes(part):0.0} mA at {part.Ohms} ohm"),
        PartKind.I2c => string.Create(CultureInfo.InvariantCulture, $"address 0x{part.Address:X2}, {part.SignalVolts} V signals"),
        PartKind.Spi => string.Create(CultureInfo.InvariantCulture, $"{part.Device}, {part.SignalVolts} V signals"),
        PartKind.Uart => string.Create(CultureInfo.InvariantCulture, $"{part.SupplyVolts} V, to {part.Milliamperes} mA, {part.SignalVolts} V signals"),
        _ => "",
    };

    private static string Quoted(string text) => text.AsSpan().ContainsAny(',', '"') ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
