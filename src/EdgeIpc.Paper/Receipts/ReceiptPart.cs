namespace EdgeIpc.Paper;

/// <summary>How large a line's letters are.</summary>
internal enum LetterSize
{
    Normal,

    /// <summary>Twice as high.</summary>
    Tall,

    /// <summary>Twice as high and twice as wide.</summary>
    Large,
}

/// <summary>One thing that a receipt prints, from top to bottom.</summary>
internal abstract record ReceiptPart
{
    private ReceiptPart()
    {
    }

    /// <summary>A row of letters, not wider than the paper.</summary>
    internal sealed record Line(IReadOnlyList<TextCell> Cells, LetterSize Size = LetterSize.Normal, Alignment Align = Alignment.Left) : ReceiptPart
    {
        /// <summary>What tab stops can be used for: they count in columns of the ordinary width, from the left edge.</summary>
        internal bool TakesTabs => Size != LetterSize.Large && Align == Alignment.Left;
    }

    /// <summary>As wide as the paper.</summary>
    internal sealed record Picture(DotPicture Dots) : ReceiptPart;

    /// <summary>24 rows of dots with words at their left, where nothing is inked.</summary>
    internal sealed record LabelledDots(IReadOnlyList<TextCell> Label, DotPicture Dots) : ReceiptPart;

    /// <summary>A QR code by the printer's own command; <paramref name="ModuleDots"/> is the side of its smallest square.</summary>
    internal sealed record Qr(byte[] Data, QrLevel Level, int ModuleDots) : ReceiptPart;

    /// <summary>A barcode by the printer's own command, its words under it; centred.</summary>
    internal sealed record Bars(BarcodeKind Kind, byte[] Data, int ModuleDots, int HeightDots) : ReceiptPart;

    internal sealed record Feed(int Rows) : ReceiptPart;

    /// <summary>The last line moves past the cutter, then the paper is cut; without a cutter it only moves to where it is torn.</summary>
    internal sealed record Cut : ReceiptPart;
}
