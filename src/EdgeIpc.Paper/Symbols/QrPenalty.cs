namespace EdgeIpc.Paper;

/// <summary>How hard a QR code is to read, by the standard's four rules (7.8.3); fewer points are better.</summary>
internal static class QrPenalty
{
    private const int SameInARow = 3, SameSquare = 3, LikeFinder = 40, Unbalanced = 10;

    internal static int Of(QrMatrix matrix)
    {
        int points = 0, dark = 0;
        for (int line = 0; line < matrix.Size; line++)
        {
            points += OfLine(matrix, line, isRow: true) + OfLine(matrix, line, isRow: false);
            for (int x = 0; x < matrix.Size; x++)
            {
                dark += matrix.IsDark(x, line) ? 1 : 0;
                points += IsSquare(matrix, x, line) ? SameSquare : 0;
            }
        }

        // Every 5 % away from half dark, half light.
        int modules = matrix.Size * matrix.Size;
        return points + ((((Math.Abs((dark * 20) - (modules * 10)) + modules - 1) / modules) - 1) * Unbalanced);
    }

    private static int OfLine(QrMatrix matrix, int line, bool isRow)
    {
        int points = 0, run = 0, history = 0;
        bool last = false;
        for (int index = 0; index < matrix.Size; index++)
        {
            bool dark = isRow ? matrix.IsDark(index, line) : matrix.IsDark(line, index);
            run = index > 0 && dark == last ? run + 1 : 1;
            last = dark;
            if (run == 5)
                points += SameInARow;
            else if (run > 5)
                points++;

            // 1:1:3:1:1 with four light modules before or behind it.
            history = ((history << 1) | (dark ? 1 : 0)) & 0x7ff;
            if (index >= 10 && history is (0b00001011101 or 0b10111010000))
                points += LikeFinder;
        }

        return points;
    }

    private static bool IsSquare(QrMatrix matrix, int x, int y)
    {
        if (x + 1 >= matrix.Size || y + 1 >= matrix.Size)
            return false;
        bool dark = matrix.IsDark(x, y);
        return dark == matrix.IsDark(x + 1, y) && dark == matrix.IsDark(x, y + 1) && dark == matrix.IsDark(x + 1, y + 1);
    }
}
