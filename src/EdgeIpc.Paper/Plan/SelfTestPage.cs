using System.Globalization;

namespace EdgeIpc.Paper;

/// <summary>What `printer test` prints: who it is talking to, every character of its code page, styles, and a picture.</summary>
public static class SelfTestPage
{
    private const int PatternRows = 48;

    /// <param name="lineName">Where the printer hangs, such as /dev/serial0.</param>
    public static PrintDocument Create(PrinterProfile profile, string lineName, int lineBaud)
    {
        var writer = new EscPosWriter(profile);
        writer.Initialize();
        writer.Heading("Printer test", profile.Name);
        writer.Line("line", lineName);
        writer.Line("baud", lineBaud.ToString(CultureInfo.InvariantCulture));
        writer.Line("code pages", string.Join(' ', profile.CodePages.Select(page => page.Name)));
        writer.Line("width", string.Create(CultureInfo.InvariantCulture, $"{profile.WidthDots} dots"));
        writer.Line("buffer", string.Create(CultureInfo.InvariantCulture, $"{profile.ReceiveBufferBytes} B"));
        writer.Line("confirms by", profile.Has(PrinterCommands.ProcessId) ? "GS ( H" : profile.Has(PrinterCommands.StatusEcho) ? "GS r" : "time");
        writer.Rule();
        AddCharacters(writer, profile);
        writer.Rule();
        writer.BoldLine("bold: 0123456789 ABCDEF abcdef");
        if (profile.Has(PrinterCommands.Raster))
            writer.Picture(Pattern(profile));
        writer.CentredLine("every column above is even:");
        writer.CentredLine("the head is whole");
        writer.FeedAndCut();
        return new PrintDocument(DocumentKind.Raw, writer.ToArray());
    }

    private static void AddCharacters(EscPosWriter writer, PrinterProfile profile)
    {
        IEnumerable<char> characters = profile.CodePages
            .Select(page => CodePage.ByName(page.Name))
            .SelectMany(page => Enumerable.Range(0x21, 0xff - 0x21).Where(value => value != 0x7f).Select(value => page.ToChar((byte)value)))
            .Where(character => character != ' ')
            .Distinct();
        foreach (char[] row in characters.Chunk(profile.Columns))
            writer.Line(new string(row));
    }

    /// <summary>Stairs: each dot of the head prints for the same short time, so a dead one shows as a white line.</summary>
    private static DotPicture Pattern(PrinterProfile profile)
    {
        var picture = new DotPicture(profile.WidthDots, PatternRows);
        for (int y = 0; y < PatternRows; y++)
        {
            for (int x = 0; x < profile.WidthDots; x++)
                picture[x, y] = ((x + y) / 4 % 4) == 0;
        }

        return picture;
    }
}
