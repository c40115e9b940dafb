using System.Text;

namespace EdgeIpc.Paper.Tests;

public class TextLayoutTests
{
    [Theory]
    [InlineData("short", "short")]
    [InlineData("", "")]
    [InlineData("exactly ten and more", "exactly|ten and|more")]
    [InlineData("0123456789", "0123456789")]
    [InlineData("0123456789ab", "0123456789|ab")]
    [InlineData("0123456789 ab", "0123456789|ab")]
    [InlineData("ab 0123456789ab", "ab|0123456789|ab")]
    [InlineData("  indented text", "  indented|text")]
    [InlineData("            a", "|  a")]
    [InlineData("trailing blanks      ", "trailing|blanks")]
    public void Words_wrap_at_the_column(string line, string expected) =>
        Assert.Equal(expected, string.Join('|', WordWrap.Rows(Cells(line), 10).Select(row => string.Concat(row.Select(cell => cell.Native)))));

    [Fact]
    public void Line_ends_of_every_kind_tabs_and_a_byte_order_mark_are_understood()
    {
        PaperStrip strip = Print("\uFEFFone\r\ntwo\nthree\n\nfive\tsix");
        Assert.Equal("one\ntwo\nthree\n\nfive    six\n", strip.Text);
    }

    [Fact]
    public void What_the_code_page_lacks_is_a_box_and_is_named()
    {
        BandPlan plan = TestPrinter.Plan(TestPrinter.Text("snow 雪 and 🙂 for 5 €"));
        Assert.Equal("2 characters are in no font here and print as a box: U+96EA, U+1F642; Debian's package fonts-unifont has most", Assert.Single(plan.Warnings));
        Assert.Equal("snow ■ and ■ for 5 €\n", TestPrinter.Picture(TestPrinter.AllBytes(plan)).Text);
    }

    [Fact]
    public void Typographic_signs_become_plain_ones()
    {
        BandPlan plan = TestPrinter.Plan(TestPrinter.Text("“so” – it’s…"));
        Assert.Empty(plan.Warnings);
        Assert.Equal("\"so\" - it's...\n", TestPrinter.Picture(TestPrinter.AllBytes(plan)).Text);
    }

    [Fact]
    public void Control_characters_never_reach_the_printer()
    {
        BandPlan plan = TestPrinter.Plan(TestPrinter.Text("open\u001bp\0\u0019\u0019 \u0010\u0014\u0001\0\u0001 it"));
        byte[] bytes = TestPrinter.AllBytes(plan);
        Assert.Equal(-1, bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x1b, (byte)'p']));
        Assert.Equal(-1, bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x10, 0x14]));
        Assert.Contains("9 control characters", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_show_as_boxes()
    {
        BandPlan plan = TestPrinter.Plan(new PrintDocument(DocumentKind.Text, (byte[])[(byte)'a', 0xff, 0xfe, (byte)'b']));
        Assert.Equal("a■■b\n", TestPrinter.Picture(TestPrinter.AllBytes(plan)).Text);
    }

    [Fact]
    public void A_title_stands_above_in_large_letters_with_a_rule_below()
    {
        PrintDocument document = new(DocumentKind.Text, Encoding.UTF8.GetBytes("body"), "Title", "job 12");
        PaperStrip strip = TestPrinter.Picture(TestPrinter.AllBytes(TestPrinter.Plan(document)));
        Assert.Equal($"Title\njob 12\n{new string('─', 32)}\nbody\n", strip.Text);
        Assert.Equal(48 + 30 + 30 + 30, strip.Rows);
    }

    [Fact]
    public void A_document_without_a_character_that_prints_is_refused()
    {
        foreach (string text in (string[])["", " \n \n", "\t\r\n"])
        {
            PlanResult result = BandPlan.Build(TestPrinter.Text(text), TestPrinter.Full, new PlanOptions());
            Assert.Equal(PlanRefusal.Empty, Assert.IsType<PlanResult.Refused>(result).Reason);
        }
    }

    [Fact]
    public void A_form_feed_cuts_between_two_pages()
    {
        BandPlan plan = TestPrinter.Plan(TestPrinter.Text("one\n\ftwo\n"));
        Assert.Equal(2, plan.Bands.Count(band => !band.IsRepeatable));
        Assert.Equal("one\n", TestPrinter.Picture(TestPrinter.AllBytes(plan)).Text);
    }

    private static List<TextCell> Cells(string text) => new CellReader(TestPrinter.Full, LetterBook.OwnLetters).Read(text);

    private static PaperStrip Print(string text) => TestPrinter.Picture(TestPrinter.AllBytes(TestPrinter.Plan(TestPrinter.Text(text))));
}
