namespace EdgeIpc.Paper;

/// <summary>What `print-summary` prints: span, and per channel min, mean, max and RMS, then the alarms.</summary>
public static class SummaryDocument
{
    public static PrintDocument Create(SpanReport report, PrinterProfile profile)
    {
        var writer = new EscPosWriter(profile);
        writer.Initialize();
        report.WriteHead(writer);
        writer.Rule();
        foreach (ChannelSpan channel in report.Channels)
            WriteChannel(writer, channel);
        writer.Rule();
        report.WriteAlarms(writer);
        writer.FeedAndCut();
        return new PrintDocument(DocumentKind.Raw, writer.ToArray());
    }

    private static void WriteChannel(EscPosWriter writer, ChannelSpan channel)
    {
        ChannelStatistics statistics = channel.Over(0, channel.Length);
        writer.BoldLine(writer.Printable($"{channel.Name}  {channel.Unit}"));
        if (statistics.Count == 0)
        {
            writer.Line("  no values");
            return;
        }

        WriteColumns(writer, "min", "mean", "max", "RMS");
        WriteColumns(
            writer,
            ChannelStatistics.Format(statistics.Min),
            ChannelStatistics.Format(statistics.Mean),
            ChannelStatistics.Format(statistics.Max),
            ChannelStatistics.Format(statistics.Rms));
    }

    private static void WriteColumns(EscPosWriter writer, params ReadOnlySpan<string> cells)
    {
        int width = writer.Profile.Columns / cells.Length;
        string line = "";
        foreach (string cell in cells)
            line += cell.PadLeft(width);
        writer.Line(line);
    }
}
