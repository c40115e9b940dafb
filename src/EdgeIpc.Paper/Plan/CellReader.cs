using System.Globalization;
using System.Text;

namespace EdgeIpc.Paper;

/// <summary>
/// Turns text into cells: the printer's own characters where it has them, plainer ones for typographic signs, else dots from
/// the book of letters, else a box. Counts what a person should know of.
/// </summary>
internal sealed class CellReader(PrinterProfile profile, LetterBook letters)
{
    private const int TabColumns = 8, NamedAtMost = 8;

    private readonly CodePageText _codePages = new(profile);
    private readonly SortedDictionary<int, int> _boxed = [];
    private int _controls;
    private int _rightToLeft;

    /// <summary>Sentences about boxes and other losses in all that was read so far.</summary>
    internal IEnumerable<string> Warnings
    {
        get
        {
            if (_boxed.Count > 0)
            {
                string named = string.Join(", ", _boxed.Keys.Take(NamedAtMost).Select(
                    value => string.Create(CultureInfo.InvariantCulture, $"U+{value:X4}")));
                string more = _boxed.Count > NamedAtMost ? ", ..." : "";
                string help = letters.HasFonts ? "" : "; Debian's package fonts-unifont has most";
                yield return string.Create(
                    CultureInfo.InvariantCulture, $"{_boxed.Values.Sum()} characters are in no font here and print as a box: {named}{more}{help}");
            }

            if (_controls > 0)
                yield return string.Create(CultureInfo.InvariantCulture, $"{_controls} control characters print as a box");
            if (_rightToLeft > 0)
                yield return string.Create(CultureInfo.InvariantCulture, $"{_rightToLeft} letters are written from right to left: they are put in order, but not joined");
        }
    }

    /// <param name="line">One line: a line feed in it counts as a control character.</param>
    /// <param name="startColumn">Where it begins, for its tabs.</param>
    internal List<TextCell> Read(ReadOnlySpan<char> line, bool isBold = false, int startColumn = 0)
    {
        var cells = new List<TextCell>(line.Length);
        int column = startColumn;
        while (line.Length > 0)
        {
            int length = StringInfo.GetNextTextElementLength(line);
            int before = cells.Count;
            if (line[0] == '\t')
                cells.AddRange(Enumerable.Repeat(TextCell.Blank, TabColumns - (column % TabColumns)));
            else
                AddCluster(line[..length], cells);
            for (int index = before; index < cells.Count; index++)
            {
                column += cells[index].Columns;
                cells[index] = cells[index] with { IsBold = isBold };
            }

            line = line[length..];
        }

        return cells;
    }

    /// <summary>What a reader takes for one character: a letter with its marks, or pictures joined to one.</summary>
    private void AddCluster(ReadOnlySpan<char> cluster, List<TextCell> cells)
    {
        int first = cells.Count;
        char letter = '\0';
        foreach (Rune rune in cluster.EnumerateRunes())
        {
            if (CharacterKind.IsUnseen(rune))
                continue;
            if (CharacterKind.IsMark(rune) && cells.Count > first)
            {
                // A letter whose accent comes behind it is the letter with the accent, if there is one.
                char composed = letter == '\0' ? '\0' : AccentedStrokes.TryCompose(letter, rune.Value);
                if (composed != '\0')
                    cells[^1] = Cell(new Rune(letter = composed));
                else if (FindMark(rune, letter) is { } mark)
                    cells[^1] = cells[^1] with { Native = '\0', Dots = cells[^1].Glyph.With(mark) };
                continue;
            }

            letter = rune.IsBmp ? (char)rune.Value : '\0';
            Add(rune, cells);
        }
    }

    private void Add(Rune rune, List<TextCell> cells)
    {
        if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control)
        {
            _controls++;
            cells.Add(new TextCell(CodePage.Replacement, null, 1));
            return;
        }

        if (Simplify(rune) is { } plain)
        {
            foreach (char character in plain)
                cells.Add(Cell(new Rune(character)));
            return;
        }

        cells.Add(Cell(rune));
    }

    private TextCell Cell(Rune rune)
    {
        bool isRightToLeft = CharacterKind.IsRightToLeft(rune);
        if (isRightToLeft)
            _rightToLeft++;
        if (rune.IsBmp && _codePages.Has((char)rune.Value))
            return new TextCell((char)rune.Value, null, 1);
        if (letters.Find(rune) is { } glyph)
            return new TextCell('\0', glyph, glyph.Columns, IsRightToLeft: isRightToLeft);
        _boxed[rune.Value] = _boxed.GetValueOrDefault(rune.Value) + 1;
        return new TextCell(CodePage.Replacement, null, 1, IsRightToLeft: isRightToLeft);
    }

    private GlyphDots? FindMark(Rune rune, char letter)
    {
        if (AccentedStrokes.FindMark(rune.Value, char.IsUpper(letter)) is { } strokes)
            return new GlyphDots(1, [.. StrokeFont.Draw(strokes).Select(row => (uint)row)]);
        return letters.Find(rune);
    }

    /// <summary>Typographic signs that every code page can say in plainer ones.</summary>
    private static string? Simplify(Rune rune) => rune.Value switch
    {
        '\u2018' or '\u2019' or '\u201A' or '\u2032' => "'",
        '\u201C' or '\u201D' or '\u201E' or '\u2033' => "\"",
        '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2212' => "-",
        '\u2026' => "...",
        '\u2022' => "·",
        '\u00A0' or '\u2007' or '\u2009' or '\u202F' => " ",
        '\u03BC' => "µ",
        _ => null,
    };
}
