using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace EdgeIpc.Tidy.Tests;

/// <summary>Which project may lean on which: floors are drawn once, here, and any other arrow is a finding.</summary>
internal static class FloorRules
{
    private const string TestChild = "EdgeIpc.TestChild", IotStubs = "EdgeIpc.IotBindings.Stubs";
    private static readonly string[] FloorOne = ["EdgeIpc.Ring", "EdgeIpc.Commands", "EdgeIpc.Spool", "EdgeIpc.Playout", "EdgeIpc.Paper", "EdgeIpc.Ledger", "EdgeIpc.Devices"];

    private static readonly Dictionary<string, string[]> AllowedProjects = new(StringComparer.Ordinal)
    {
        ["EdgeIpc.Posix"] = [],
        ["EdgeIpc.Web"] = ["EdgeIpc.Posix", "EdgeIpc.Ring", "EdgeIpc.Commands", "EdgeIpc.Spool", "EdgeIpc.Playout", "EdgeIpc.Paper", "EdgeIpc.Ledger"],
        // Makes files from files; no part of the program.
        ["EdgeIpc.Wiring"] = [],
        ["EdgeIpc"] = ["EdgeIpc.Posix", "EdgeIpc.Web", .. FloorOne],
    };

    /// <summary>Packages that are a floor's business alone. What is not listed may be used anywhere.</summary>
    private static readonly Dictionary<string, string> PackageOwners = new(StringComparer.Ordinal)
    {
        ["System.Device.Gpio"] = "EdgeIpc.Devices",
        ["Iot.Device.Bindings"] = "EdgeIpc.Devices",
        ["System.IO.Ports"] = "EdgeIpc.Devices",
        ["Microsoft.Data.Sqlite"] = "EdgeIpc.Spool",
        ["System.CommandLine"] = "EdgeIpc",
        ["Spectre.Console"] = "EdgeIpc",
        ["Microsoft.AspNetCore.App"] = "EdgeIpc.Web",
    };

    public static IEnumerable<string> Findings(SourceFile project)
    {
        string name = Path.GetFileNameWithoutExtension(project.FileName);
        var xml = XDocument.Parse(project.Text);
        var references = Included(xml, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));
        if (Allowed(name, project) is { } allowed)
        {
            foreach (string reference in references)
                if (!allowed.Contains(reference, StringComparer.Ordinal)) yield return $"{project.Path}: {name} may not lean on {reference}.";
        }
        else
        {
            yield return $"{project.Path}: {name} is on no floor; draw its arrows in {nameof(FloorRules)}.";
        }

        // The stubs stand in for a package of the devices, and lean on what that leans on.
        string owned = name == IotStubs ? "EdgeIpc.Devices" : name.EndsWith(".Tests", StringComparison.Ordinal) ? name[..^6] : name;
        foreach (string package in Included(xml, "PackageReference").Concat(Included(xml, "FrameworkReference")))
            if (PackageOwners.TryGetValue(package, out string? owner) && owner != owned) yield return $"{project.Path}: {package} belongs to {owner} alone.";
        if (xml.Root?.Attribute("Sdk")?.Value == "Microsoft.NET.Sdk.Web" && owned != "EdgeIpc.Web") yield return $"{project.Path}: only EdgeIpc.Web is a web project.";
        if (xml.Descendants("AllowUnsafeBlocks").Any() && name != "EdgeIpc.Posix") yield return $"{project.Path}: only EdgeIpc.Posix may allow unsafe code.";
    }

    private static string[]? Allowed(string name, SourceFile project)
    {
        if (project.IsBelow("tests")) return TestedBy(name);
        if (FloorOne.Contains(name, StringComparer.Ordinal)) return ["EdgeIpc.Posix"];
        return AllowedProjects.GetValueOrDefault(name);
    }

    /// <summary>
    /// A test project leans on the project of its name; the station's on the program, this one on none. The process that tests
    /// start and kill stands apart and may be started by any of them.
    /// </summary>
    private static string[]? TestedBy(string name) => name switch
    {
        "EdgeIpc.Station.Tests" => ["EdgeIpc", TestChild],
        "EdgeIpc.Tidy.Tests" => [],
        // What the receiver of commands notes and what the ledger makes of it after a kill is one promise of two projects.
        "EdgeIpc.Commands.Tests" => ["EdgeIpc.Commands", "EdgeIpc.Ledger", TestChild],
        // The lines that are wired are the lines that the devices have unless told otherwise.
        "EdgeIpc.Devices.Tests" => ["EdgeIpc.Devices", "EdgeIpc.Wiring", TestChild],
        "EdgeIpc.Devices.HardwareTests" => ["EdgeIpc.Devices"],
        "EdgeIpc.IotBindings.Tests" => ["EdgeIpc.Devices", IotStubs],
        IotStubs => [],
        TestChild => ["EdgeIpc.Posix", .. FloorOne],
        // It meets the program only over ssh and a serial line; the printer at the line's other end is Paper's.
        "EdgeIpc.HardwareTests" => ["EdgeIpc.Paper"],
        // It shares the measuring with the program's own bench, and measures the program's own sampling.
        "EdgeIpc.Benchmarks" => ["EdgeIpc", "EdgeIpc.Posix", .. FloorOne],
        _ => name.EndsWith(".Tests", StringComparison.Ordinal) ? [name[..^6], TestChild] : null,
    };

    private static IEnumerable<string> Included(XDocument xml, string element) =>
        xml.Descendants(element).Select(e => e.Attribute("Include")?.Value).OfType<string>();
}

/// <summary>What a file may mention only in its own project.</summary>
internal static partial class FenceRules
{
    public static IEnumerable<string> Findings(SourceFile source)
    {
        string code = CSharpText.Of(source.Text).Code;
        foreach (var (pattern, folders, sentence) in Fences())
        {
            if (folders.Any(source.IsBelow)) continue;
            foreach (Match match in pattern.Matches(code))
                yield return $"{source.Path}:{CSharpText.LineOf(code, match.Index)}: '{match.Value.Trim()}' {sentence}";
        }
    }

    private static IEnumerable<(Regex Pattern, string[] Folders, string Sentence)> Fences() =>
    [
        (Native(), ["src/EdgeIpc.Posix"], "belongs into src/EdgeIpc.Posix: every native call and all unsafe code is there."),
        (Hardware(), ["src/EdgeIpc.Devices", "tests/EdgeIpc.Devices.Tests", "tests/EdgeIpc.IotBindings.Stubs"], "belongs into src/EdgeIpc.Devices: hardware is touched there only."),
        (Web(), ["src/EdgeIpc.Web", "tests/EdgeIpc.Web.Tests"], "belongs into src/EdgeIpc.Web."),
    ];

    [GeneratedRegex(@"\b(unsafe|LibraryImport|DllImport)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Native();

    [GeneratedRegex(@"\bSystem\.(Device\.(Gpio|Spi|I2c)|IO\.Ports)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hardware();

    [GeneratedRegex(@"\bMicrosoft\.AspNetCore\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Web();
}
