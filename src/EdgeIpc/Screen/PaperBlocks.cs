using EdgeIpc.Paper;

namespace EdgeIpc.Screen;

/// <summary>Draws paper with characters: two dots a character, one above the other, each standing for as many of the printer's as it takes.</summary>
internal static class PaperBlocks
{
    public const int DotsDown = 2;

    // A stroke of a letter is two dots wide, two fifths of a block of five; a chart's line often only grazes a block.
    private const double InkShare = 0.2;
    private const byte Middle = 128;

    /// <summary>The last lines of the paper, the newest at the bottom.</summary>
    /// <param name="widthColumns">At most so many characters; narrower paper is not made wider.</param>
    /// <param name="unicode">Half blocks; else quotes, dots and colons.</param>
    public static string[] Draw(GreyPicture paper, int widthColumns, int heightLines, bool unicode)
    {
        int columns = Math.Min(widthColumns, paper.Width);
        double dotsPerBlock = (double)paper.Width / columns;
        int blocks = (int)Math.Ceiling(paper.Height / dotsPerBlock);
        int lineCount = Math.Min(heightLines, (blocks + DotsDown - 1) / DotsDown);
        // Whole lines from the bottom: the newest row stands on the screen's edge, and the top may be cut.
        int first = blocks - lineCount * DotsDown;
        string[] lines = new string[lineCount];
        char[] line = new char[columns];
        for (int y = 0; y < lineCount; y++)
        {
            for (int x = 0; x < columns; x++)
                line[x] = Character(IsInk(paper, dotsPerBlock, x, first + y * DotsDown), IsInk(paper, dotsPerBlock, x, first + y * DotsDown + 1), unicode);
            lines[y] = new string(line);
        }

        return lines;
    }

    private static char Character(bool upper, bool lower, bool unicode) => (upper, lower, unicode) switch
    {
        (true, true, true) => '█',
        (true, false, true) => '▀',
        (false, true, true) => '▄',
        (true, true, false) => ':',
        (true, false, false) => '\'',
        (false, true, false) => '.',
        _ => ' ',
    };

    private static bool IsInk(GreyPicture paper, double dotsPerBlock, int column, int row)
    {
        int top = Math.Max(0, (int)(row * dotsPerBlock)), bottom = Math.Min(paper.Height, (int)((row + 1) * dotsPerBlock));
        int left = (int)(column * dotsPerBlock), right = Math.Min(paper.Width, Math.Max(left + 1, (int)((column + 1) * dotsPerBlock)));
        if (bottom <= top) return false;
        int ink = 0;
        for (int y = top; y < bottom; y++)
        {
            foreach (byte grey in paper.Pixels.Span[(y * paper.Width + left)..(y * paper.Width + right)]) ink += grey < Middle ? 1 : 0;
        }

        return ink >= InkShare * (bottom - top) * (right - left);
    }
}
