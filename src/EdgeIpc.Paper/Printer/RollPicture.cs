using System.Runtime.InteropServices;
using System.Text;

namespace EdgeIpc.Paper;

/// <summary>
/// All receipts of a printer one under the other, as if nobody had torn them off: what a person looks at afterwards.
/// Bounded: the oldest receipts go when more than <see cref="MostRows"/> have come.
/// </summary>
public sealed class RollPicture
{
    /// <summary>7.5 m of paper, 2.9 MB of dots.</summary>
    public const int MostRows = 60_000;

    // Between two receipts: white, a dashed line where the cutter went, white.
    private const int GapRows = 24;

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
        var dots = new List<byte>();
        int widthDots = 8, rows = 0;
        foreach (PaperStrip strip in Strips(hangingOut))
        {
            (byte[] drawn, widthDots) = strip.WithMargins();
            if (rows > 0)
            {
                dots.AddRange(Gap(widthDots / 8));
                rows += GapRows;
            }

            dots.AddRange(drawn);
            rows += strip.Rows;
        }

        PngWriter.Write(destination, CollectionsMarshal.AsSpan(dots), widthDots, rows);
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

    private static byte[] Gap(int widthBytes)
    {
        byte[] gap = new byte[GapRows * widthBytes];
        Span<byte> line = gap.AsSpan(GapRows / 2 * widthBytes, widthBytes);
        for (int x = 0; x < line.Length; x += 2)
            line[x] = 0xff;
        return gap;
    }
}
