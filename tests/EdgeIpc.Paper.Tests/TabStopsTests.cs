namespace EdgeIpc.Paper.Tests;

public class TabStopsTests
{
    [Fact]
    public void Columns_where_blanks_end_often_become_tab_stops()
    {
        string[] lines = ["2 x Flat white              6.40", "1 x Espresso                2.40", "1 x Oat latte              13.80", "TOTAL                      22.60"];
        var tabs = TabStops.For(lines);
        Assert.Equal([27, 28], tabs.Columns);
        Assert.Equal("2 x Flat white\t\t6.40", tabs.Press(lines[0]));
        Assert.Equal("TOTAL\t22.60", tabs.Press(lines[3]));
    }

    [Fact]
    public void A_stop_that_saves_less_than_it_costs_is_not_set()
    {
        Assert.Empty(TabStops.For(["one  blank more", "and here none"]).Columns);
        Assert.Empty(TabStops.For([]).Columns);
    }

    [Fact]
    public void Text_with_tabs_looks_as_without()
    {
        Random random = Seed.Next(out int seed);
        for (int round = 0; round < 60; round++)
        {
            string[] lines = [.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => RandomLine(random))];
            var tabs = TabStops.For(lines);
            Assert.True(tabs.Columns.Count <= 8);
            var writer = new EscPosWriter(TestPrinter.Full);
            writer.SetTabs(tabs.Columns);
            foreach (string line in lines)
                writer.Line(tabs.Press(line));
            PaperStrip plain = TestPrinter.Picture(System.Text.Encoding.ASCII.GetBytes(string.Join('\n', lines) + "\n"));
            PaperStrip pressed = TestPrinter.Picture(writer.ToArray());
            Assert.True(plain.Dots.Span.SequenceEqual(pressed.Dots.Span), $"seed {seed}, round {round}");
            Assert.Equal(plain.Text, pressed.Text);
            Assert.True(writer.ToArray().Length <= lines.Sum(line => line.Length + 1), $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void A_receipt_of_forty_lines_needs_no_more_than_900_bytes()
    {
        byte[] text = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", "receipt.txt"));
        BandPlan plan = TestPrinter.Plan(new PrintDocument(DocumentKind.Text, text), options: new PlanOptions { LineBaud = 115_200 });
        Assert.True(plan.TotalBytes <= 900, $"{plan.TotalBytes} bytes");
        string printed = TestPrinter.Picture(TestPrinter.AllBytes(plan)).Text;
        Assert.Equal(System.Text.Encoding.ASCII.GetString(text).TrimEnd(), printed.TrimEnd());
    }

    private static string RandomLine(Random random)
    {
        string line = new([.. Enumerable.Range(0, random.Next(0, 33)).Select(_ => random.Next(3) > 0 ? ' ' : (char)random.Next('a', 'z'))]);
        return line.TrimEnd();
    }
}
