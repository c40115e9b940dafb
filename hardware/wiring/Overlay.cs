using System.Globalization;

namespace EdgeIpc.Wiring;

/// <summary>The device-tree overlay: the buses that are wired are switched on, and the buttons' lines get their pull-ups before any program runs.</summary>
internal static class Overlay
{
    public static string Source(StationWiring wiring)
    {
        var fragments = new List<string>();
        if (Has(PartKind.Spi)) fragments.Add(Enabled("spi0"));
        if (Has(PartKind.I2c)) fragments.Add(Enabled("i2c1", "clock-frequency = <400000>;"));
        if (Has(PartKind.Uart)) fragments.Add(Enabled("uart0"));
        var buttons = wiring.Parts.Where(part => part.Kind == PartKind.Button).Select(wiring.LineOf).ToList();
        if (buttons.Count > 0) fragments.Add(PulledUp(buttons));
        var numbered = fragments.Select((body, index) => string.Create(CultureInfo.InvariantCulture, $"\n\tfragment@{index} {{\n{body}\t}};\n"));
        return $"// Made from wiring.yaml.\n/dts-v1/;\n/plugin/;\n\n/ {{\n\tcompatible = \"brcm,bcm2835\";\n{string.Concat(numbered)}}};\n";

        bool Has(PartKind kind) => wiring.Parts.Any(part => part.Kind == kind);
    }

    private static string Enabled(string bus, string more = "") =>
        $"\t\ttarget = <&{bus}>;\n\t\t__overlay__ {{\n\t\t\tstatus = \"okay\";\n{(more.Length > 0 ? $"\t\t\t{more}\n" : "")}\t\t}};\n";

    // Function 0 is an input, pull 2 is up (brcm,bcm2835-gpio device-tree binding).
    private static string PulledUp(List<int> lines)
    {
        string each(string value) => string.Join(' ', lines.Select(_ => value));
        return $"\t\ttarget = <&gpio>;\n\t\t__overlay__ {{\n\t\t\tedgeipc_buttons: edgeipc_buttons {{\n\t\t\t\tbrcm,pins = <{string.Join(' ', lines)}>;\n\t\t\t\tbrcm,function = <{each("0")}>;\n\t\t\t\tbrcm,pull = <{each("2")}>;\n\t\t\t}};\n\t\t}};\n";
    }
}
