using System.Text;

namespace EdgeIpc.Paper;

/// <summary>@qr and @barcode: by the printer's own command where it has one, else drawn.</summary>
internal static class MarkupSymbols
{
    private const int QuietModules = 4, DefaultModule = 6, DefaultBarWidth = 3, DefaultBarHeight = 80;

    private static readonly Dictionary<string, BarcodeKind> Kinds = new(StringComparer.Ordinal)
    {
        ["upca"] = BarcodeKind.UpcA, ["upce"] = BarcodeKind.UpcE, ["ean13"] = BarcodeKind.Ean13, ["ean8"] = BarcodeKind.Ean8,
        ["code39"] = BarcodeKind.Code39, ["itf"] = BarcodeKind.Itf, ["codabar"] = BarcodeKind.Codabar,
        ["code93"] = BarcodeKind.Code93, ["code128"] = BarcodeKind.Code128,
    };

    /// <exception cref="FormatException">An option out of range, or more than fits.</exception>
    internal static void AddQr(MarkupCommand command, Receipt receipt)
    {
        command.RequireText(wanted: true, "the text of the code");
        int module = command.Number("size", 1, 16, DefaultModule);
        if (!Enum.TryParse(command.Value("level") ?? "M", out QrLevel level) || (command.Value("level") ?? "M").Length != 1)
            throw new FormatException($"the level of @qr is '{command.Value("level")}'; allowed are L, M, Q and H");
        byte[] data = Encoding.UTF8.GetBytes(command.Text);
        QrCode code = QrCode.TryEncode(data, level) ?? throw new FormatException($"the text of @qr has {data.Length} bytes, more than a QR code holds at level {level}");
        int most = receipt.Profile.WidthDots / (code.Size + (2 * QuietModules));
        if (most == 0)
            throw new FormatException($"the text of @qr has {data.Length} bytes: its code of {code.Size} squares a side is wider than the paper");
        module = Math.Min(module, most);

        AddQuiet(receipt, module);
        receipt.Add(new ReceiptPart.Qr(data, level, module));
        AddQuiet(receipt, module);
    }

    /// <exception cref="FormatException">No such kind, data that it doesn't take, or wider than the paper.</exception>
    internal static void AddBarcode(MarkupCommand command, Receipt receipt)
    {
        command.RequireText(wanted: true, "a kind and its data");
        string name = command.TakeWord(), text = command.Text.Trim(' ');
        if (!Kinds.TryGetValue(name, out BarcodeKind kind))
            throw new FormatException($"@barcode knows no '{name}'; allowed are {string.Join(", ", Kinds.Keys)}");
        int height = command.Number("height", 8, 255, DefaultBarHeight), width = command.Number("width", 2, 6, DefaultBarWidth);
        // Code 128 begins with its set; a brace in the data is doubled.
        byte[] data = Encoding.UTF8.GetBytes(kind == BarcodeKind.Code128 ? "{B" + text.Replace("{", "{{", StringComparison.Ordinal) : text);
        Barcode bars = Barcode.TryEncode(kind, data) ?? throw new FormatException($"'{text}' is no {name}: a character or the length isn't allowed in it, or its check digit is wrong");
        width = Math.Min(width, receipt.Profile.WidthDots / bars.Modules);
        if (width == 0 || data.Length > byte.MaxValue)
            throw new FormatException($"the barcode of '{text}' is wider than the paper");

        receipt.Feed(8);
        if (receipt.Profile.Has(PrinterCommands.Barcode) && width >= 2)
        {
            receipt.Add(new ReceiptPart.Bars(kind, data, width, height));
            return;
        }

        receipt.Picture(Draw(bars, width, height, receipt.Profile.WidthDots));
        receipt.Line(bars.Text, align: Alignment.Centre);
    }

    /// <summary>Readers want four squares of white around the code.</summary>
    private static void AddQuiet(Receipt receipt, int module)
    {
        if (module * QuietModules <= PrintSettings.DefaultLineSpacing)
            receipt.Blank();
        else
            receipt.Feed(module * QuietModules);
    }

    private static DotPicture Draw(Barcode bars, int width, int height, int widthDots)
    {
        var picture = new DotPicture(widthDots, height);
        int x = (widthDots - (bars.Modules * width)) / 2;
        for (int index = 0; index < bars.Widths.Count; index++)
        {
            int end = x + (bars.Widths[index] * width);
            for (; x < end; x++)
            {
                for (int y = 0; index % 2 == 0 && y < height; y++)
                    picture[x, y] = true;
            }
        }

        return picture;
    }
}
