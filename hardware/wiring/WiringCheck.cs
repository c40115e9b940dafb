using System.Globalization;

namespace EdgeIpc.Wiring;

/// <summary>What would not work, or would break something: one sentence each.</summary>
internal static class WiringCheck
{
    // The signals that a bus's terminals must meet on the header; a name not listed is free.
    private static readonly Dictionary<PartKind, string[]> Signals = new()
    {
        [PartKind.Spi] = ["MOSI", "MISO", "SCLK", "CE0"],
        [PartKind.I2c] = ["SDA1", "SCL1"],
        [PartKind.Uart] = ["TXD0", "RXD0"],
    };

    public static IEnumerable<string> Problems(StationWiring wiring) => Names(wiring) is { Count: > 0 } unknown ? unknown : [.. Places(wiring), .. Voltages(wiring), .. Currents(wiring)];

    private static List<string> Names(StationWiring wiring)
    {
        var ids = wiring.Parts.Select(part => part.Id).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. wiring.Parts.GroupBy(part => part.Id, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => $"Two parts are called '{group.Key}'."),
            .. wiring.Wires.Where(wire => !ids.Contains(wire.Part)).Select(wire => $"A wire ends at '{wire.Part}', which is no part."),
            .. wiring.Wires.Where(wire => wire.Through.Length > 0 && !ids.Contains(wire.Through)).Select(wire => $"A wire passes '{wire.Through}', which is no part."),
            .. wiring.Wires.Where(wire => wire.Pin is < 1 or > Header.PinCount).Select(wire => $"'{wire.Part}' has a wire at pin {wire.Pin}; the header has 1 to {Header.PinCount}."),
        ];
    }

    private static IEnumerable<string> Places(StationWiring wiring)
    {
        foreach (var twice in wiring.Wires.GroupBy(wire => wire.Pin).Where(group => group.Count() > 1 && !Header.At(group.Key).IsShared))
            yield return $"Pin {twice.Key} ({Header.At(twice.Key).Name}) has {twice.Count()} wires: {string.Join(", ", twice.Select(wire => $"{wire.Part} {wire.Terminal}"))}.";
        foreach (var part in wiring.Parts)
        {
            var pins = wiring.Wires.Where(wire => wire.Part == part.Id).Select(wire => Header.At(wire.Pin)).ToList();
            if (part.Kind is PartKind.Button or PartKind.Led && (pins.Count != 2 || pins.Count(pin => pin.Gpio is not null) != 1 || !pins.Any(pin => pin.IsGround)))
                yield return $"'{part.Id}' needs one wire to a GPIO line and one to ground.";
            foreach (string signal in Signals.GetValueOrDefault(part.Kind, []).Where(signal => pins.TrueForAll(pin => pin.Signal != signal)))
                yield return $"'{part.Id}' has no wire to {signal}.";
        }
    }

    private static IEnumerable<string> Voltages(StationWiring wiring) =>
        from wire in wiring.Wires
        let part = wiring.PartOf(wire)
        where Header.At(wire.Pin).Gpio is not null && part.SignalVolts > Header.LineVolts && wire.Through.Length == 0
        select string.Create(CultureInfo.InvariantCulture, $"'{part.Id}' speaks {part.SignalVolts} V and its {wire.Terminal} goes straight to {Header.At(wire.Pin).Name}, which bears {Header.LineVolts} V: it needs a level shifter.");

    private static IEnumerable<string> Currents(StationWiring wiring)
    {
        var lights = wiring.Parts.Where(part => part.Kind == PartKind.Led).ToList();
        foreach (var light in lights.Where(light => light.Ohms <= 0)) yield return $"'{light.Id}' has no resistor.";
        foreach (var light in lights.Where(light => light.Ohms > 0 && StationWiring.LitMilliamperes(light) > Header.MaxLineMilliamperes))
            yield return string.Create(CultureInfo.InvariantCulture, $"'{light.Id}' draws {StationWiring.LitMilliamperes(light):0.0} mA; a line gives {Header.MaxLineMilliamperes}.");
        double lit = lights.Where(light => light.Ohms > 0).Sum(StationWiring.LitMilliamperes);
        if (lit > Header.MaxLinesMilliamperes) yield return string.Create(CultureInfo.InvariantCulture, $"All lights together draw {lit:0.0} mA; the lines give {Header.MaxLinesMilliamperes}.");
        double rail = wiring.Parts.Where(part => part.Supply == "3V3").Sum(part => part.Milliamperes);
        if (rail > Header.MaxRailMilliamperes) yield return string.Create(CultureInfo.InvariantCulture, $"The 3.3 V rail would give {rail:0} mA; {Header.MaxRailMilliamperes} is safe.");
        foreach (var part in wiring.Parts.Where(part => part.Supply == "5V" && part.Milliamperes > 500))
            yield return string.Create(CultureInfo.InvariantCulture, $"'{part.Id}' draws {part.Milliamperes} mA from the Pi's 5 V: it needs a supply of its own.");
    }
}
