namespace EdgeIpc.Paper.Tests;

public class CellReaderTests
{
    private static readonly PrinterProfile Cheap437 = TestPrinter.Full with { CodePage = "PC437", CodePageNumber = 0 };

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
        CellReader reader = Reader(TestPrinter.Full);
        TextCell cell = Assert.Single(reader.Read(text));
        Assert.Equal(native?[0] ?? '\0', cell.Native);
        Assert.Empty(reader.Warnings);
        if (native is null)
            Assert.Equal(string.Join(',', LetterBook.OwnLetters.Find(new System.Text.Rune('š'))!.Rows), string.Join(',', cell.Dots!.Rows));
    }

    [Fact]
    public void An_accent_that_no_letter_of_ours_has_is_drawn_over_it()
    {
        TextCell cell = Assert.Single(Reader(TestPrinter.Full).Read("x\u0301"));
        GlyphDots plain = LetterBook.OwnLetters.Find(new System.Text.Rune('x'))!;
        Assert.True(cell.Dots!.Rows.Zip(plain.Rows).All(row => (row.First & row.Second) == row.Second));
        Assert.NotEqual(string.Join(',', plain.Rows), string.Join(',', cell.Dots.Rows));
    }

    [Fact]
    public void Joiners_selectors_and_skin_tones_take_no_place()
    {
        CellReader reader = Reader(TestPrinter.Full);
        Assert.Equal(2, reader.Read("👩🏽\u200d💻\ufe0f").Count);
        Assert.Contains("U+1F469, U+1F4BB", Assert.Single(reader.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Hebrew_is_put_into_reading_order_and_a_warning_says_how()
    {
        // In memory first to last; on paper the first letter stands at the right, numbers as they are.
        CellReader reader = Reader(TestPrinter.Full);
        TextCell[] cells = [.. "ab 12 ב 34 ג cd".Select(c => new TextCell(c is 'ב' or 'ג' ? '\0' : c, null, 1, IsRightToLeft: c is 'ב' or 'ג'))];
        Assert.Equal("ab 12 \0 34 \0 cd", string.Concat(RightToLeft.InReadingOrder(cells).Select(cell => cell.Native)));
        reader.Read("\u05d0\u05d1");
        Assert.Contains(reader.Warnings, warning => warning.Contains("2 letters are written from right to left", StringComparison.Ordinal));
    }

    [Fact]
    public void Dots_between_native_letters_stand_where_a_picture_of_the_line_has_them()
    {
        PrinterProfile columns = Cheap437, raster = Cheap437 with { CommandNames = [.. Cheap437.CommandNames.Where(name => name != "ESC *")] };
        PaperStrip mixed = Print("5 € und Łódź|end", columns), drawn = Print("5 € und Łódź|end", raster);
        Assert.True(mixed.Dots.Span.SequenceEqual(drawn.Dots.Span));
        Assert.StartsWith("5   und   ód", mixed.Text, StringComparison.Ordinal);
    }

    private static PaperStrip Print(string text, PrinterProfile profile) =>
        TestPrinter.Picture(TestPrinter.AllBytes(TestPrinter.Plan(TestPrinter.Text(text), profile)), profile);

    private static CellReader Reader(PrinterProfile profile) => new(profile, LetterBook.OwnLetters);
}
