namespace EdgeIpc.Paper.Tests;

public class CellReaderTests
{
    private static readonly PrinterProfile Cheap437 = TestPrinter.Full with { CodePages = [new("PC437", 0)] };

    [Fact]
    public void Letters_of_Latin_Greek_and_Cyrillic_are_our_own()
    {
        const string Text = "ŁódźŐűğİŞ€ ΑΒΓαβγω Ёжик Привет Їжак №";
        CellReader reader = Reader(Cheap437);
        List<TextCell> cells = reader.Read(Text);
        Assert.Empty(reader.Warnings);
        Assert.Equal(Text.Length, cells.Count);
        Assert.All(cells, cell => Assert.NotEqual(CodePage.Replacement, cell.Native));
    }

    [Fact]
    public void Every_letter_of_Latin_1_and_Latin_Extended_A_has_a_drawing()
    {
        string missing = string.Concat(Enumerable.Range(0xa1, 0x17f - 0xa0).Select(value => (char)value).Where(character => !StrokeFont.Has(character)));
        Assert.Equal("", missing);
    }

    [Theory]
    [InlineData("e\u0301", "é")]
    [InlineData("A\u030a", "Å")]
    [InlineData("i\u0308", "ï")]
    [InlineData("s\u030c", null)]
    public void A_letter_with_its_accent_behind_it_is_one_cell(string text, string? native)
    {
        CellReader reader = Reader(TestPrinter.Full with { CodePages = [new("PC437", 0), new("PC858", 19)] });
        TextCell cell = Assert.Single(reader.Read(text));
        Assert.Equal(native?[0] ?? '\0', cell.Native);
        Assert.Empty(reader.Warnings);
        if (native is null)
            Assert.Equal(LetterBook.OwnLetters.Find(new System.Text.Rune('š'))!.Rows, cell.Dots!.Rows);
    }

    [Fact]
    public void An_accent_that_no_letter_of_ours_has_is_drawn_over_it()
    {
        TextCell cell = Assert.Single(Reader(TestPrinter.Full).Read("x\u0301"));
        GlyphDots plain = LetterBook.OwnLetters.Find(new System.Text.Rune('x'))!;
        Assert.True(cell.Dots!.Rows.Zip(plain.Rows).All(row => (row.First & row.Second) == row.Second));
        Assert.NotEqual(plain.Rows, cell.Dots.Rows);
    }

    [Fact]
    public void Joiners_selectors_and_skin_tones_take_no_place()
    {
        CellReader reader = Reader(TestPrinter.Full);
        Assert.Equal(2, reader.Read("👩🏽\u200d💻\ufe0f").Count);
        string warning = Assert.Single(reader.Warnings);
        Assert.Contains("U+1F469, U+1F4BB", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Hebrew_is_put_into_reading_order_and_a_warning_says_how()
    {
        Assert.Equal("ab 12 ג 34 ב cd", InOrder("ab 12 ב 34 ג cd"));
        // A line that begins with one runs from the right edge.
        Assert.Equal("x1.5 kg, 12 גב", InOrder("בג 12 ,x1.5 kg"));
        CellReader reader = Reader(TestPrinter.Full);
        reader.Read("\u05d0\u05d1");
        Assert.Contains("2 letters are written from right to left", string.Concat(reader.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Dots_between_native_letters_stand_where_a_picture_of_the_line_has_them()
    {
        PrinterProfile columns = Cheap437, raster = Cheap437 with { CommandNames = [.. Cheap437.CommandNames.Where(name => name != "ESC *")] };
        PaperStrip mixed = Print("5 € und Łódź|end", columns), drawn = Print("5 € und Łódź|end", raster);
        Assert.True(mixed.Dots.Span.SequenceEqual(drawn.Dots.Span));
        Assert.StartsWith("5   und  ód |end", mixed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_any_characters_is_planned_or_refused()
    {
        Random random = Seed.Next(out int seed);
        int[] starts = [0x00, 0x20, 0xa0, 0x250, 0x300, 0x590, 0x620, 0x900, 0x1100, 0x2000, 0x2600, 0x3040, 0x4e00, 0xac00, 0xfe00, 0x1f300, 0x1f600, 0xe0000];
        int rounds = int.Parse(Environment.GetEnvironmentVariable("EDGEIPC_TEST_FUZZ") ?? "200", System.Globalization.CultureInfo.InvariantCulture);
        for (int round = 0; round < rounds; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(_ => char.ConvertFromUtf32(starts[random.Next(starts.Length)] + random.Next(0x30))));
            Exception? thrown = Record.Exception(() => BandPlan.Build(TestPrinter.Text(text), Cheap437, new PlanOptions { Letters = LetterBook.Installed }));
            Assert.True(thrown is null, $"seed {seed}, round {round}: {thrown}");
        }
    }

    private static string InOrder(string text)
    {
        List<TextCell> cells = [.. text.Select(letter => new TextCell(letter is 'ב' or 'ג' ? '\0' : letter, Dot(letter), 1, IsRightToLeft: letter is 'ב' or 'ג'))];
        return string.Concat(RightToLeft.InReadingOrder(cells).Select(cell => cell.Dots is null ? cell.Native : (char)cell.Dots.Rows[0]));
    }

    /// <summary>A glyph that says which letter it is.</summary>
    private static GlyphDots? Dot(char letter) => letter is 'ב' or 'ג' ? new GlyphDots(1, [letter]) : null;

    private static PaperStrip Print(string text, PrinterProfile profile) =>
        TestPrinter.Picture(TestPrinter.AllBytes(TestPrinter.Plan(TestPrinter.Text(text), profile)), profile);

    private static CellReader Reader(PrinterProfile profile) => new(profile, LetterBook.OwnLetters);
}
