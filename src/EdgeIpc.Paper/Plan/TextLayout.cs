using System.Globalization;
using System.Text;

namespace EdgeIpc.Paper;

/// <summary>
/// Lays out plain text: UTF-8 in, commands of this printer out. Words wrap at the columns, tabs reach every eighth column,
/// control characters never reach the printer, and what its code page lacks prints as a box and is named in a warning.
/// </summary>
internal sealed class TextLayout(PrinterProfile profile, List<string> warnings)
{
    private const int TabColumns = 8, NamedAtMost = 8;

    private readonly CodePage _codePage = CodePage.ByName(profile.CodePage);
    private readonly SortedDictionary<int, int> _boxed = [];
    private int _controls;

    /// <returns>False: no character that prints.</returns>
    internal bool TryLayOut(PrintDocument document, out byte[] commands)
    {
        var writer = new EscPosWriter(profile);
        writer.Initialize();
        bool hasTitle = !string.IsNullOrWhiteSpace(document.Title);
        if (hasTitle)
            writer.Heading(Clean(document.Title!), Clean(document.Subtitle ?? ""));

        string text = Clean(Encoding.UTF8.GetString(document.Content.Span));
        string[] rows = [.. text.TrimEnd('\n', ' ').Split('\n').SelectMany(line => Wrap(line, profile.Columns))];
        var tabs = TabStops.For(rows);
        writer.SetTabs(tabs.Columns);
        foreach (string row in rows)
            writer.Line(tabs.Press(row));

        writer.FeedAndCut();
        Warn();
        commands = writer.ToArray();
        return hasTitle || !string.IsNullOrWhiteSpace(text);
    }

    /// <summary>Breaks at blanks; a word longer than the line is broken where the line ends. Blanks at a line's start stay.</summary>
    internal static IEnumerable<string> Wrap(string line, int columns)
    {
        string rest = line.TrimEnd(' ');
        while (rest.Length > columns)
        {
            // A blank exactly behind the last column is a good place, too.
            int blank = rest.LastIndexOf(' ', columns);
            bool isWordBreak = blank > 0 && rest.AsSpan(0, blank).ContainsAnyExcept(' ');
            yield return isWordBreak ? rest[..blank].TrimEnd(' ') : rest[..columns];
            rest = isWordBreak ? rest[(blank + 1)..].TrimStart(' ') : rest[columns..];
        }

        yield return rest;
    }

    /// <summary>Leaves characters of the code page and line feeds only.</summary>
    internal string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        int column = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            int before = clean.Length;
            Add(rune, clean, column);
            column = rune.Value == '\n' ? 0 : column + clean.Length - before;
        }

        return clean.ToString();
    }

    private void Add(Rune rune, StringBuilder clean, int column)
    {
        switch (rune.Value)
        {
            case '\n':
                clean.Append('\n');
                return;
            case '\t':
                clean.Append(' ', TabColumns - (column % TabColumns));
                return;
            case '\r' or 0xFEFF or 0x200B or 0x200D or 0xFE0F:
                return;
        }

        if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control)
        {
            _controls++;
            clean.Append(CodePage.Replacement);
            return;
        }

        foreach (char character in Simplify(rune))
        {
            if (_codePage.TryToByte(character, out _))
            {
                clean.Append(character);
                continue;
            }

            _boxed[rune.Value] = _boxed.GetValueOrDefault(rune.Value) + 1;
            clean.Append(CodePage.Replacement);
        }
    }

    /// <summary>Typographic signs that every code page can say in plainer ones.</summary>
    private static string Simplify(Rune rune) => rune.Value switch
    {
        '\u2018' or '\u2019' or '\u201A' or '\u2032' => "'",
        '\u201C' or '\u201D' or '\u201E' or '\u2033' => "\"",
        '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2212' => "-",
        '\u2026' => "...",
        '\u2022' => "·",
        '\u00A0' or '\u2007' or '\u2009' or '\u202F' => " ",
        '\u03BC' => "µ",
        _ when rune.IsBmp => ((char)rune.Value).ToString(),
        _ => "\uFFFD",
    };

    private void Warn()
    {
        if (_boxed.Count > 0)
        {
            string named = string.Join(", ", _boxed.Keys.Take(NamedAtMost).Select(
                value => string.Create(CultureInfo.InvariantCulture, $"U+{value:X4}")));
            string more = _boxed.Count > NamedAtMost ? ", ..." : "";
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture, $"{_boxed.Values.Sum()} characters are not in {_codePage.Name} and print as a box: {named}{more}"));
        }

        if (_controls > 0)
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{_controls} control characters print as a box"));
    }
}
