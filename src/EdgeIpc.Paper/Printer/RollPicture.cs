using System.Text;

namespace EdgeIpc.Paper;

/// <summary>
/// All receipts of a printer one under the other, as if nobody had torn them off: what a person looks at afterwards.
/// Bounded: the oldest receipts go when more than <see cref="MostRows"/> have come.
/// </summary>
public sealed class RollPicture(int widthDots)
{
    /// <summary>7.5 m of paper, 2.9 MB of dots.</summary>
    public const int MostRows = 60_000;

    // Between two receipts: white, a dashed line where the cutter went, white.
    private const int GapRows = 24, DashDots = 8;

    private readonly Queue<PaperStrip> _strips = new();
    private int _rows;

    /// <summary>Receipts that were left out of the picture because it would have grown too long.</summary>
    public int LeftOut { get; private set; }

    public void Add(PaperStrip strip)
    {
        _strips.Enqueue(strip);
        _rows += strip.Rows;
        while (_rows > MostRows && _strips.Count > 1)
        {
            _rows -= _strips.Dequeue().Rows;
            LeftOut++;
        }
    }

    /// <param name="hangingOut">The paper that has not been cut yet; null or empty: none.</param>
    public void WritePng(Stream destination, PaperStrip? hangingOut)
    {
        int widthBytes = widthDots / 8;
        List<PaperStrip> strips = Strips(hangingOut);
        int rows = strips.Sum(strip => strip.Rows) + (GapRows * Math.Max(0, strips.Count - 1));
        byte[] dots = new byte[rows * widthBytes];
        int at = 0;
        foreach (PaperStrip strip in strips)
        {
            if (at > 0)
                at += DrawGap(dots.AsSpan(at, GapRows * widthBytes), widthBytes);
            strip.Dots.Span.CopyTo(dots.AsSpan(at));
            at += strip.Dots.Length;
        }

        PngWriter.Write(destination, dots, widthDots, rows, PaperStrip.MarginDots);
    }

    /// <summary>What a person would read on it, a line of dashes where the paper was cut.</summary>
    public string ToText(PaperStrip? hangingOut)
    {
        var text = new StringBuilder();
        foreach (PaperStrip strip in Strips(hangingOut))
        {
            if (text.Length > 0)
                text.Append("- - - - - - - - - - - - - - - -\n");
            text.Append(strip.Text);
        }

        return text.ToString();
    }

    private List<PaperStrip> Strips(PaperStrip? hangingOut) =>
        hangingOut is { Rows: > 0 } ? [.. _strips, hangingOut] : [.. _strips];

    private static int DrawGap(Span<byte> gap, int widthBytes)
    {
        Span<byte> line = gap.Slice(GapRows / 2 * widthBytes, widthBytes);
        for (int x = 0; x < widthBytes * 8 / DashDots; x += 2)
            line[x * DashDots / 8] = 0xff;
        return gap.Length;
    }
}
