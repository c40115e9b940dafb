namespace EdgeIpc.Paper;

/// <summary>
/// What `print-chart` prints: time runs down the paper, each channel has a lane with a scale of its own. Lanes and grid are
/// dots; names, units, scales and times are the printer's own letters where it can set them beside dots.
/// </summary>
public static class StripChart
{
    public const int DefaultRows = 400, MostRows = 4000, MostChannels = 4;

    /// <summary>A label and what is left free below it.</summary>
    private const int RowsPerLabel = 48;

    /// <param name="rows">Height of the lanes in dots; 64..<see cref="MostRows"/>.</param>
    public static PrintDocument Create(SpanReport report, PrinterProfile profile, int lineBaud, LetterBook letters, int rows = DefaultRows)
    {
        var receipt = new Receipt(profile, letters, lineBaud);
        report.AddHead(receipt);
        receipt.Rule();
        Add(receipt, report, rows);
        report.AddStatistics(receipt);
        report.AddAlarms(receipt);
        receipt.Cut();
        return receipt.ToDocument();
    }

    /// <summary>The lanes with their scales above them, as a part of a receipt.</summary>
    internal static void Add(Receipt receipt, SpanReport report, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 64);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, MostRows);
        ChartLane[] lanes = ChartLane.Divide(report.Channels.Take(MostChannels), receipt.Profile);
        ChartScales.Add(receipt, lanes);
        IReadOnlyList<TimeTick> ticks = TimeAxis.Ticks(report.From, report.To, rows, RowsPerLabel);
        DotPicture picture = ChartPicture.Draw(report, lanes, ticks, receipt.Profile.WidthDots, rows);
        AddInPieces(receipt, picture, ticks);
        receipt.Feed(8);
    }

    /// <summary>
    /// The picture ends at each line of the grid, and a label stands below it, beside the next 24 rows of the lanes: so the
    /// grid's long rows are not among those that are sent as columns.
    /// </summary>
    private static void AddInPieces(Receipt receipt, DotPicture picture, IReadOnlyList<TimeTick> ticks)
    {
        int top = 0;
        foreach (TimeTick tick in ticks.Where(tick => tick.Label.Length > 0))
        {
            int below = tick.Row + 1;
            if (below > top)
                receipt.Picture(picture.Part(top, below - top));
            receipt.Add(new ReceiptPart.LabelledDots(receipt.Read(tick.Label), picture.Part(below, GlyphDots.Height)));
            top = below + GlyphDots.Height;
        }

        receipt.Picture(picture.Part(top, picture.Rows - top));
    }
}
