using EdgeIpc.Playout;

namespace EdgeIpc.Screen;

/// <summary>Draws a strip with characters: eight dots a character where the terminal has Braille, else one bar a character.</summary>
internal static class StripChart
{
    private const int DotsAcross = 2;
    private const int DotsDown = 4;

    private const char BrailleBlank = '\u2800';

    // The bit of each dot of a Braille cell (Unicode 2800): by row from the top, left and right.
    private static readonly int[] DotBits = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];

    /// <summary>Columns of the strip that a chart of so many characters shows.</summary>
    public static int ColumnsFor(int width, bool braille) => braille ? width * DotsAcross : width;

    /// <summary>The values at the chart's lower and upper edge: the strip's own, with a little air, never the same.</summary>
    public static (float Low, float High) Range(ReadOnlySpan<StripColumn> columns)
    {
        (float low, float high) = (float.MaxValue, float.MinValue);
        foreach (var column in columns)
        {
            if (column.IsEmpty) continue;
            (low, high) = (Math.Min(low, column.Low), Math.Max(high, column.High));
        }

        if (low > high) return (0, 1);
        float air = Math.Max((high - low) * 0.05f, Math.Max(Math.Abs(high) * 1e-3f, 1e-6f));
        return (low - air, high + air);
    }

    /// <summary>The chart's lines, the top one first.</summary>
    public static string[] Draw(ReadOnlySpan<StripColumn> columns, int heightLines, bool braille)
    {
        var (low, high) = Range(columns);
        return braille ? DrawBraille(columns, heightLines, low, high) : DrawBars(columns, heightLines, low, high);
    }

    private static string[] DrawBraille(ReadOnlySpan<StripColumn> columns, int heightLines, float low, float high)
    {
        char[][] cells = Blank(heightLines, (columns.Length + DotsAcross - 1) / DotsAcross, BrailleBlank);
        int dots = heightLines * DotsDown;
        for (int x = 0; x < columns.Length; x++)
        {
            if (columns[x].IsEmpty) continue;
            int top = Row(columns[x].High, low, high, dots), bottom = Row(columns[x].Low, low, high, dots);
            for (int y = top; y <= bottom; y++) cells[y / DotsDown][x / DotsAcross] |= (char)DotBits[y % DotsDown * DotsAcross + x % DotsAcross];
        }

        return [.. cells.Select(line => new string(line))];
    }

    private static string[] DrawBars(ReadOnlySpan<StripColumn> columns, int heightLines, float low, float high)
    {
        char[][] lines = Blank(heightLines, columns.Length, ' ');
        for (int x = 0; x < columns.Length; x++)
        {
            if (columns[x].IsEmpty) continue;
            int top = Row(columns[x].High, low, high, heightLines), bottom = Row(columns[x].Low, low, high, heightLines);
            for (int y = top; y <= bottom; y++) lines[y][x] = '|';
        }

        return [.. lines.Select(line => new string(line))];
    }

    private static char[][] Blank(int lines, int width, char blank) => [.. Enumerable.Range(0, lines).Select(_ => new string(blank, width).ToCharArray())];

    /// <summary>The row of a value, 0 at the top.</summary>
    private static int Row(float value, float low, float high, int rows) =>
        Math.Clamp((int)((high - value) / (high - low) * rows), 0, rows - 1);
}
