using System.Text;

namespace EdgeIpc.Paper;

/// <summary>
/// Lays out plain text: UTF-8 in, a receipt out. Words wrap at the columns, tabs reach every eighth column, a form feed cuts,
/// other control characters never reach the printer, and bytes that are no UTF-8 print as boxes.
/// </summary>
internal static class TextLayout
{
    /// <returns>False: no character that prints.</returns>
    internal static bool TryLayOut(PrintDocument document, PrinterProfile profile, PlanOptions options, List<string> warnings, out byte[] commands)
    {
        var receipt = new Receipt(profile, options.Letters, options.LineBaud);
        if (!string.IsNullOrWhiteSpace(document.Title))
            AddHeading(receipt, document.Title, document.Subtitle ?? "");
        AddText(receipt, Encoding.UTF8.GetString(document.Content.Span));
        receipt.Cut();
        warnings.AddRange(receipt.Warnings);
        commands = receipt.ToCommands();
        return receipt.Prints;
    }

    private static void AddHeading(Receipt receipt, string title, string subtitle)
    {
        receipt.Title(title.ReplaceLineEndings(" "));
        if (subtitle.Length > 0)
            receipt.Line(subtitle.ReplaceLineEndings(" "), align: Alignment.Centre);
        receipt.Rule();
    }

    private static void AddText(Receipt receipt, string text)
    {
        string[] pages = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').TrimEnd('\n', ' ', '\t', '\f').Split('\f');
        for (int page = 0; page < pages.Length; page++)
        {
            if (page > 0)
                receipt.Cut();
            foreach (string line in pages[page].TrimEnd('\n').Split('\n'))
                receipt.Line(line);
        }
    }
}
