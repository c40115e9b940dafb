using System.Text.RegularExpressions;

namespace EdgeIpc.Tidy.Tests;

/// <summary>A proof of a model says something of the code only as long as both are what the page says of them.</summary>
internal static partial class ProofRules
{
    /// <summary>The rows of the page's table: a model's file and step, the code's line and file.</summary>
    public static IEnumerable<(string Model, string Step, string Line, string File)> Steps(string page) =>
        Row().Matches(page).Select(row => (row.Groups["model"].Value, row.Groups["step"].Value, row.Groups["line"].Value, row.Groups["file"].Value));

    /// <param name="read">A file of the repository, by its path from the root.</param>
    public static IEnumerable<string> Findings(string page, Func<string, string> read)
    {
        foreach (var (model, step, line, file) in Steps(page))
        {
            foreach (var (path, text) in ((string, string)[])[($"tests/models/{model}", step), ($"src/EdgeIpc.Ring/{file}", line)])
                if (!read(path).Contains(text, StringComparison.Ordinal)) yield return $"{path} has no line '{text}', which LAYOUT.md ties to the models.";
        }
    }

    [GeneratedRegex(@"^\| `(?<model>\w+\.pml)` \| `(?<step>[^`]+)` \| `(?<line>[^`]+)` \| `(?<file>[\w.]+\.cs)` \|", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Row();
}
