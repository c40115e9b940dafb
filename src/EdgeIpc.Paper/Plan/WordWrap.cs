namespace EdgeIpc.Paper;

/// <summary>Breaks a line of cells at blanks, else where the row ends; next to a wide character it may break anywhere.</summary>
internal static class WordWrap
{
    /// <summary>At least one row. Blanks at a line's start stay; those at its end and at a break are left out.</summary>
    internal static IEnumerable<IReadOnlyList<TextCell>> Rows(IReadOnlyList<TextCell> cells, int columns)
    {
        int start = 0, end = WithoutBlanks(cells, 0, cells.Count);
        for (int full; (full = FirstBeyond(cells, start, columns)) < end;)
        {
            int last = FindBreak(cells, start, full), words = WithoutBlanks(cells, start, last);
            yield return Slice(cells, start, words);
            bool hasWords = words > start;
            for (start = last; hasWords && start < end && cells[start].IsBlank;)
                start++;
        }

        yield return Slice(cells, start, end);
    }

    internal static int Width(IReadOnlyList<TextCell> cells) => Width(cells, 0, cells.Count);

    /// <summary>As many cells as fit.</summary>
    internal static IReadOnlyList<TextCell> Cut(IReadOnlyList<TextCell> cells, int columns) =>
        Width(cells) <= columns ? cells : Slice(cells, 0, FirstBeyond(cells, 0, columns));

    /// <summary>Where the row ends, at most at <paramref name="full"/>: a blank is the best place, also the one right behind the row.</summary>
    private static int FindBreak(IReadOnlyList<TextCell> cells, int start, int full)
    {
        for (int at = full; at > start; at--)
        {
            bool isPlace = cells[at].IsBlank || cells[at].Columns > 1 || cells[at - 1].Columns > 1;
            if (isPlace && Enumerable.Range(start, at - start).Any(index => !cells[index].IsBlank))
                return at;
        }

        return full;
    }

    private static int FirstBeyond(IReadOnlyList<TextCell> cells, int start, int columns)
    {
        int at = start, width = 0;
        while (at < cells.Count && (width += cells[at].Columns) <= columns)
            at++;
        // A character wider than the row is printed all the same; the edge takes what is too much.
        return Math.Max(at, start + 1);
    }

    private static int WithoutBlanks(IReadOnlyList<TextCell> cells, int start, int end)
    {
        while (end > start && cells[end - 1].IsBlank)
            end--;
        return end;
    }

    private static int Width(IReadOnlyList<TextCell> cells, int start, int end)
    {
        int width = 0;
        for (int index = start; index < end; index++)
            width += cells[index].Columns;
        return width;
    }

    private static TextCell[] Slice(IReadOnlyList<TextCell> cells, int start, int end)
    {
        var slice = new TextCell[Math.Max(0, end - start)];
        for (int index = 0; index < slice.Length; index++)
            slice[index] = cells[start + index];
        return slice;
    }
}
