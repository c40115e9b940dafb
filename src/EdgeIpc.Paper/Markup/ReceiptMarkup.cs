using System.Text;

namespace EdgeIpc.Paper;

/// <summary>
/// Receipts written as text: MARKUP.md is its description. What is wrong is told with the number of its line; nothing is
/// printed in part.
/// </summary>
public static class ReceiptMarkup
{
    private const int MostLines = 20_000;

    private static readonly Dictionary<string, string[]> Commands = new(StringComparer.Ordinal)
    {
        ["qr"] = ["size", "level"],
        ["barcode"] = ["height", "width"],
        ["image"] = ["width", "threshold"],
        ["chart"] = ["last", "recording", "from", "to", "channels", "rows"],
        ["feed"] = [],
        ["cut"] = [],
    };

    /// <param name="text">UTF-8.</param>
    /// <param name="letters">What characters outside the code page are drawn with.</param>
    /// <exception cref="FormatException">What is wrong, and in which line.</exception>
    public static PrintDocument Read(ReadOnlySpan<byte> text, PrinterProfile profile, int lineBaud, LetterBook letters, ReceiptMaterial material)
    {
        var reader = new Reader(new Receipt(profile, letters, lineBaud), material);
        string[] lines = Decode(text).TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n').Split('\n');
        if (lines.Length > MostLines)
            throw new FormatException($"the receipt has {lines.Length} lines; at most {MostLines} are allowed");
        for (int index = 0; index < lines.Length; index++)
        {
            try
            {
                reader.Take(lines[index].TrimEnd(' ', '\t'));
            }
            catch (FormatException error)
            {
                throw new FormatException($"line {index + 1}: {error.Message}", error);
            }
        }

        return reader.End();
    }

    private static string Decode(ReadOnlySpan<byte> text)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(text);
        }
        catch (DecoderFallbackException error)
        {
            int line = 1;
            while (text.IndexOf((byte)'\n') is var end and >= 0 && System.Text.Unicode.Utf8.IsValid(text[..end]))
            {
                text = text[(end + 1)..];
                line++;
            }

            throw new FormatException($"line {line}: it is no UTF-8", error);
        }
    }

    private sealed class Reader(Receipt receipt, ReceiptMaterial material)
    {
        private readonly List<IReadOnlyList<IReadOnlyList<TextCell>>> _table = [];
        private LetterSize _tableSize;
        private bool _isCut;

        internal void Take(string line)
        {
            _isCut = false;
            (int level, string heading) = Heading(line);
            bool isBold = level > 0;
            LetterSize size = level == 2 ? LetterSize.Tall : LetterSize.Normal;
            if (level == 1)
            {
                EndTable();
                receipt.Title(Plain(heading));
                return;
            }

            if (!isBold && TryTakeSpecial(line))
                return;

            IReadOnlyList<IReadOnlyList<TextCell>> cells = MarkupText.Cells(isBold ? heading : line, receipt, isBold);
            if (_table.Count > 0 && (cells.Count != _table[0].Count || size != _tableSize))
                EndTable();
            if (cells.Count == 1)
            {
                receipt.Line(cells[0], size);
                return;
            }

            _tableSize = size;
            _table.Add(cells);
        }

        internal PrintDocument End()
        {
            EndTable();
            if (!receipt.Prints)
                throw new FormatException("the receipt has nothing that prints");
            if (!_isCut)
                receipt.Cut();
            return receipt.ToDocument();
        }

        /// <summary>Comments, rules, centred lines and commands.</summary>
        private bool TryTakeSpecial(string line)
        {
            if (line == "//" || line.StartsWith("// ", StringComparison.Ordinal))
                return true;
            char rule = line switch { "---" => '─', "===" => '═', "- - -" => '-', _ => '\0' };
            bool isCentred = line.StartsWith("^ ", StringComparison.Ordinal);
            if (rule == '\0' && !isCentred && !line.StartsWith('@'))
                return false;
            EndTable();
            if (rule != '\0')
                receipt.Rule(rule);
            else if (isCentred)
                receipt.Line(MarkupText.Words(line[2..].Trim(' '), receipt), LetterSize.Normal, Alignment.Centre);
            else
                Run(MarkupCommand.Parse(line[1..], Commands));
            return true;
        }

        private void Run(MarkupCommand command)
        {
            switch (command.Name)
            {
                case "qr":
                    MarkupSymbols.AddQr(command, receipt);
                    break;
                case "barcode":
                    MarkupSymbols.AddBarcode(command, receipt);
                    break;
                case "image":
                    MarkupPictures.AddImage(command, receipt, material);
                    break;
                case "chart":
                    MarkupPictures.AddChart(command, receipt, material);
                    break;
                case "feed":
                    receipt.Feed(command.ParseNumber(command.Text.Length > 0 ? command.Text : "1", 1, 50, "lines") * PrintSettings.DefaultLineSpacing);
                    break;
                default:
                    command.RequireText(wanted: false, "@cut alone");
                    receipt.Cut();
                    _isCut = true;
                    break;
            }
        }

        private void EndTable()
        {
            if (_table.Count > 0)
                receipt.Table(_table, _tableSize);
            _table.Clear();
        }

        /// <summary>1 to 3, with the words behind it; 0: the line is no heading.</summary>
        private static (int Level, string Text) Heading(string line)
        {
            int level = 0;
            while (level < line.Length && line[level] == '#')
                level++;
            return level is >= 1 and <= 3 && level < line.Length && line[level] == ' ' ? (level, line[(level + 1)..].Trim(' ')) : (0, line);
        }

        /// <summary>A title is bold as it is, and has no columns.</summary>
        private static string Plain(string heading) => heading.Replace("**", "", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal);
    }
}
