namespace EdgeIpc.Paper;

/// <summary>The kinds of GS k; the numbers are those of its function B, function A's are 65 less.</summary>
public enum BarcodeKind
{
    UpcA = 65,
    UpcE = 66,
    Ean13 = 67,
    Ean8 = 68,
    Code39 = 69,
    Itf = 70,
    Codabar = 71,
    Code93 = 72,
    Code128 = 73,
}

/// <summary>A one-dimensional barcode: widths of bars and spaces in turn, in modules, the first one a bar.</summary>
/// <param name="Text">What stands in words above or below it.</param>
public sealed record Barcode(BarcodeKind Kind, IReadOnlyList<byte> Widths, string Text)
{
    public int Modules => Widths.Sum(width => width);

    /// <returns>Null: the data has a character that the kind lacks, or a length that it does not take.</returns>
    public static Barcode? TryEncode(BarcodeKind kind, ReadOnlySpan<byte> data) => kind switch
    {
        BarcodeKind.UpcA or BarcodeKind.UpcE or BarcodeKind.Ean13 or BarcodeKind.Ean8 => EanBars.TryEncode(kind, data),
        BarcodeKind.Code39 or BarcodeKind.Itf or BarcodeKind.Codabar => WideNarrowBars.TryEncode(kind, data),
        BarcodeKind.Code93 => Code93Bars.TryEncode(data),
        BarcodeKind.Code128 => Code128Bars.TryEncode(data),
        _ => null,
    };
}
