namespace EdgeIpc.Paper;

/// <summary>Neighbouring letters of one line as columns of three bytes, the topmost dot in the highest bit.</summary>
internal sealed record DotRun(int Cells, int Columns, byte[] Data);

/// <summary>Lines with letters that the printer lacks: between its own letters where it can place dots, else as a picture.</summary>
internal static class DotLine
{
    private const int BytesPerColumn = 3;

    /// <returns>
    /// The runs of dots by the index of their first cell, none where all is native; null where the line must be a picture: the
    /// printer has no ESC *, the letters are enlarged, or the dots would look like a real-time command.
    /// </returns>
    internal static Dictionary<int, DotRun>? TryRuns(ReceiptPart.Line line, PrinterProfile profile)
    {
        var runs = new Dictionary<int, DotRun>();
        IReadOnlyList<TextCell> cells = line.Cells;
        for (int index = 0; index < cells.Count; index++)
        {
            if (cells[index].Dots is null)
                continue;
            if (line.Size != LetterSize.Normal || !profile.Has(PrinterCommands.ColumnImage))
                return null;
            int end = index + 1;
            while (end < cells.Count && cells[end].Dots is not null)
                end++;
            TextCell[] letters = [.. cells.Skip(index).Take(end - index)];
            byte[] data = [.. letters.SelectMany(Turn)];
            if (DotPicture.FindRealTimeLookAlike(data) >= 0)
                return null;
            runs.Add(index, new DotRun(letters.Length, letters.Sum(cell => cell.Columns), data));
            index = end;
        }

        return runs;
    }

    /// <summary>The whole line, where its alignment puts it.</summary>
    internal static DotPicture Draw(ReceiptPart.Line line, int widthDots)
    {
        int across = line.Size == LetterSize.Large ? 2 : 1, down = line.Size == LetterSize.Normal ? 1 : 2;
        var picture = new DotPicture(widthDots, GlyphDots.Height * down);
        int room = Math.Max(0, widthDots - (WordWrap.Width(line.Cells) * StrokeFont.CellWidth * across));
        int left = line.Align switch { Alignment.Centre => room / 2, Alignment.Right => room, _ => 0 };
        foreach (TextCell cell in line.Cells)
        {
            if (!cell.IsBlank)
                DrawCell(picture, cell, left, across, down);
            left += cell.Columns * StrokeFont.CellWidth * across;
        }

        return picture;
    }

    /// <summary>Letters of the ordinary size from the left edge, over what is there.</summary>
    internal static void DrawInto(DotPicture picture, IReadOnlyList<TextCell> cells)
    {
        int left = 0;
        foreach (TextCell cell in cells)
        {
            DrawCell(picture, cell, left, 1, 1);
            left += cell.Columns * StrokeFont.CellWidth;
        }
    }

    private static void DrawCell(DotPicture picture, TextCell cell, int left, int across, int down)
    {
        GlyphDots glyph = cell.Glyph;
        for (int y = 0; y < picture.Rows; y++)
        {
            for (int x = 0; x < glyph.WidthDots * across; x++)
            {
                if (IsInked(glyph, x / across, y / down, cell.IsBold))
                    picture[left + x, y] = true;
            }
        }
    }

    private static IEnumerable<byte> Turn(TextCell cell)
    {
        GlyphDots glyph = cell.Glyph;
        byte[] columns = new byte[glyph.WidthDots * BytesPerColumn];
        for (int x = 0; x < glyph.WidthDots; x++)
        {
            for (int y = 0; y < GlyphDots.Height; y++)
            {
                if (IsInked(glyph, x, y, cell.IsBold))
                    columns[(x * BytesPerColumn) + (y >> 3)] |= (byte)(0x80 >> (y & 7));
            }
        }

        return columns;
    }

    /// <summary>Printers make bold by printing twice, one dot apart.</summary>
    private static bool IsInked(GlyphDots glyph, int x, int y, bool isBold) =>
        glyph.IsInked(x, y) || (isBold && x > 0 && glyph.IsInked(x - 1, y));
}
