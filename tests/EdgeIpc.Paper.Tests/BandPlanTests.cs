using System.Text;

namespace EdgeIpc.Paper.Tests;

public class BandPlanTests
{
    [Fact]
    public void The_same_document_always_gives_the_same_plan()
    {
        PrintDocument document = TestPrinter.Text(LongText(200), "A title");
        BandPlan one = TestPrinter.Plan(document), two = TestPrinter.Plan(document);
        Assert.Equal(one.Hash, two.Hash);
        Assert.NotEqual(one.Hash, TestPrinter.Plan(TestPrinter.Text(LongText(200), "A Title")).Hash);
        Assert.NotEqual(one.Hash, TestPrinter.Plan(document, options: new PlanOptions { LineBaud = 1_200 }).Hash);
    }

    [Theory]
    [InlineData(9_600)]
    [InlineData(19_200)]
    [InlineData(115_200)]
    public void A_band_takes_at_most_a_second_of_the_line_and_of_the_head(int baud)
    {
        byte[] picture = [0x1d, (byte)'v', (byte)'0', 0, 48, 0, 0x20, 3, .. new byte[48 * 800]];
        PrintDocument document = new(DocumentKind.Raw, (byte[])[.. Encoding.ASCII.GetBytes(LongText(100)), .. picture]);
        BandPlan plan = TestPrinter.Plan(document, options: new PlanOptions { LineBaud = baud });
        Assert.All(plan.Bands, band => Assert.True(band.Bytes.Length <= baud / 10, $"{band.Bytes.Length} bytes"));
        Assert.All(plan.Bands, band => Assert.True(band.Rows <= TestPrinter.Full.RowsPerSecond, $"{band.Rows} rows"));
        Assert.All(plan.Bands, band => Assert.True(band.OpenCommandBytes <= band.Bytes.Length));
        Assert.Equal(3800, plan.TotalRows);
    }

    [Fact]
    public void Bands_one_after_another_print_what_the_document_printed()
    {
        byte[] picture = [0x1d, (byte)'v', (byte)'0', 0, 48, 0, 200, 0, .. Enumerable.Range(0, 48 * 200).Select(value => (byte)value)];
        byte[] document = [0x1b, (byte)'@', 0x1b, (byte)'a', 1, .. Encoding.ASCII.GetBytes(LongText(30)), .. picture, .. "end\n"u8];
        BandPlan plan = TestPrinter.Plan(new PrintDocument(DocumentKind.Raw, document));
        PaperStrip whole = TestPrinter.Picture(document), banded = TestPrinter.Picture(TestPrinter.AllBytes(plan));
        Assert.Equal(plan.TotalRows, banded.Rows);
        Assert.True(whole.Dots.Span.SequenceEqual(banded.Dots.Span));
        Assert.Equal(whole.Text, banded.Text);
    }

    [Fact]
    public void A_band_with_its_preamble_prints_the_same_after_an_interruption()
    {
        byte[] document =
        [
            0x1b, (byte)'t', 19, 0x1b, (byte)'E', 1, 0x1b, (byte)'a', 2, 0x1d, (byte)'L', 24, 0, 0x1b, (byte)'3', 40, 0x1b, (byte)'D', 4, 9, 0,
            .. Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat("left\tright \u00d5\n", 60))),
        ];
        BandPlan plan = TestPrinter.Plan(new PrintDocument(DocumentKind.Raw, document));
        PaperStrip whole = TestPrinter.Picture(TestPrinter.AllBytes(plan));
        Assert.True(plan.Bands.Count > 3);
        int row = 0;
        foreach (Band band in plan.Bands)
        {
            PaperStrip alone = TestPrinter.Picture([0x1b, (byte)'@', .. band.Preamble.Span, .. band.Bytes.Span]);
            Assert.Equal(band.Rows, alone.Rows);
            Assert.True(whole.Dots.Span.Slice(row * 48, band.Rows * 48).SequenceEqual(alone.Dots.Span), $"from row {row}");
            row += band.Rows;
        }
    }

    [Fact]
    public void A_cut_and_a_drawer_kick_are_bands_of_their_own_that_never_come_twice()
    {
        byte[] raw = [.. "a\n"u8, 0x1b, (byte)'p', 0, 25, 25, .. "b\n"u8, 0x1d, (byte)'V', 1];
        BandPlan plan = TestPrinter.Plan(new PrintDocument(DocumentKind.Raw, raw), options: new PlanOptions { AllowDrawer = true });
        Assert.Equal([true, false, true, false], plan.Bands.Select(band => band.IsRepeatable));
        Assert.Equal(0, plan.Bands[^1].Rows);
    }

    [Fact]
    public void A_text_ends_behind_the_cutter_and_is_cut()
    {
        BandPlan plan = TestPrinter.Plan(TestPrinter.Text("short"));
        var printer = new TestPrinter();
        printer.Print(TestPrinter.AllBytes(plan));
        Assert.True(printer.Model.Paper.TryTakeReceipt(out PaperStrip receipt));
        Assert.Equal("short\n", receipt.Text);
        Assert.False(plan.Bands[^1].IsRepeatable);
        Assert.All(TestPrinter.Plan(TestPrinter.Text("short"), TestPrinter.Cheap).Bands, band => Assert.True(band.IsRepeatable));
    }

    public static TheoryData<byte[], PlanRefusal, string> Refusals => new()
    {
        { [], PlanRefusal.Empty, "nothing that prints" },
        { [0, 0, 0], PlanRefusal.Empty, "nothing that prints" },
        { [(byte)'a', 0x1d, (byte)'v', (byte)'0', 0, 48, 0], PlanRefusal.Damaged, "began at byte 1" },
        { [0x1d, (byte)'v', (byte)'0', 0, 1, 0, 9, 0, 1, 2], PlanRefusal.Damaged, "7 bytes are missing" },
        { [(byte)'a', 0x0a, 0x1b, (byte)'p', 0, 25, 25], PlanRefusal.Drawer, "byte 2 opens the cash drawer (1B70001919)" },
        { [0x10, 0x14, 1, 0, 1], PlanRefusal.Drawer, "1014010001" },
        { [0x1d, 0xff], PlanRefusal.UnknownCommand, "1DFF" },
        { [0x1b, (byte)'L'], PlanRefusal.UnknownCommand, "rows can't be counted" },
        { [0x1d, (byte)'(', (byte)'A', 2, 0, 0, 2], PlanRefusal.Maintenance, "documents may only print" },
        { [0x1b, (byte)'=', 2], PlanRefusal.Maintenance, "documents may only print" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_raw_document_that_could_do_harm_is_refused_with_the_place_and_the_reason(byte[] raw, PlanRefusal reason, string says)
    {
        PlanResult.Refused refused = TestPrinter.Refusal(raw);
        Assert.Equal(reason, refused.Reason);
        Assert.Contains(says, refused.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_no_band_could_hold_is_refused()
    {
        byte[] raw = [.. Enumerable.Repeat<byte[]>([0x1b, (byte)'$', 0, 0, (byte)'x'], 20_000).SelectMany(bytes => bytes)];
        Assert.Equal(PlanRefusal.NotDivisible, TestPrinter.Refusal(raw).Reason);
    }

    [Fact]
    public void Questions_in_a_raw_document_are_left_out_with_a_warning()
    {
        byte[] raw = [.. "a\n"u8, 0x1d, (byte)'r', 1, 0x10, 4, 1, 0x1d, (byte)'a', 0xff];
        BandPlan plan = TestPrinter.Plan(new PrintDocument(DocumentKind.Raw, raw));
        Assert.Equal("1B40610A", Convert.ToHexString(TestPrinter.AllBytes(plan)));
        Assert.Contains("3 status queries left out", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cheap_printer_is_not_sent_commands_that_it_has_not()
    {
        byte[] columns = [0x1b, (byte)'*', 33, 1, 0, 1, 2, 3, 0x0a];
        Assert.Equal(PlanRefusal.UnknownCommand, TestPrinter.Refusal(columns, TestPrinter.Cheap).Reason);
        TestPrinter.Plan(new PrintDocument(DocumentKind.Raw, columns));
    }

    [Fact]
    public void Random_documents_are_planned_or_refused_and_never_break_the_planner()
    {
        Random random = Seed.Next(out _);
        for (int round = 0; round < 300; round++)
        {
            byte[] bytes = new byte[random.Next(0, 400)];
            random.NextBytes(bytes);
            DocumentKind kind = round % 2 == 0 ? DocumentKind.Raw : DocumentKind.Text;
            PlanResult result = BandPlan.Build(new PrintDocument(kind, bytes), TestPrinter.Full, new PlanOptions { AllowUnknown = round % 4 == 0 });
            if (result is PlanResult.Planned planned)
                Assert.All(planned.Plan.Bands, band => Assert.NotEqual(0, band.Bytes.Length));
        }
    }

    private static string LongText(int lines) => string.Concat(Enumerable.Range(1, lines).Select(line => $"line {line} of a long text\n"));
}
