namespace EdgeIpc.Paper;

/// <summary>Puts a character's dots into the line: enlarged, bold, underlined or reversed as the settings say.</summary>
internal static class CharacterDrawing
{
    internal static void Draw(LineBuffer line, char character, PrintSettings settings)
    {
        int width = settings.SmallFont ? StrokeFont.SmallWidth : StrokeFont.CellWidth;
        int height = settings.SmallFont ? StrokeFont.SmallHeight : StrokeFont.CellHeight;
        ReadOnlySpan<ushort> rows = settings.SmallFont ? StrokeFont.SmallRows(character) : StrokeFont.Rows(character);

        line.Note(character, settings.CellWidth);
        line.Reserve(settings.CellWidth, settings.CellHeight);
        for (int row = 0; row < height; row++)
        {
            int dots = rows[row];
            // Printers make bold by printing twice, one dot apart.
            if (settings.Bold)
                dots |= dots >> 1;
            if (settings.Reverse)
                dots = ~dots;
            for (int column = 0; column < width; column++)
            {
                if ((dots & (1 << (width - 1 - column))) != 0)
                    Block(line, line.Position + (column * settings.WidthTimes), height - 1 - row, settings);
            }
        }

        for (int x = 0; x < settings.CellWidth; x++)
        {
            for (int dot = 0; dot < settings.UnderlineDots; dot++)
                line.SetDot(line.Position + x, dot);
        }

        line.Position += settings.CellWidth;
    }

    private static void Block(LineBuffer line, int x, int rowAboveBase, PrintSettings settings)
    {
        for (int down = 0; down < settings.HeightTimes; down++)
        {
            for (int across = 0; across < settings.WidthTimes; across++)
                line.SetDot(x + across, (rowAboveBase * settings.HeightTimes) + down);
        }
    }
}
