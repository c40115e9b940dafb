namespace EdgeIpc.Paper;

/// <summary>
/// A character as dots: 24 rows, one or two columns of 12 dots wide. The leftmost dot is the highest of a row's bits.
/// </summary>
internal sealed record GlyphDots(int Columns, IReadOnlyList<uint> Rows)
{
    internal const int Height = StrokeFont.CellHeight;

    internal int WidthDots => Columns * StrokeFont.CellWidth;

    internal bool IsInked(int x, int y) => (Rows[y] & (1u << (WidthDots - 1 - x))) != 0;

    /// <summary>The same cell with a mark drawn into it as well; a narrow mark stands in the middle of a wide letter.</summary>
    internal GlyphDots With(GlyphDots mark)
    {
        int left = Math.Max(0, (WidthDots - mark.WidthDots) / 2), cut = Math.Max(0, mark.WidthDots - WidthDots);
        return this with { Rows = [.. Rows.Select((row, y) => row | (mark.Rows[y] >> cut << (WidthDots - Math.Min(WidthDots, mark.WidthDots) - left)))] };
    }
}
