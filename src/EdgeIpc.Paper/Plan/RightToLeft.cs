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
        if (Leads(row))
        {
            Turn(ordered, 0, ordered.Length);
            return ordered;
        }

        for (int start = 0; start < ordered.Length; start++)
        {
            if (!ordered[start].IsRightToLeft)
                continue;
            int end = StretchEnd(ordered, start);
            Turn(ordered, start, end);
            start = end;
        }

        return ordered;
    }

    /// <summary>Whether a line begins with such a letter: then it begins at the right edge, and all of it runs from there.</summary>
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

    /// <summary>Turns a stretch round, and the numbers and Latin words in it back; Latin words that follow each other stay together.</summary>
    private static void Turn(TextCell[] cells, int start, int end)
    {
        Array.Reverse(cells, start, end - start);
        for (int at = start; at < end; at++)
        {
            if (!char.IsLetterOrDigit(cells[at].Native))
                continue;
            int last = WordEnd(cells, at, end);
            for (int next = NextWord(cells, last, end); next < end && HasLetter(cells, at, last) && HasLetter(cells, next, WordEnd(cells, next, end)); next = NextWord(cells, last, end))
                last = WordEnd(cells, next, end);
            Array.Reverse(cells, at, last + 1 - at);
            at = last;
        }
    }

    /// <summary>The last letter or digit before a blank or a letter of the other direction.</summary>
    private static int WordEnd(TextCell[] cells, int at, int end)
    {
        int last = at;
        for (int next = at; next < end && !cells[next].IsRightToLeft && !cells[next].IsBlank; next++)
        {
            if (char.IsLetterOrDigit(cells[next].Native))
                last = next;
        }

        return last;
    }

    /// <returns>Where the next Latin word or number begins, or <paramref name="end"/> when a letter of the other direction comes first.</returns>
    private static int NextWord(TextCell[] cells, int last, int end)
    {
        for (int next = last + 1; next < end && !cells[next].IsRightToLeft; next++)
        {
            if (char.IsLetterOrDigit(cells[next].Native))
                return next;
        }

        return end;
    }

    private static bool HasLetter(TextCell[] cells, int first, int last) => cells.AsSpan(first, last + 1 - first).ToArray().Any(cell => char.IsLetter(cell.Native));
}
