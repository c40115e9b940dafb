using EdgeIpc.Playout;
using EdgeIpc.Screen;

namespace EdgeIpc.Tests.Screen;

public sealed class StripChartTests
{
    [Fact]
    public void A_peak_of_one_sample_is_in_its_column()
    {
        var strip = new SignalStrip(10, TimeSpan.FromMilliseconds(1));
        for (int i = 0; i < 100; i++) strip.Add(i * 100_000, i == 55 ? 9 : i % 2);
        var columns = strip.Last(10);
        Assert.Equal(new StripColumn(0, 9), columns[5]);
        Assert.All(columns.Where((_, i) => i != 5), column => Assert.Equal(new StripColumn(0, 1), column));
    }

    [Fact]
    public void A_gap_in_the_samples_is_a_gap_in_the_strip_however_long_it_is()
    {
        var strip = new SignalStrip(6, TimeSpan.FromMilliseconds(1));
        Assert.All(strip.Last(4), column => Assert.True(column.IsEmpty));
        strip.Add(0, 1);
        strip.Add(3_000_000, 2);
        Assert.Equal("1..2", Shape(strip.Last(4)));
        Assert.Equal("..1..2", Shape(strip.Last(6)));
        strip.Add(1_000_000_000, 3);
        Assert.Equal(".....3", Shape(strip.Last(6)));
        // Another clock, far back.
        strip.Add(5_000_000, 4);
        Assert.Equal(".....4", Shape(strip.Last(6)));
    }

    [Fact]
    public void A_sample_that_comes_late_still_finds_its_column()
    {
        var strip = new SignalStrip(4, TimeSpan.FromMilliseconds(1));
        strip.Add(2_000_000, 5);
        strip.Add(1_000_000, 1);
        Assert.Equal(".15", Shape(strip.Last(3)));
    }

    [Fact]
    public void The_chart_shows_low_and_high_where_they_belong()
    {
        StripColumn[] columns = [new(0, 0), new(1, 1), new(0, 1), StripColumn.Empty];
        Assert.Equal([" || ", "| | "], StripChart.Draw(columns, 2, braille: false));
        // The same in dots, two columns a character: bottom left and top right; a full column and nothing.
        Assert.Equal(["\u2808\u2847", "\u2840\u2847"], StripChart.Draw(columns, 2, braille: true));
    }

    [Fact]
    public void A_flat_signal_and_no_signal_have_a_range()
    {
        var (low, high) = StripChart.Range([new(5, 5)]);
        Assert.True(low < 5 && high > 5);
        Assert.Equal((0, 1), StripChart.Range([StripColumn.Empty]));
        Assert.Equal(["  "], StripChart.Draw([StripColumn.Empty, StripColumn.Empty], 1, braille: false));
    }

    private static string Shape(StripColumn[] columns) =>
        string.Concat(columns.Select(column => column.IsEmpty ? "." : column.High.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}
