using System.Collections.Frozen;

namespace EdgeIpc.Paper;

/// <summary>The frames, blocks and shades of the code pages, computed so that neighbours join without a gap.</summary>
internal static class BoxDrawing
{
    // Character, then the weight of its arms: up, right, down, left; 1 single, 2 double.
    private const string Frames =
        "│1010 ┤1011 ╡1012 ╢2021 ╖0021 ╕0012 ╣2022 ║2020 ╗0022 ╝2002 ╜2001 ╛1002 ┐0011 └1100 ┴1101 ┬0111 ├1110 ─0101 ┼1111 " +
        "╞1210 ╟2120 ╚2200 ╔0220 ╩2202 ╦0222 ╠2220 ═0202 ╬2222 ╧1202 ╨2101 ╤0212 ╥0121 ╙2100 ╘1200 ╒0210 ╓0120 ╫2121 ╪1212 ┘1001 ┌0110";

    private static readonly FrozenDictionary<char, string> Arms = Frames
        .Split(' ')
        .ToFrozenDictionary(word => word[0], word => word[1..]);

    private const string Blocks = "█▄▌▐▀░▒▓■";

    internal static IEnumerable<char> Characters => Arms.Keys.Concat(Blocks);

    internal static bool Has(char character) => Arms.ContainsKey(character) || Blocks.Contains(character, StringComparison.Ordinal);

    internal static bool TryDraw(char character, StrokePen cell)
    {
        if (Arms.TryGetValue(character, out string? arms))
        {
            DrawFrame(arms, cell);
            return true;
        }

        if (!Blocks.Contains(character, StringComparison.Ordinal))
            return false;
        DrawBlock(character, cell);
        return true;
    }

    private static void DrawBlock(char character, StrokePen cell)
    {
        int width = cell.Width, height = cell.Height;
        (int left, int top, int right, int bottom) = character switch
        {
            '▄' => (0, height / 2, width, height),
            '▀' => (0, 0, width, height / 2),
            '▌' => (0, 0, width / 2, height),
            '▐' => (width / 2, 0, width, height),
            '■' => (1, height / 3, width - 1, height * 5 / 6),
            _ => (0, 0, width, height),
        };
        // One dot in four, in two, in four missing.
        Func<int, int, bool> isInked = character switch
        {
            '░' => (x, y) => ((x + (y / 2 * 2)) % 4) == 0 && y % 2 == 0,
            '▒' => (x, y) => (x + y) % 2 == 0,
            '▓' => (x, y) => ((x + (y / 2 * 2)) % 4) != 0 || y % 2 != 0,
            _ => (_, _) => true,
        };
        for (int y = top; y < bottom; y++)
        {
            for (int x = left; x < right; x++)
            {
                if (isInked(x, y))
                    cell.Set(x, y);
            }
        }
    }

    private static void DrawFrame(string arms, StrokePen cell)
    {
        int[] weight = [.. arms.Select(arm => arm - '0')];
        for (int direction = 0; direction < 4; direction++)
        {
            // A double arm is two lines, one on each side of the middle.
            foreach (int side in weight[direction] switch { 0 => [], 1 => [0], _ => (int[])[-1, 1] })
                DrawLine(cell, direction, side * 2, StopShort(weight, direction, side));
        }
    }

    /// <summary>How far before the middle a line ends, seen along its arm; below 0 it goes on to the crossing arm's far line.</summary>
    private static int StopShort(int[] weight, int direction, int side)
    {
        // Looking outwards along the arm.
        int right = weight[(direction + 1) % 4], opposite = weight[(direction + 2) % 4], left = weight[(direction + 3) % 4];
        if (side == 0)
        {
            if (opposite > 0 || Math.Max(left, right) < 2)
                return 0;
            return left == right ? 2 : -2;
        }

        (int near, int far) = side > 0 ? (right, left) : (left, right);
        return near == 2 ? 2 : near == 0 && far == 2 ? -2 : 0;
    }

    private static void DrawLine(StrokePen cell, int direction, int offset, int stopShort)
    {
        int middleX = cell.Width / 2, middleY = cell.Height / 2;
        switch (direction)
        {
            case 0:
                cell.Fill(middleX + offset - 1, 0, middleX + offset + 1, middleY - stopShort + 1);
                break;
            case 1:
                cell.Fill(middleX + stopShort - 1, middleY + offset - 1, cell.Width, middleY + offset + 1);
                break;
            case 2:
                cell.Fill(middleX - offset - 1, middleY + stopShort - 1, middleX - offset + 1, cell.Height);
                break;
            default:
                cell.Fill(0, middleY - offset - 1, middleX - stopShort + 1, middleY - offset + 1);
                break;
        }
    }
}
