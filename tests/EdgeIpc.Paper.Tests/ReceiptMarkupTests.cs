using System.Text;

namespace EdgeIpc.Paper.Tests;

public class ReceiptMarkupTests
{
    [Fact]
    public void The_benchmark_receipt_needs_no_more_bytes_than_it_must_and_reads_as_it_should()
    {
        PrintDocument receipt = Read(File.ReadAllBytes(Sample("edge-cafe.receipt")));
        Assert.True(receipt.Content.Length <= 902, $"{receipt.Content.Length} bytes");
        string printed = Print(receipt).Text;
        Assert.Equal(File.ReadAllText(Sample("receipt.txt")).TrimEnd(), printed.TrimEnd());
    }

    [Fact]
    public void The_benchmark_ticket_takes_the_printers_own_code()
    {
        PrintDocument ticket = Read(File.ReadAllBytes(Sample("ticket.receipt")));
        Assert.True(ticket.Content.Length <= 125, $"{ticket.Content.Length} bytes");
        Assert.Matches("^TICKET 0042\n+\\[QR https://edge.example/t/7F3K-29QD-55]\n+Admit one - Hall B 19:30\n$", Print(ticket).Text);
    }

    [Fact]
    public void A_printer_without_codes_of_its_own_gets_the_same_code_as_dots()
    {
        const string Text = "# CODE\n@qr size=4 some text\nend";
        PrinterProfile plain = TestPrinter.Full with { CommandNames = [.. TestPrinter.Full.CommandNames.Where(name => name != "GS ( k")] };
        PaperStrip own = Print(Read(Text)), drawn = TestPrinter.Picture(TestPrinter.AllBytes(TestPrinter.Plan(Read(Text, plain), plain)), plain);
        Assert.DoesNotContain("QR", drawn.Text, StringComparison.Ordinal);
        // A raster's width is a number of bytes, so the code may stand a few dots beside the middle.
        Assert.Equal(Squares(own), Squares(drawn));
    }

    /// <summary>The rows that have as much ink as a code's first one or more, from the code's left edge on.</summary>
    private static string Squares(PaperStrip strip)
    {
        bool[][] rows = [.. Enumerable.Range(48, strip.Rows - 48).Select(y => Enumerable.Range(0, strip.WidthDots).Select(x => TestPrinter.IsInked(strip, x, y)).ToArray())];
        int left = rows.Where(row => row.Contains(true)).Take(80).Min(row => Array.IndexOf(row, true));
        return string.Join('\n', rows.Where(row => row.Contains(true)).Take(80).Select(row => string.Concat(row.Skip(left).Select(isInk => isInk ? '#' : '.')).TrimEnd('.')));
    }

    [Fact]
    public void Rows_with_bars_are_tables_whose_columns_agree()
    {
        Assert.Equal(
            """
            item            qty price  total
            Tea               2  3.50   7.00
            A very long      10 11.00 110.00
            name of cake

            left                       right
                                       right
            left

            """,
            Print(Read("item | qty | price | total\nTea | 2 | 3.50 | 7.00\nA very long name of cake | 10 | 11.00 | 110.00\n\nleft | right\n| right\nleft |")).Text);
    }

    [Fact]
    public void Signs_lose_their_meaning_behind_a_backslash()
    {
        Assert.Equal("# no title\n@ no command\na|b **c** \\\n#5 ****42\n", Print(Read("\\# no title\n\\@ no command\na\\|b \\*\\*c\\*\\* \\\\\n#5 ****42\n// not printed")).Text);
    }

    [Fact]
    public void Bold_is_switched_where_it_shows()
    {
        byte[] bytes = Read("**TOTAL** | **9.87**").Content.ToArray();
        Assert.Equal("1B401B4420001B2108544F54414C09392E38370A", Convert.ToHexString(bytes)[..40].Replace("1B441C00", "1B442000", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ok\n@qrcode x", "line 2: there is no @qrcode; allowed are @qr, @barcode, @image, @chart, @feed, @cut")]
    [InlineData("@qr", "line 1: @qr needs the text of the code behind it")]
    [InlineData("@qr size=17 x", "line 1: the size of @qr is '17'; allowed are 1 to 16")]
    [InlineData("@qr level=X x", "line 1: the level of @qr is 'X'; allowed are L, M, Q and H")]
    [InlineData("a\nb\n**c", "line 3: bold text begins with ** and doesn't end")]
    [InlineData("a|b|c|d|e|f|g|h|i", "line 1: a row of 9 columns; at most 8 are allowed")]
    [InlineData("@barcode ean13 123", "line 1: '123' is no ean13")]
    [InlineData("@barcode pdf417 123", "line 1: @barcode knows no 'pdf417'; allowed are upca")]
    [InlineData("@image logo.png", "line 1: the picture logo.png can't be had here")]
    [InlineData("@chart last=1d", "line 1: '1d' is no span; allowed are 1s to 24h")]
    [InlineData("@chart", "line 1: @chart needs last=60s for live samples or recording=N")]
    [InlineData("@feed 99", "line 1: the lines of @feed is '99'; allowed are 1 to 50")]
    [InlineData("@cut now", "line 1: @cut takes no 'now'")]
    [InlineData("// nothing", "the receipt has nothing that prints")]
    public void What_is_wrong_is_told_with_its_line(string text, string says)
    {
        FormatException error = Assert.Throws<FormatException>(() => Read(text));
        Assert.StartsWith(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_told_with_their_line()
    {
        FormatException error = Assert.Throws<FormatException>(() => Read([(byte)'a', (byte)'\n', 0xff, (byte)'\n']));
        Assert.Equal("line 2: it is no UTF-8", error.Message);
    }

    [Fact]
    public void A_receipt_with_a_picture_and_a_chart_asks_for_them_by_name()
    {
        var asked = new List<string>();
        var material = new ReceiptMaterial(
            name =>
            {
                asked.Add(name);
                return new GreyPicture(100, 10, new byte[1000]);
            },
            wish =>
            {
                asked.Add($"{wish.Recording ?? "live"} {wish.Last.TotalSeconds} {wish.From}");
                var at = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
                return new SpanReport("", "", at, at.AddSeconds(60), 4, 0, [new("x", "V", (float[])[1, 2]), new("y", "V", (float[])[3, 4])], []);
            });
        PrintDocument receipt = ReceiptMarkup.Read("@image width=50% logo/a b.png\n@chart last=1.5m channels=y rows=100\n@chart recording=3 from=10s"u8, TestPrinter.Full, 115_200, LetterBook.OwnLetters, material);
        Assert.Equal(["logo/a b.png", "live 90 ", "3 0 10s"], asked);
        Assert.Contains("y V", Print(receipt).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_markup_is_printed_or_refused_and_nothing_else()
    {
        Random random = Seed.Next(out int seed);
        string[] words = ["# ", "## ", "^ ", "**", "|", "\\", "@qr ", "@barcode ", "code128 ", "@cut", "@feed ", "7", "---", "x", " ", "\n", "\n", "€", "雪", "e\u0301", "\u05d0\u05d1", "\t", "size=", "\0", "\u200d", "🙂"];
        int rounds = int.Parse(Environment.GetEnvironmentVariable("EDGEIPC_TEST_FUZZ") ?? "300", System.Globalization.CultureInfo.InvariantCulture);
        for (int round = 0; round < rounds; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => words[random.Next(words.Length)]));
            Exception? thrown = Record.Exception(() => TestPrinter.Plan(Read(text)));
            Assert.True(thrown is null or FormatException, $"seed {seed}, round {round}: {thrown}");
        }
    }

    private static PrintDocument Read(string text, PrinterProfile? profile = null) => Read(Encoding.UTF8.GetBytes(text), profile);

    private static PrintDocument Read(byte[] text, PrinterProfile? profile = null) =>
        ReceiptMarkup.Read(text, profile ?? TestPrinter.Full, 115_200, LetterBook.OwnLetters, ReceiptMaterial.None);

    private static PaperStrip Print(PrintDocument document) => TestPrinter.Picture(TestPrinter.AllBytes(TestPrinter.Plan(document)));

    private static string Sample(string name) => Path.Combine(AppContext.BaseDirectory, "Samples", name);
}
