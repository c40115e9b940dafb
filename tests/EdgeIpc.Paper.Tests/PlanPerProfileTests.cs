namespace EdgeIpc.Paper.Tests;

/// <summary>What a spooler relies on, for every printer and every line: short bands, stops where a fence may stand, the same dots.</summary>
public class PlanPerProfileTests
{
    public static TheoryData<string> Profiles => [.. PrinterProfile.Names];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_band_takes_at_most_a_second_and_a_piece_at_most_half_of_the_credit(string name)
    {
        PrinterProfile profile = PrinterProfile.Load(name);
        foreach (int baud in (int[])[1_200, 9_600, 19_200, 38_400, 115_200, 230_400])
        {
            PlanOptions options = PlanOptions.For(profile, baud);
            BandPlan plan = TestPrinter.Plan(Chart(profile, baud), profile, options);
            // A line too slow for one row of dots a second still gets rows.
            int most = Math.Max(160, baud / 10);
            Assert.All(plan.Bands, band => Assert.True(band.Bytes.Length <= most, $"{baud} baud: {band.Bytes.Length} bytes"));
            Assert.All(plan.Bands, band => Assert.True(band.Rows <= profile.RowsPerSecond, $"{baud} baud: {band.Rows} rows"));
            foreach (Band band in plan.Bands)
            {
                Assert.Equal(band.Bytes.Length, band.Stops[^1].Offset);
                Assert.True(band.Stops.Zip(band.Stops.Skip(1)).All(pair => pair.First.Offset < pair.Second.Offset && pair.First.HeadNs <= pair.Second.HeadNs));
                int before = 0;
                foreach (BandStop stop in band.Stops)
                {
                    Assert.True(stop.Offset - before <= options.PieceBytes, $"{baud} baud: a piece of {stop.Offset - before} bytes");
                    before = stop.Offset;
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void The_same_dots_whatever_the_line(string name)
    {
        PrinterProfile profile = PrinterProfile.Load(name);
        PaperStrip? first = null;
        foreach (int baud in (int[])[9_600, 115_200])
        {
            PaperStrip strip = TestPrinter.Picture(TestPrinter.AllBytes(TestPrinter.Plan(Chart(profile, baud), profile, PlanOptions.For(profile, baud))), profile);
            first ??= strip;
            Assert.Equal(first.Rows, strip.Rows);
            Assert.True(first.Dots.Span.SequenceEqual(strip.Dots.Span), $"{baud} baud");
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_status_echo_at_every_stop_changes_no_dot(string name)
    {
        PrinterProfile profile = PrinterProfile.Load(name);
        BandPlan plan = TestPrinter.Plan(Chart(profile, 19_200), profile, PlanOptions.For(profile, 19_200));
        var echo = new StatusEcho();
        byte[] query = new byte[ICheckpointEcho.MostBytes];
        List<byte> fenced = [];
        foreach (Band band in plan.Bands)
        {
            int start = 0;
            foreach (BandStop stop in band.Stops)
            {
                fenced.AddRange(band.Bytes.Span[start..stop.Offset]);
                start = stop.Offset;
                fenced.AddRange(query.AsSpan(0, echo.WritePiece(query)));
            }
        }

        PaperStrip plain = TestPrinter.Picture(TestPrinter.AllBytes(plan), profile), withEchoes = TestPrinter.Picture([.. fenced], profile);
        Assert.True(plain.Dots.Span.SequenceEqual(withEchoes.Dots.Span));
        Assert.True(DotPicture.FindRealTimeLookAlike([.. fenced]) < 0);
    }

    [Fact]
    public void A_head_that_would_outrun_its_line_is_slowed_and_set_free_again()
    {
        PrinterProfile profile = PrinterProfile.Load("edgeipc-58");
        PrintDocument chart = Chart(profile, 19_200);
        PlanOptions options = PlanOptions.For(profile, 19_200);
        PrinterProfile without = profile with { CommandNames = [.. profile.CommandNames.Where(command => command != "ESC 7")] };
        BandPlan slowed = TestPrinter.Plan(chart, profile, options), plain = TestPrinter.Plan(chart, without, options);
        Assert.True(plain.MotorStops > 20, $"{plain.MotorStops} stops");
        Assert.True(slowed.MotorStops < plain.MotorStops, $"{slowed.MotorStops} stops");
        byte[] fullSpeed = HeadChoice.FullSpeed(profile);
        Assert.True(TestPrinter.AllBytes(slowed).AsSpan().LastIndexOf(fullSpeed) > 0);
        Assert.True(TestPrinter.Picture(TestPrinter.AllBytes(plain), profile).Dots.Span.SequenceEqual(TestPrinter.Picture(TestPrinter.AllBytes(slowed), profile).Dots.Span));
    }

    [Fact]
    public void A_chart_at_115200_baud_stops_the_motor_twice_at_most_and_a_plain_raster_at_every_row()
    {
        PrinterProfile profile = PrinterProfile.Load("edgeipc-58");
        PlanRehearsal ours = PlanRehearsal.Run(TestPrinter.Plan(Chart(profile, 115_200), profile, PlanOptions.For(profile, 115_200)), profile, 115_200);
        Assert.InRange(ours.MotorStops, 0, 2);

        DotPicture picture = PngReader.Read(File.ReadAllBytes(Sample("chart.png"))).ToDots();
        byte[] naive = [0x1d, (byte)'v', (byte)'0', 0, 48, 0, (byte)picture.Rows, (byte)(picture.Rows >> 8), .. picture.Dots];
        Assert.InRange(PlanRehearsal.Run([naive], profile, 115_200).MotorStops, 700, 800);
    }

    private static PrintDocument Chart(PrinterProfile profile, int baud) =>
        PictureDocument.Create(PngReader.Read(File.ReadAllBytes(Sample("chart.png"))), profile, baud);

    private static string Sample(string name) => Path.Combine(AppContext.BaseDirectory, "Samples", name);
}
