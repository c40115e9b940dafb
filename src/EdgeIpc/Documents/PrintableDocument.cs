using System.CommandLine;
using EdgeIpc.Paper;
using EdgeIpc.Settings;
using EdgeIpc.Spool;

namespace EdgeIpc.Documents;

/// <summary>How a document is to be read, as the options of <c>print</c> and <c>encode</c> say.</summary>
/// <param name="Format">One of <see cref="PrintableDocument.Formats"/>.</param>
/// <param name="Shading">For pictures.</param>
/// <param name="InstanceName">The station whose samples a chart shows; null: the one that runs.</param>
/// <param name="LimitBytes">Of each picture beside it.</param>
internal sealed record DocumentReading(string Format, Shading Shading, string? InstanceName, long LimitBytes)
{
    /// <summary>What characters outside the code page are drawn with.</summary>
    public LetterBook Letters { get; init; } = LetterBook.Installed;
}

/// <summary>What people print, as the spool keeps it: text and commands as they are; pictures and receipts as what this printer gets.</summary>
internal static class PrintableDocument
{
    public const string Automatic = "auto";

    private const string ReceiptExtension = ".receipt";

    /// <summary>The values of <c>--format</c>.</summary>
    public static string[] Formats { get; } = [Automatic, "text", "receipt", "png", "jpeg", "raw"];

    public static Option<string> FormatOption()
    {
        var format = new Option<string>("--format")
        {
            Description = "text (UTF-8), receipt (markup), png, jpeg, raw (ESC/POS), or found out: *.receipt by its name, others by their bytes.",
            DefaultValueFactory = _ => Automatic,
        };
        format.AcceptOnlyFromAmong(Formats);
        return format;
    }

    public static Option<bool> ThresholdOption() => new("--threshold") { Description = "A picture's greys become black or white at the middle, instead of patterns." };

    /// <param name="bytes">The file.</param>
    /// <param name="name">What the person called it; stands in messages.</param>
    /// <exception cref="RefusedException">It is none of them, or one that can't be read.</exception>
    public static (PrintDocument Document, DocumentFormat Format) Make(DocumentReading reading, byte[] bytes, string name, PrinterProfile profile, int lineBaud)
    {
        try
        {
            return Recognise(reading.Format, bytes, name) switch
            {
                "png" or "jpeg" => (PictureDocument.Create(PictureDecoder.Decode(bytes), profile, lineBaud, reading.Shading), DocumentFormat.Raw),
                "receipt" => (ReadReceipt(reading, bytes, name, profile, lineBaud), DocumentFormat.Raw),
                "raw" => (new PrintDocument(DocumentKind.Raw, bytes), DocumentFormat.Raw),
                _ => (new PrintDocument(DocumentKind.Text, bytes), DocumentFormat.Text),
            };
        }
        catch (FormatException e)
        {
            throw new RefusedException(ExitCode.BadDocument, $"{name} can't be printed: {e.Message}.");
        }
    }

    /// <summary>What encode and print plan with: the letters of this machine, and what the queue's owner allows.</summary>
    public static PlanOptions PlanOptions(PrinterSettings settings, PrinterProfile profile, int lineBaud) => Paper.PlanOptions.For(profile, lineBaud) with
    {
        Letters = LetterBook.Installed,
        AllowDrawer = settings.AllowDrawer,
        AllowUnknown = settings.AllowUnknown,
    };

    private static PrintDocument ReadReceipt(DocumentReading reading, byte[] bytes, string name, PrinterProfile profile, int lineBaud)
    {
        var folder = DocumentFolder.Of(name, reading.LimitBytes);
        var charts = new ChartSource(reading.InstanceName, TimeProvider.System);
        return ReceiptMarkup.Read(bytes, profile, lineBaud, reading.Letters, new ReceiptMaterial(folder.Picture, charts.Read));
    }

    private static string Recognise(string format, byte[] bytes, string name)
    {
        if (format != Automatic) return format;
        if (name.EndsWith(ReceiptExtension, StringComparison.OrdinalIgnoreCase)) return "receipt";
        if (PictureHeader.Recognise(bytes) is { } kind) return kind == PictureKind.Png ? "png" : "jpeg";
        return DocumentFile.Recognise(bytes) switch
        {
            DocumentFormat.Text => "text",
            DocumentFormat.Raw => "raw",
            _ => throw new RefusedException(ExitCode.BadDocument, $"{name} is neither UTF-8 text, a PNG or JPEG picture nor ESC/POS; if it is one of them, say which with --format."),
        };
    }
}
