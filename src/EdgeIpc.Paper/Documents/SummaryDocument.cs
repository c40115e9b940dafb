namespace EdgeIpc.Paper;

/// <summary>What `print-summary` prints: span, and per channel min, mean, max and RMS, then the alarms.</summary>
public static class SummaryDocument
{
    /// <param name="letters">What names and units outside the code page are drawn with.</param>
    public static PrintDocument Create(SpanReport report, PrinterProfile profile, int lineBaud, LetterBook letters)
    {
        var receipt = new Receipt(profile, letters, lineBaud);
        report.AddHead(receipt);
        report.AddStatistics(receipt);
        report.AddAlarms(receipt);
        receipt.Cut();
        return receipt.ToDocument();
    }
}
