using System.Collections.Frozen;
using System.Text;

namespace EdgeIpc.Paper;

/// <summary>Barcodes of wide and narrow elements, the wide ones three modules: Code 39, Interleaved 2 of 5, Codabar.</summary>
internal static class WideNarrowBars
{
    private const char Narrow = 'n';

    private static readonly FrozenDictionary<char, string> Code39 = Table(
        "0nnnwwnwnn 1wnnwnnnnw 2nnwwnnnnw 3wnwwnnnnn 4nnnwwnnnw 5wnnwwnnnn 6nnwwwnnnn 7nnnwnnwnw 8wnnwnnwnn 9nnwwnnwnn " +
        "AwnnnnwnnwBnnwnnwnnwCwnwnnwnnnDnnnnwwnnwEwnnnwwnnnFnnwnwwnnnGnnnnnwwnwHwnnnnwwnnInnwnnwwnnJnnnnwwwnn" +
        "KwnnnnnnwwLnnwnnnnwwMwnwnnnnwnNnnnnwnnwwOwnnnwnnwnPnnwnwnnwnQnnnnnnwwwRwnnnnnwwnSnnwnnnwwnTnnnnwnwwn" +
        "UwwnnnnnnwVnwwnnnnnwWwwwnnnnnnXnwnnwnnnwYwwnnwnnnnZnwwnwnnnn" +
        "-nwnnnnwnw.wwnnnnwnn nwwnnnwnn*nwnnwnwnn$nwnwnwnnn/nwnwnnnwn+nwnnnwnwn%nnnwnwnwn", 9);

    private static readonly FrozenDictionary<char, string> Codabar = Table(
        "0nnnnnww1nnnnwwn2nnnwnnw3wwnnnnn4nnwnnwn5wnnnnwn6nwnnnnw7nwnnwnn8nwwnnnn9wnnwnnn" +
        "-nnnwwnn$nnwwnnn:wnnnwnw/wnwnnnw.wnwnwnn+nnwnwnwAnnwwnwnBnwnwnnwCnnnwnwwDnnnwwwn", 7);

    private static readonly string[] Itf = ["nnwwn", "wnnnw", "nwnnw", "wwnnn", "nnwnw", "wnwnn", "nwwnn", "nnnww", "wnnwn", "nwnwn"];

    internal static Barcode? TryEncode(BarcodeKind kind, ReadOnlySpan<byte> data)
    {
        string text = Encoding.ASCII.GetString(data);
        string? elements = kind switch
        {
            BarcodeKind.Code39 => OfCode39(text),
            BarcodeKind.Itf => OfItf(text),
            _ => OfCodabar(text),
        };
        return elements is null ? null : new Barcode(kind, [.. elements.Select(element => (byte)(element == Narrow ? 1 : 3))], text);
    }

    private static string? OfCode39(string text)
    {
        // Start and stop are *; whoever sent them already need not.
        string body = text.Trim('*');
        if (body.Length == 0 || body.Contains('*', StringComparison.Ordinal) || !body.All(Code39.ContainsKey))
            return null;
        return string.Join(Narrow, $"*{body}*".Select(character => Code39[character]));
    }

    private static string? OfCodabar(string text)
    {
        string body = text.ToUpperInvariant();
        bool hasEnds = body.Length >= 2 && body[0] is >= 'A' and <= 'D' && body[^1] is >= 'A' and <= 'D';
        bool isClean = hasEnds && body[1..^1].All(character => Codabar.ContainsKey(character) && character is < 'A' or > 'D');
        return isClean ? string.Join(Narrow, body.Select(character => Codabar[character])) : null;
    }

    /// <summary>Two digits at a time: one in the bars, the other in the spaces between them.</summary>
    private static string? OfItf(string text)
    {
        if (text.Length < 2 || text.Length % 2 != 0 || !text.All(char.IsAsciiDigit))
            return null;
        var elements = new StringBuilder("nnnn");
        for (int at = 0; at < text.Length; at += 2)
        {
            foreach ((char bar, char space) in Itf[text[at] - '0'].Zip(Itf[text[at + 1] - '0']))
                elements.Append(bar).Append(space);
        }

        return elements.Append("wnn").ToString();
    }

    /// <summary>Each character followed by its elements; a blank between two entries is layout.</summary>
    private static FrozenDictionary<char, string> Table(string text, int elements)
    {
        var table = new Dictionary<char, string>();
        for (int at = 0; at < text.Length;)
        {
            bool isLayout = text[at] == ' ' && text[at + 1] is not ('n' or 'w');
            if (isLayout)
            {
                at++;
                continue;
            }

            table.Add(text[at], text.Substring(at + 1, elements));
            at += 1 + elements;
        }

        return table.ToFrozenDictionary();
    }
}
