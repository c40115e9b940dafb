namespace EdgeIpc.Paper.Tests;

public class DocumentTests
{
    private static readonly DateTimeOffset From = new(2026, 11, 24, 12, 31, 5, TimeSpan.Zero);

    [Fact]
    public void A_summary_says_span_and_statistics_per_channel()
    {
        SpanReport report = Report(new ChannelSpan("x", "m/s²", (float[])[1, -1, 3, 1, float.NaN]), alarms: [new(From, "x above 2 m/s², and it stayed there for a while")]);
        PaperStrip strip = Print(Summary(report));
        Assert.Equal(
            """
            Report
            bench 2
            ────────────────────────────────
            Tue 24 Nov 2026             10 s
            12:31:05 to 12:31:15
            10,000 samples            3 lost
            ────────────────────────────────
                 min    mean     max     RMS
            x                           m/s²
              -1.000   1.000   3.000   1.732
            ────────────────────────────────
            1 alarm or mark
            12:31:05 x above 2 m/s², and it
                     stayed there for a
                     while

            """,
            strip.Text);
    }

    [Fact]
    public void On_wide_paper_the_statistics_are_one_table()
    {
        SpanReport report = Report(new ChannelSpan("x", "m/s²", (float[])[1, -1, 3, 1]), new ChannelSpan("t", "°C", default));
        PrinterProfile wide = TestPrinter.Full with { WidthDots = 576, Columns = 48 };
        PrintDocument document = SummaryDocument.Create(report, wide, 115_200, LetterBook.OwnLetters);
        string text = TestPrinter.Picture(TestPrinter.AllBytes(TestPrinter.Plan(document, wide)), wide).Text;
        Assert.Contains("x m/s²    ", text, StringComparison.Ordinal);
        Assert.Contains("-1.000     1.000     3.000     1.732\n", text, StringComparison.Ordinal);
        Assert.Matches("t °C +-  +-  +-  +-\n", text);
    }

    [Fact]
    public void A_channel_without_values_is_named_and_not_guessed()
    {
        PaperStrip strip = Print(Summary(Report(new ChannelSpan("t", "°C", default))));
        Assert.Contains("t                             °C\nno values\n", strip.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chart_draws_each_value_where_its_scale_says()
    {
        // A ramp from 0 to 10 over the whole lane: it runs from the top left to the bottom right.
        float[] ramp = [.. Enumerable.Range(0, 3200).Select(index => index / 320f)];
        PaperStrip strip = Print(Chart(Report(new ChannelSpan("u", "V", ramp)), rows: 320));
        int top = TopOfChart(strip);
        const int Left = 72;
        foreach (int y in (int[])[10, 100, 200, 310])
        {
            int x = Left + (int)Math.Round((383 - Left) * (y / 320.0));
            Assert.True(Enumerable.Range(-1, 3).Any(near => TestPrinter.IsInked(strip, x + near, top + y)), $"row {y}");
        }
    }

    [Fact]
    public void A_chart_has_its_names_scales_and_times_as_text()
    {
        float[] wave = [.. Enumerable.Range(0, 1000).Select(index => MathF.Sin(index / 50f))];
        string text = Print(Chart(Report(new ChannelSpan("ax", "g", wave), new ChannelSpan("t", "°C", (float[])[20, 21, 22])), rows: 400)).Text;
        Assert.Matches(@"\n +ax g +t °C\n +-1\.0 +0 +1\.0 +20\.0 +22\.0\n", text);
        // The clock's round moments: a span from :05 to :15 has its line at :06 or :10, not at :07.5.
        Assert.Contains("\n31:06\n", text, StringComparison.Ordinal);
        Assert.Contains("\n31:12\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_printer_that_sets_no_letters_beside_dots_gets_the_same_chart_as_dots()
    {
        float[] wave = [.. Enumerable.Range(0, 1000).Select(index => MathF.Sin(index / 50f))];
        SpanReport report = Report(new ChannelSpan("ax", "g", wave));
        PrinterProfile rasterOnly = TestPrinter.Full with { CommandNames = [.. TestPrinter.Full.CommandNames.Where(name => name != "ESC *")] };
        PaperStrip dots = TestPrinter.Picture(TestPrinter.AllBytes(TestPrinter.Plan(StripChart.Create(report, rasterOnly, 115_200, LetterBook.OwnLetters), rasterOnly)), rasterOnly);
        PaperStrip letters = Print(Chart(report, StripChart.DefaultRows));
        Assert.True(dots.Dots.Span.SequenceEqual(letters.Dots.Span));
    }

    [Fact]
    public void A_chart_never_looks_like_a_real_time_command()
    {
        Random random = Seed.Next(out int seed);
        for (int round = 0; round < 20; round++)
        {
            float[] noise = [.. Enumerable.Range(0, 5000).Select(_ => random.NextSingle())];
            SpanReport report = Report(new ChannelSpan("a", "V", noise), new ChannelSpan("b", "V", noise.Reverse().ToArray()));
            byte[] bytes = Chart(report, 128).Content.ToArray();
            Assert.True(DotPicture.FindRealTimeLookAlike(bytes) < 0, $"seed {seed}, round {round}");
        }
    }

    [Theory]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(5, 5)]
    [InlineData(0, 0)]
    [InlineData(-1e30f, 1e30f)]
    [InlineData(1e-30f, 2e-30f)]
    public void A_chart_of_awkward_values_is_still_a_chart(float first, float second)
    {
        float[] values = [first, second, first, second];
        PaperStrip strip = Print(Chart(Report(new ChannelSpan("a", "V", values)), rows: 64));
        Assert.Contains("No alarms", strip.Text, StringComparison.Ordinal);
        Assert.InRange(TopOfChart(strip), 100, 400);
    }

    [Fact]
    public void Parts_of_a_span_give_the_same_summary_as_its_values_and_a_chart_with_a_hole_where_nothing_is_known()
    {
        var random = new Random(7);
        float[] values = [.. Enumerable.Range(0, 10_000).Select(_ => random.NextSingle() * 4 - 2)];
        ChannelStatistics[] parts = [.. values.Chunk(100).Select(chunk => ChannelStatistics.Of(chunk))];
        var whole = new ChannelSpan("a", "V", values);
        var inParts = new ChannelSpan("a", "V", default) { Parts = parts };
        Assert.Equal(Print(Summary(Report(whole))).Text, Print(Summary(Report(inParts))).Text);
        byte[] full = Chart(Report(inParts), rows: 100).Content.ToArray();
        Array.Clear(parts, 40, 20);
        byte[] holed = Chart(Report(inParts), rows: 100).Content.ToArray();
        Assert.NotEqual(full, holed);
        Assert.Equal(80 * 100, ChannelStatistics.Of(parts).Count);
        Assert.Equal(default, ChannelStatistics.Of(parts.AsSpan(40, 20)));
    }

    /// <summary>100 lines of one alarm would be 80 cm of paper.</summary>
    [Fact]
    public void An_alarm_that_comes_and_goes_is_one_line_and_marks_keep_theirs()
    {
        AlarmNote[] notes =
        [
            .. Enumerable.Range(0, 100).Select(index => new AlarmNote(From.AddSeconds(index / 20.0), $"alarm a above 2: {index}", "alarm a above 2")),
            new(From.AddSeconds(6), "mark: here"),
            new(From.AddSeconds(6), "mark: here"),
            new(From.AddSeconds(7), "alarm b above 1: 1.5", "alarm b above 1"),
        ];
        string[] lines = Print(Summary(Report(new ChannelSpan("a", "V", new float[] { 1, 2 }), notes))).Text.Split('\n');
        string text = string.Join(' ', lines.Select(line => line.Trim()));
        Assert.Contains("103 alarms and marks", text, StringComparison.Ordinal);
        Assert.Contains($"alarm a above 2, 100 times until {From.AddSeconds(4.95):HH:mm:ss}", text, StringComparison.Ordinal);
        Assert.Contains("alarm b above 1: 1.5", text, StringComparison.Ordinal);
        Assert.Equal(2, lines.Count(line => line.Contains("mark: here", StringComparison.Ordinal)));
        Assert.InRange(lines.Length, 10, 25);
    }

    [Fact]
    public void The_test_page_prints_on_every_profile()
    {
        foreach (string name in PrinterProfile.Names)
        {
            PrinterProfile profile = PrinterProfile.Load(name);
            BandPlan plan = TestPrinter.Plan(SelfTestPage.Create(profile, "/dev/serial0", 9600), profile);
            Assert.Empty(plan.Warnings);
            PaperStrip strip = TestPrinter.Picture(TestPrinter.AllBytes(plan), profile);
            Assert.Contains(name, strip.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1.23456, "1.235")]
    [InlineData(-12.3456, "-12.35")]
    [InlineData(123.456, "123.5")]
    [InlineData(12345.6, "12346")]
    [InlineData(1234567, "1.2E+6")]
    [InlineData(0.00012, "1.2E-4")]
    public void Numbers_fit_their_column(double value, string expected) =>
        Assert.Equal(expected, ChannelStatistics.Format(value));

    [Theory]
    [InlineData(0.0007, 2.798, "0.001")]
    [InlineData(-0.0001, 2.798, "0.000")]
    [InlineData(9.58, 10.04, "9.58")]
    public void Figures_of_one_channel_have_the_same_decimals(double value, double largest, string expected) =>
        Assert.Equal(expected, ChannelStatistics.Format(value, largest));

    private static SpanReport Report(ChannelSpan channel, AlarmNote[] alarms) =>
        new("Report", "bench 2", From, From.AddSeconds(10), 10_000, 3, [channel], alarms);

    private static SpanReport Report(params ChannelSpan[] channels) =>
        new("Report", "bench 2", From, From.AddSeconds(10), 10_000, 0, channels, []);

    private static PrintDocument Summary(SpanReport report) => SummaryDocument.Create(report, TestPrinter.Full, 115_200, LetterBook.OwnLetters);

    private static PrintDocument Chart(SpanReport report, int rows) => StripChart.Create(report, TestPrinter.Full, 115_200, LetterBook.OwnLetters, rows);

    /// <summary>The first row that is inked from the lane's left edge to its right one: the frame's top.</summary>
    private static int TopOfChart(PaperStrip strip) =>
        Enumerable.Range(0, strip.Rows).First(y => Enumerable.Range(72, 312).All(x => TestPrinter.IsInked(strip, x, y)) && !TestPrinter.IsInked(strip, 30, y));

    private static PaperStrip Print(PrintDocument document) =>
        TestPrinter.Picture(TestPrinter.AllBytes(TestPrinter.Plan(document)));
}
