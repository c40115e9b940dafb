namespace EdgeIpc.Paper;

/// <param name="Width">In columns of letters.</param>
/// <param name="IsRight">Its cells stand at its right edge.</param>
internal readonly record struct TableColumn(int Width, bool IsRight);

/// <summary>Tables: how wide each column is, which of them hold numbers, and the lines that a row takes.</summary>
internal static class TableLayout
{
    private const int Gap = 1, LeastWidth = 4;

    /// <summary>
    /// The last column stands right, and so do those between the first and it that hold numbers only. The first one takes the
    /// room that the others leave; where they leave too little, the widest gives way and its cells are wrapped.
    /// </summary>
    internal static IReadOnlyList<TableColumn> Columns(IReadOnlyList<IReadOnlyList<IReadOnlyList<TextCell>>> rows, int columns)
    {
        int count = rows.Max(row => row.Count);
        int[] widths = new int[count];
        for (int column = 1; column < count; column++)
            widths[column] = Math.Max(1, rows.Max(row => column < row.Count ? WordWrap.Width(row[column]) : 0));
        int room = columns - ((count - 1) * Gap);
        int least = Math.Min(room / count, LeastWidth * 2);
        while (count > 1 && widths.Sum() > room - least && widths.Max() > LeastWidth)
            widths[Array.IndexOf(widths, widths.Max())]--;
        widths[0] = Math.Max(1, room - widths.Sum());
        return [.. widths.Select((width, column) => new TableColumn(width, column > 0 && (column == count - 1 || HoldsNumbers(rows, column))))];
    }

    /// <summary>A row's lines: each cell wrapped in its column, what is shorter filled up with blanks.</summary>
    internal static IEnumerable<IReadOnlyList<TextCell>> Rows(IReadOnlyList<IReadOnlyList<TextCell>> cells, IReadOnlyList<TableColumn> columns)
    {
        IReadOnlyList<TextCell>[][] wrapped =
            [.. cells.Select((cell, column) => WordWrap.Rows(cell, columns[column].Width).Select(RightToLeft.InReadingOrder).ToArray())];
        int lines = wrapped.Max(cell => cell.Length);
        for (int line = 0; line < lines; line++)
        {
            var row = new List<TextCell>();
            int end = 0;
            for (int column = 0; column < columns.Count; column++)
            {
                IReadOnlyList<TextCell> cell = column < wrapped.Length && line < wrapped[column].Length ? wrapped[column][line] : [];
                int blanks = columns[column].IsRight ? columns[column].Width - WordWrap.Width(cell) : 0;
                Fill(row, end + blanks);
                row.AddRange(cell);
                end += columns[column].Width + Gap;
            }

            yield return row;
        }
    }

    private static void Fill(List<TextCell> row, int width)
    {
        for (int missing = width - WordWrap.Width(row); missing > 0; missing--)
            row.Add(TextCell.Blank);
    }

    /// <summary>Digits with their signs in every row but the first, which may be a heading.</summary>
    private static bool HoldsNumbers(IReadOnlyList<IReadOnlyList<IReadOnlyList<TextCell>>> rows, int column)
    {
        IReadOnlyList<TextCell>[] cells = [.. rows.Skip(rows.Count > 1 ? 1 : 0).Where(row => column < row.Count).Select(row => row[column]).Where(cell => cell.Count > 0)];
        return cells.Length > 0 && cells.All(cell => cell.Any(letter => char.IsAsciiDigit(letter.Native)) && !cell.Any(letter => letter.Dots is null && char.IsLetter(letter.Native)));
    }
}
