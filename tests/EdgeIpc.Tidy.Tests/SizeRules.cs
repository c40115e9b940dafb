using System.Text.RegularExpressions;

namespace EdgeIpc.Tidy.Tests;

/// <summary>A file tells one idea and a method fits a screen, more or less: the limits are where "more" ends.</summary>
internal static partial class SizeRules
{
    public const int FileLinesMax = 300;
    public const int MethodLinesMax = 70;

    /// <summary>
    /// Files that are longer today, with the lines they may have. The ratchet turns one way: a file may leave this list or
    /// get a smaller number, and an entry that is no longer needed is a finding.
    /// </summary>
    public static IReadOnlyDictionary<string, int> LongFiles { get; } = new Dictionary<string, int>(StringComparer.Ordinal);

    public static IEnumerable<string> FileFindings(SourceFile source, IReadOnlyDictionary<string, int> ratchet)
    {
        int lines = source.Text.AsSpan().TrimEnd('\n').Count('\n') + 1;
        if (!ratchet.TryGetValue(source.Path, out int most))
        {
            if (lines > FileLinesMax) yield return $"{source.Path}: {lines} lines; at most {FileLinesMax}.";
            yield break;
        }

        if (lines > most) yield return $"{source.Path}: {lines} lines; the ratchet stands at {most}.";
        if (lines < most) yield return $"{source.Path}: {lines} lines; turn its ratchet down from {most}.";
    }

    public static IEnumerable<string> MethodFindings(SourceFile source)
    {
        foreach (var (name, line, lines) in Methods(CSharpText.Of(source.Text).Code))
            if (lines > MethodLinesMax) yield return $"{source.Path}:{line}: {name} has {lines} lines; at most {MethodLinesMax}.";
    }

    /// <summary>The members with a body in braces: those whose block lies directly in a type's. Tables (an '=' before the brace) are data.</summary>
    internal static IEnumerable<(string Name, int Line, int Lines)> Methods(string code)
    {
        var blocks = new Stack<(bool IsType, string? Member, int Start)>();
        int headerStart = 0;
        for (int i = 0; i < code.Length; i++)
        {
            if (code[i] == ';' && (blocks.Count == 0 || blocks.Peek().IsType)) headerStart = i + 1;
            if (code[i] == '{')
            {
                string header = code[headerStart..i];
                bool isType = TypeHeader().IsMatch(header);
                bool isMember = !isType && blocks.TryPeek(out var parent) && parent.IsType && !Table().IsMatch(header);
                blocks.Push((isType, isMember ? header.Trim().Split('\n')[0].Trim() : null, i));
                headerStart = i + 1;
            }

            if (code[i] != '}' || !blocks.TryPop(out var block)) continue;
            headerStart = i + 1;
            if (block.Member is null) continue;
            int first = CSharpText.LineOf(code, block.Start), last = CSharpText.LineOf(code, i);
            yield return (block.Member, first, last - first + 1);
        }
    }

    [GeneratedRegex(@"\b(namespace|class|struct|record|interface|enum)\s+@?\w+[^=(;]*(\(|$|\{|:|where)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeHeader();

    [GeneratedRegex(@"(^|[^=!<>])=\s*(new\b[^=]*)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Table();
}
