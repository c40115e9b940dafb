using System.IO.Enumeration;
using System.Xml.Linq;

namespace EdgeIpc.Tidy.Tests;

/// <summary>What the root shows, and what every package is for.</summary>
internal static class HouseRules
{
    /// <summary>Packages that one comment may speak for.</summary>
    public const int PackagesPerReasonMax = 3;

    private static readonly string[] TopLevel =
    [
        "src", "tests", "hardware", "deploy", "EdgeIpc.sln", "README.md",
        // Tools look for these at the root only.
        "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig", ".gitignore", ".gitattributes", ".ci", ".git",
    ];

    public static IReadOnlyList<string> GuideFolders { get; } = ["src", "tests", "hardware", "deploy"];

    /// <summary>The root tells the whole at a glance: nothing else lies there. What .gitignore names is nobody's to see.</summary>
    public static IEnumerable<string> TopLevelFindings(IEnumerable<string> entries, string gitIgnore)
    {
        var ignored = gitIgnore.Split('\n').Select(line => line.Trim().TrimEnd('/')).Where(line => line.Length > 0 && line[0] != '#').ToList();
        foreach (string entry in entries)
        {
            if (TopLevel.Contains(entry, StringComparer.Ordinal)) continue;
            if (ignored.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, entry))) continue;
            yield return $"'{entry}' does not belong at the root; only {string.Join(", ", TopLevel)} do.";
        }
    }

    /// <summary>Each version has a comment above it that says what the package is for; a comment speaks for a few at most.</summary>
    public static IEnumerable<string> ReasonFindings(string packagesProps)
    {
        int underReason = int.MaxValue;
        foreach (var node in XDocument.Parse(packagesProps).Descendants("ItemGroup").SelectMany(group => group.Nodes().Prepend(new XElement("Begin"))))
        {
            if (node is XElement { Name.LocalName: "Begin" }) underReason = int.MaxValue - PackagesPerReasonMax;
            if (node is XComment) underReason = 0;
            if (node is not XElement { Name.LocalName: "PackageVersion" } version) continue;
            if (++underReason > PackagesPerReasonMax) yield return $"{version.Attribute("Include")?.Value}: no comment above it says what it is for.";
        }
    }

    /// <summary>Every version has a project that uses it.</summary>
    public static IEnumerable<string> UserFindings(string packagesProps, IEnumerable<string> projects)
    {
        var used = projects.SelectMany(text => XDocument.Parse(text).Descendants("PackageReference"))
            .Select(reference => reference.Attribute("Include")?.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var version in XDocument.Parse(packagesProps).Descendants("PackageVersion"))
        {
            string? name = version.Attribute("Include")?.Value;
            if (!used.Contains(name)) yield return $"{name}: no project uses it.";
        }
    }

    /// <summary>Every project is in the solution: what is not is neither built nor tested.</summary>
    public static IEnumerable<string> SolutionFindings(string solution, IEnumerable<string> projectPaths) =>
        projectPaths.Where(path => !solution.Contains($"\"{path.Replace('/', '\\')}\"", StringComparison.Ordinal)).Select(path => $"{path} is not in EdgeIpc.sln.");
}
