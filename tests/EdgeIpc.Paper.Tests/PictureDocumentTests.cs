namespace EdgeIpc.Paper.Tests;

public class PictureDocumentTests
{
    [Fact]
    public void A_black_and_white_picture_comes_out_dot_for_dot_and_its_paper_is_cut_behind_it()
    {
        byte[] png = Sample("photo.png");
        BandPlan plan = Plan(png, TestPrinter.Full);
        Assert.True(plan.TotalBytes <= 24_590, $"{plan.TotalBytes} bytes");
        PaperStrip strip = TestPrinter.Picture(TestPrinter.AllBytes(plan));
        Assert.Equal(512, strip.Rows);
        Assert.True(PngReader.Read(png).ToDots().Dots.SequenceEqual(strip.Dots.Span));
    }

    [Fact]
    public void A_grey_picture_keeps_its_darkness()
    {
        GreyPicture grey = PngReader.Read(Sample("photo-gray.png"));
        double wanted = 1 - (grey.Pixels.ToArray().Average(pixel => pixel) / 255);
        Assert.Equal(wanted, Darkness(grey.ToPaper(384, 384, Shading.Dither)), 2);
    }

    [Fact]
    public void A_picture_wider_than_the_paper_is_scaled_down_and_a_narrow_one_is_centred()
    {
        var wide = new GreyPicture(1000, 500, new byte[500_000]);
        DotPicture scaled = wide.ToPaper(384, 384, Shading.Dither);
        Assert.Equal((384, 192), (scaled.WidthDots, scaled.Rows));
        Assert.Equal(1, Darkness(scaled));

        DotPicture centred = new GreyPicture(10, 1, new byte[10]).ToPaper(384, 384, Shading.Dither);
        Assert.Equal(10, Enumerable.Range(0, 384).Count(x => centred[x, 0]));
        Assert.True(centred[187, 0] && centred[196, 0]);
    }

    [Fact]
    public void A_picture_that_would_need_too_much_paper_is_refused()
    {
        FormatException error = Assert.Throws<FormatException>(() => PictureDocument.Create(PngReader.Read(OneColumn(70_000)), TestPrinter.Full, 19_200));
        Assert.Contains("70000 rows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rehearsal_tells_seconds_motor_stops_and_what_would_come_out()
    {
        BandPlan plan = Plan(Sample("chart.png"), TestPrinter.Full);
        PlanRehearsal fast = PlanRehearsal.Run(plan, TestPrinter.Full, 115_200), slow = PlanRehearsal.Run(plan, TestPrinter.Full, 9_600);
        Assert.True(fast.MotorStops <= 2, $"{fast.MotorStops} motor stops");
        Assert.True(slow.MotorStops > fast.MotorStops);
        // The line alone needs as long; the head at least 800 rows and the feed.
        Assert.True(slow.Seconds >= plan.TotalBytes * 10.0 / 9_600);
        Assert.InRange(fast.Seconds, 920 / 480.0, 4);
        Assert.Equal(920, fast.Paper.Rows);
        Assert.True(PngReader.Read(Sample("chart.png")).ToDots().Dots.SequenceEqual(fast.Paper.Dots.Span[..(800 * 48)]));
    }

    private static BandPlan Plan(byte[] png, PrinterProfile profile) =>
        TestPrinter.Plan(PictureDocument.Create(PngReader.Read(png), profile, 115_200), profile, new PlanOptions { LineBaud = 115_200 });

    private static double Darkness(DotPicture dots) =>
        dots.Dots.ToArray().Sum(eight => (double)System.Numerics.BitOperations.PopCount(eight)) / (dots.WidthDots * dots.Rows);

    private static byte[] OneColumn(int rows)
    {
        using var png = new MemoryStream();
        PngWriter.Write(png, new byte[rows], 8, rows);
        return png.ToArray();
    }

    private static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", name));
}
