namespace EdgeIpc.Paper;

/// <summary>A finished piece of paper: what a person tears off.</summary>
/// <param name="Number">Counts from 1 on this roll.</param>
/// <param name="WidthDots">Across the head.</param>
/// <param name="Rows">Along the paper.</param>
/// <param name="Dots">Row by row, 8 dots a byte, the leftmost in the highest bit; 1 is ink.</param>
/// <param name="Text">What a person would read, line by line.</param>
public sealed record PaperStrip(int Number, int WidthDots, int Rows, ReadOnlyMemory<byte> Dots, string Text)
{
    /// <summary>58 mm paper carries 48 mm of dots: 5 mm on each side stay white.</summary>
    public const int MarginDots = 40;

    /// <summary>Draws the strip with its margins, one pixel a dot.</summary>
    public void WritePng(Stream destination) => PngWriter.Write(destination, Dots.Span, WidthDots, Rows, MarginDots);
}
