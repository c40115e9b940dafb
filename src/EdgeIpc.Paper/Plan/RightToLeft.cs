namespace EdgeIpc.Paper;

/// <summary>
/// Puts letters that are written from right to left into the order in which they are read: a stretch of them is turned round,
/// numbers and Latin words inside it keep theirs. The full rules (Unicode's UAX 9) and joined letters are not followed.
/// </summary>
internal static class RightToLeft
{
    internal static IReadOnlyList<TextCell> InReadingOrder(IReadOnlyList<TextCell> row)
    {
        if (!row.Any(cell => cell.IsRightToLeft))
            return row;
        TextCell[] ordered = [.. row];
        for (int start = 0; start < ordered.Length; start++)
        {
            if (!ordered[start].IsRightToLeft)
                continue;
            int end = StretchEnd(ordered, start);
            Array.Reverse(ordered, start, end - start);
            TurnWordsBack(ordered, start, end);
            start = end;
        }

        return ordered;
    }

    /// <summary>Whether a line begins with such a letter, so that it stands at the right edge.</summary>
    internal static bool Leads(IReadOnlyList<TextCell> row) =>
        row.FirstOrDefault(cell => cell.IsRightToLeft || char.IsLetter(cell.Native)).IsRightToLeft;

    /// <summary>Behind the last right-to-left letter before a Latin one; blanks, signs and numbers between them belong to it.</summary>
    private static int StretchEnd(TextCell[] cells, int start)
    {
        int end = start + 1;
        for (int at = end; at < cells.Length && !char.IsLetter(cells[at].Native); at++)
        {
            if (cells[at].IsRightToLeft)
                end = at + 1;
        }

        return end;
    }

    private static void TurnWordsBack(TextCell[] cells, int start, int end)
    {
        for (int at = start; at < end; at++)
        {
            int from = at;
            while (at < end && (char.IsAsciiDigit(cells[at].Native) || (at > from && cells[at].Native is '.' or ',' or ':' or '/' or '-')))
                at++;
            if (at - from > 1)
                Array.Reverse(cells, from, at - from);
        }
    }
}
