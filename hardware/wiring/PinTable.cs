using System.Globalization;
using System.Text;

namespace EdgeIpc.Wiring;

/// <summary>The header as a table: what goes where, for the soldering iron.</summary>
internal static class PinTable
{
    public static string Markdown(StationWiring wiring)
    {
        var text = new StringBuilder("Made from `wiring.yaml`; odd positions are the row next to the board's middle.\n\n| pin | is | goes to |\n|---:|---|---|\n");
        foreach (var pin in Enumerable.Range(1, Header.PinCount).Select(Header.At))
        {
            var ends = wiring.Wires.Where(wire => wire.Pin == pin.Position).Select(wire => $"{wiring.PartOf(wire).Name}: {wire.Terminal}{(wire.Through.Length > 0 ? $", through the {wire.Through}" : "")}").ToList();
            if (ends.Count > 0) text.Append(CultureInfo.InvariantCulture, $"| {pin.Position} | {pin.Name}{(pin.Signal.Length > 0 ? $" {pin.Signal}" : "")} | {string.Join("; ", ends)} |\n");
        }

        double lit = wiring.Parts.Where(part => part.Kind == PartKind.Led).Sum(StationWiring.LitMilliamperes);
        double rail = wiring.Parts.Where(part => part.Supply == "3V3").Sum(part => part.Milliamperes);
        text.Append(CultureInfo.InvariantCulture, $"\nLit lights: {lit:0.0} mA from the lines (at most {Header.MaxLinesMilliamperes}). The 3.3 V rail: {rail:0} mA (at most {Header.MaxRailMilliamperes}).");
        foreach (var part in wiring.Parts.Where(part => part.Supply == "own"))
            text.Append(CultureInfo.InvariantCulture, $" {part.Name}: {part.SupplyVolts} V, to {part.Milliamperes} mA, from a supply of its own.");
        return text.Append('\n').ToString();
    }
}
