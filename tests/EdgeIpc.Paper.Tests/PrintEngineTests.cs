using System.Text;

namespace EdgeIpc.Paper.Tests;

public class PrintEngineTests
{
    [Fact]
    public void A_line_of_text_moves_the_paper_by_the_line_spacing()
    {
        Assert.Equal(30, TestPrinter.Picture("a\n"u8).Rows);
        Assert.Equal(30, TestPrinter.Picture("\n"u8).Rows);
        Assert.Equal(24, TestPrinter.Picture([0x1b, (byte)'3', 24, (byte)'a', (byte)'\n']).Rows);
        Assert.Equal(48, TestPrinter.Picture([0x1d, (byte)'!', 1, (byte)'a', (byte)'\n']).Rows);
    }

    [Theory]
    [InlineData("a\u001bJ\u0064", 100)]
    [InlineData("a\u001bJ\u0001", 24)]
    [InlineData("a\u001bd\u0003", 90)]
    [InlineData("\u001bd\u0003", 90)]
    public void A_feed_prints_the_line_first_and_counts_it_in(string bytes, int rows) =>
        Assert.Equal(rows, TestPrinter.Picture(Encoding.Latin1.GetBytes(bytes)).Rows);

    [Fact]
    public void A_line_that_is_too_long_goes_on_in_the_next()
    {
        PaperStrip strip = TestPrinter.Picture(Encoding.ASCII.GetBytes(new string('x', 33) + "\n"));
        Assert.Equal(60, strip.Rows);
        Assert.Equal(new string('x', 32) + "\nx\n", strip.Text);
    }

    [Fact]
    public void Alignment_moves_the_line_and_not_its_dots()
    {
        PaperStrip left = TestPrinter.Picture("Ab\n"u8);
        PaperStrip centre = TestPrinter.Picture(Encoding.Latin1.GetBytes("\u001ba\u0001Ab\n"));
        PaperStrip right = TestPrinter.Picture(Encoding.Latin1.GetBytes("\u001ba\u0002Ab\n"));
        string dots = TestPrinter.Draw(left, 0, 24, 0, 24);
        Assert.Equal(dots, TestPrinter.Draw(centre, (384 - 24) / 2, 24, 0, 24));
        Assert.Equal(dots, TestPrinter.Draw(right, 384 - 24, 24, 0, 24));
    }

    [Fact]
    public void Double_size_repeats_every_dot_twice_each_way()
    {
        PaperStrip small = TestPrinter.Picture("R\n"u8);
        PaperStrip large = TestPrinter.Picture(Encoding.Latin1.GetBytes("\u001d!\u0011R\n"));
        for (int y = 0; y < 48; y++)
        {
            for (int x = 0; x < 24; x++)
                Assert.Equal(TestPrinter.IsInked(small, x / 2, y / 2), TestPrinter.IsInked(large, x, y));
        }
    }

    [Fact]
    public void Bold_is_printed_twice_one_dot_apart_and_underline_lies_in_the_last_rows()
    {
        PaperStrip plain = TestPrinter.Picture("I\n"u8);
        PaperStrip bold = TestPrinter.Picture(Encoding.Latin1.GetBytes("\u001bE\u0001I\n"));
        PaperStrip underlined = TestPrinter.Picture(Encoding.Latin1.GetBytes("\u001b-\u0002I\n"));
        for (int x = 1; x < 12; x++)
        {
            bool expected = TestPrinter.IsInked(plain, x, 12) || TestPrinter.IsInked(plain, x - 1, 12);
            Assert.Equal(expected, TestPrinter.IsInked(bold, x, 12));
        }

        Assert.Equal("############\n############\n", TestPrinter.Draw(underlined, 0, 12, 22, 2));
    }

    [Fact]
    public void Initialising_forgets_settings_and_the_line_in_hand()
    {
        PaperStrip strip = TestPrinter.Picture(Encoding.Latin1.GetBytes("\u001bE\u0001\u001ba\u0001lost\u001b@I\n"));
        Assert.Equal("I\n", strip.Text);
        Assert.True(strip.Dots.Span.SequenceEqual(TestPrinter.Picture("I\n"u8).Dots.Span));
    }

    [Fact]
    public void Tabs_stop_at_every_eighth_column_or_where_they_were_set()
    {
        Assert.Equal("a       b\n", TestPrinter.Picture("a\tb\n"u8).Text);
        Assert.Equal("a    b    c\n", TestPrinter.Picture(Encoding.Latin1.GetBytes("\u001bD\u0005\u000a\u0000a\tb\tc\n")).Text);
    }

    [Theory]
    [InlineData(0, "#.#.....", 1)]
    [InlineData(1, "##..##..", 1)]
    [InlineData(2, "#.#.....", 2)]
    [InlineData(3, "##..##..", 2)]
    public void A_raster_prints_its_dots_at_the_size_of_its_mode(int mode, string firstDots, int rows)
    {
        PaperStrip strip = TestPrinter.Picture([0x1d, (byte)'v', (byte)'0', (byte)mode, 1, 0, 1, 0, 0b1010_0000]);
        Assert.Equal(rows, strip.Rows);
        for (int row = 0; row < rows; row++)
            Assert.Equal(firstDots + "\n", TestPrinter.Draw(strip, 0, 8, row, 1));
    }

    [Fact]
    public void A_raster_wider_than_the_head_loses_what_is_beyond_the_edge_and_nothing_else()
    {
        byte[] row = new byte[60];
        Array.Fill(row, (byte)0xff);
        PaperStrip strip = TestPrinter.Picture([0x1d, (byte)'v', (byte)'0', 0, 60, 0, 1, 0, .. row, (byte)'a', (byte)'\n']);
        Assert.Equal(31, strip.Rows);
        Assert.DoesNotContain('.', TestPrinter.Draw(strip, 0, 384, 0, 1));
        Assert.Equal("[picture 384x1]\na\n", strip.Text);
    }

    [Fact]
    public void A_column_image_stands_where_the_position_says()
    {
        // ESC $ 10, ESC * 33 with two columns of 24 dots: the first full, the second its top dot only.
        PaperStrip strip = TestPrinter.Picture(
            [0x1b, (byte)'$', 10, 0, 0x1b, (byte)'*', 33, 2, 0, 0xff, 0xff, 0xff, 0x80, 0, 0, (byte)'\n']);
        Assert.Equal(".##.\n.#..\n", TestPrinter.Draw(strip, 9, 4, 0, 2));
        Assert.Equal(".#..\n....\n", TestPrinter.Draw(strip, 9, 4, 23, 2));
    }

    [Fact]
    public void A_cut_leaves_the_rows_between_head_and_cutter_on_the_next_receipt()
    {
        var printer = new TestPrinter();
        printer.Print(Encoding.Latin1.GetBytes("first\n\u001bJ\u0078\u001dV\u0001second\n"));
        Assert.True(printer.Model.Paper.TryTakeReceipt(out PaperStrip first));
        Assert.Equal(30, first.Rows);
        Assert.Equal("first\n", first.Text);
        PaperStrip second = printer.TearOff();
        Assert.Equal(150, second.Rows);
        Assert.Equal("second\n", second.Text);
    }

    [Fact]
    public void Without_a_feed_the_cut_goes_through_before_the_last_lines()
    {
        var printer = new TestPrinter();
        printer.Print(Encoding.Latin1.GetBytes("first\nsecond\n\n\n\u001dV\u0001"));
        Assert.False(printer.Model.Paper.TryTakeReceipt(out _));
        Assert.Contains("first", printer.TearOff().Text, StringComparison.Ordinal);
    }
}
