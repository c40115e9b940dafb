using System.Text;

namespace EdgeIpc.Paper;

/// <summary>The words of a line of markup: ** begins and ends bold, | parts columns, \ takes a sign's meaning away.</summary>
internal static class MarkupText
{
    private const int MostCells = 8;

    /// <returns>One for a line without |; blanks around the bars are left out.</returns>
    /// <exception cref="FormatException">Too many, or bold that doesn't end.</exception>
    internal static IReadOnlyList<IReadOnlyList<TextCell>> Cells(string line, Receipt receipt, bool isBold = false)
    {
        List<string> parts = Split(line);
        if (parts.Count > MostCells)
            throw new FormatException($"a row of {parts.Count} columns; at most {MostCells} are allowed");
        return [.. parts.Select(part => Words(parts.Count > 1 ? part.Trim(' ') : part, receipt, isBold))];
    }

    internal static IReadOnlyList<TextCell> Words(string text, Receipt receipt, bool isBold = false)
    {
        var cells = new List<TextCell>();
        var piece = new StringBuilder();
        bool isInside = false;
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '\\' or '|' or '*' or '#' or '@' or '^' or '-' or '=' or '/')
            {
                piece.Append(text[++at]);
                continue;
            }

            int stars = at;
            while (stars < text.Length && text[stars] == '*')
                stars++;
            // Exactly two: a longer row of stars is itself.
            if (stars - at == 2)
            {
                Take();
                isInside = !isInside;
                at++;
                continue;
            }

            piece.Append(text, at, Math.Max(1, stars - at));
            at = Math.Max(at, stars - 1);
        }

        Take();
        return isInside ? throw new FormatException("bold text begins with ** and doesn't end; another ** ends it, and \\*\\* prints the stars") : cells;

        void Take()
        {
            int column = WordWrap.Width(cells);
            cells.AddRange(receipt.Read(piece.ToString(), isBold || isInside, column));
            piece.Clear();
        }
    }

    private static List<string> Split(string line)
    {
        var parts = new List<string>();
        int start = 0;
        for (int at = 0; at < line.Length; at++)
        {
            if (line[at] == '\\')
                at++;
            else if (line[at] == '|')
            {
                parts.Add(line[start..at]);
                start = at + 1;
            }
        }

        parts.Add(line[start..]);
        return parts;
    }
}
