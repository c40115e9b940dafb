namespace EdgeIpc.Paper;

/// <summary>Rows of a strip that are not simply printed once.</summary>
public readonly record struct RowRemark(int FromRow, int Rows, RowsKind Kind);

/// <summary>A finished piece of paper: what a person tears off.</summary>
/// <param name="Number">Counts from 1 on this roll.</param>
/// <param name="WidthDots">Across the head.</param>
/// <param name="Rows">Along the paper.</param>
/// <param name="Dots">Row by row, 8 dots a byte, the leftmost in the highest bit; 1 is ink.</param>
/// <param name="Text">What a person would read, line by line.</param>
/// <param name="Remarks">What was printed twice or lost its sender: drawn in the picture's margin.</param>
public sealed record PaperStrip(
    int Number, int WidthDots, int Rows, ReadOnlyMemory<byte> Dots, string Text, IReadOnlyList<RowRemark> Remarks)
{
    /// <summary>58 mm paper carries 48 mm of dots: 5 mm on each side stay white.</summary>
    public const int MarginDots = 40;

    private const int MarginBytes = MarginDots / 8;

    /// <summary>What printing it was like.</summary>
    public ReceiptFigures Figures { get; init; }

    /// <summary>
    /// Draws the strip with its margins, one pixel a dot. In the left margin, which no head reaches, a broken bar stands
    /// beside rows that were interrupted or repeated under a mark, a full one beside rows that were repeated without.
    /// </summary>
    public void WritePng(Stream destination)
    {
        (byte[] dots, int widthDots) = WithMargins();
        PngWriter.Write(destination, dots, widthDots, Rows);
    }

    /// <summary>The dots with margins and remarks, and their width.</summary>
    internal (byte[] Dots, int WidthDots) WithMargins()
    {
        int widthBytes = WidthDots / 8, wideBytes = widthBytes + (2 * MarginBytes);
        byte[] wide = new byte[wideBytes * Rows];
        for (int row = 0; row < Rows; row++)
            Dots.Span.Slice(row * widthBytes, widthBytes).CopyTo(wide.AsSpan((row * wideBytes) + MarginBytes));
        foreach (RowRemark remark in Remarks)
        {
            for (int row = remark.FromRow; row < Math.Min(remark.FromRow + remark.Rows, Rows); row++)
            {
                if (remark.Kind == RowsKind.RepeatedUnmarked || row % 6 < 3)
                    wide[(row * wideBytes) + 1] = 0xff;
            }
        }

        return (wide, wideBytes * 8);
    }
}
