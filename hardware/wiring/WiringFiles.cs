namespace EdgeIpc.Wiring;

/// <summary>The files of <c>hardware/generated</c>.</summary>
internal static class WiringFiles
{
    /// <returns>Each file's name in <c>hardware/generated</c>, and its text.</returns>
    /// <exception cref="FormatException">The wiring can't be.</exception>
    public static IReadOnlyDictionary<string, string> Make(string yaml)
    {
        var wiring = WiringFile.Parse(yaml);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["pins.md"] = PinTable.Markdown(wiring),
            ["wiring.svg"] = WiringPicture.Svg(wiring),
            ["BOM.csv"] = PartsList.Csv(wiring),
            ["settings.json"] = SettingsPart.Json(wiring),
            ["edgeipc-overlay.dts"] = Overlay.Source(wiring),
        };
    }

    /// <summary>The hardware folder of the source tree that a directory is in, or null.</summary>
    public static string? FindHardware(string directory)
    {
        for (string? at = directory; at is not null; at = Path.GetDirectoryName(at))
        {
            string hardware = Path.Combine(at, "hardware");
            if (File.Exists(Path.Combine(hardware, "wiring.yaml"))) return hardware;
        }

        return null;
    }

    public static bool Differs(string hardware, string name, string text)
    {
        string path = Path.Combine(hardware, "generated", name);
        return !File.Exists(path) || File.ReadAllText(path) != text;
    }

    public static void Write(string hardware, IEnumerable<KeyValuePair<string, string>> files)
    {
        Directory.CreateDirectory(Path.Combine(hardware, "generated"));
        foreach (var (name, text) in files) File.WriteAllText(Path.Combine(hardware, "generated", name), text);
    }
}
