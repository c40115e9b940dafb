using System.Text.RegularExpressions;

namespace EdgeIpc.Tidy.Tests;

/// <summary>Names that say nothing, waits that hope, and promises to do it later.</summary>
internal static partial class WordRules
{
    private static readonly string[] BannedNames = ["Common", "Util", "Utils", "Utilities", "Helper", "Helpers", "Manager", "Core", "Contracts", "Misc"];

    /// <summary>A folder, file or type is named by the noun a user would say.</summary>
    public static IEnumerable<string> NameFindings(SourceFile source)
    {
        foreach (string part in source.Path.Split('/'))
            foreach (string word in Banned(part)) yield return $"{source.Path}: '{part}' says nothing: '{word}' could hold anything.";
        string code = CSharpText.Of(source.Text).Code;
        foreach (Match match in Declaration().Matches(code))
            foreach (string word in Banned(match.Groups["name"].Value))
                yield return $"{source.Path}:{CSharpText.LineOf(code, match.Index)}: type '{match.Groups["name"].Value}' says nothing: '{word}' could hold anything.";
    }

    /// <summary>Nothing waits a fixed time and hopes, nothing is stubbed, no check passes by itself.</summary>
    public static IEnumerable<string> CodeFindings(SourceFile source)
    {
        string code = CSharpText.Of(source.Text).Code;
        foreach (Match match in BannedCode().Matches(code))
            yield return $"{source.Path}:{CSharpText.LineOf(code, match.Index)}: '{match.Value}' is banned: wait for the thing itself with a bound, do it now, check something.";
    }

    /// <summary>What is to be done is in the tracker or is done; a comment only tells that nobody did it.</summary>
    public static IEnumerable<string> CommentFindings(SourceFile source)
    {
        string comments = CSharpText.Of(source.Text).Comments;
        foreach (Match match in Later().Matches(comments))
            yield return $"{source.Path}:{CSharpText.LineOf(comments, match.Index)}: '{match.Value}' in a comment: do it, or say why it is as it is.";
    }

    private static IEnumerable<string> Banned(string name) =>
        CapitalisedWord().Matches(name).Select(match => match.Value).Where(word => BannedNames.Contains(word, StringComparer.Ordinal));

    [GeneratedRegex("[A-Z][a-z]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CapitalisedWord();

    [GeneratedRegex(@"\b(class|struct|record|interface|enum|delegate)\s+((struct|class)\s+)?(?<name>[A-Z]\w*)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\bThread\.Sleep\s*\(|\bTask\.Delay\s*\(\s*\d[\d_]*|\bNotImplementedException\b|\bAssert\.True\s*\(\s*true\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BannedCode();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Later();
}
