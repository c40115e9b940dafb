namespace EdgeIpc.Paper.Tests;

public class StoredPictureTests
{
    // A letter for GS ( L, its length in two bytes; for GS 8 L in four. Then m fn a bx by c xL xH yL yH d...
    private static readonly byte[] Store = [0x30, 112, 0x30, 1, 1, 0x31, 16, 0, 2, 0, 0xff, 0x01, 0x80, 0x0f];
    private static readonly byte[] PrintStored = [0x1d, (byte)'(', (byte)'L', 2, 0, 0x30, 50];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stored_picture_prints_when_it_is_told_to(bool isLong)
    {
        byte[] store = isLong ? [0x1d, (byte)'8', (byte)'L', (byte)Store.Length, 0, 0, 0, .. Store] : [0x1d, (byte)'(', (byte)'L', (byte)Store.Length, 0, .. Store];
        PaperStrip strip = TestPrinter.Picture([.. store, .. "x\n"u8, .. PrintStored]);
        Assert.Equal(30 + 2, strip.Rows);
        Assert.Equal("########.......#\n#...........####\n", TestPrinter.Draw(strip, 0, 16, 30, 2));
    }

    [Fact]
    public void Its_dots_are_doubled_and_it_stands_where_the_alignment_says()
    {
        byte[] doubled = [.. Store];
        doubled[3] = doubled[4] = 2;
        PaperStrip strip = TestPrinter.Picture([0x1b, (byte)'a', 1, 0x1d, (byte)'(', (byte)'L', (byte)doubled.Length, 0, .. doubled, .. PrintStored]);
        Assert.Equal(4, strip.Rows);
        Assert.Equal("################..............##\n", TestPrinter.Draw(strip, (384 - 32) / 2, 32, 1, 1));
    }

    [Fact]
    public void Printing_an_empty_store_prints_nothing_and_a_printer_without_the_command_says_so()
    {
        Assert.Equal(30, TestPrinter.Picture([.. PrintStored, .. "x\n"u8]).Rows);
        var printer = new TestPrinter(TestPrinter.Cheap);
        printer.Print(PrintStored);
        Assert.Equal(1, printer.Model.Counters.CommandsNotUnderstood);
    }

    [Fact]
    public void A_band_never_ends_between_storing_and_printing()
    {
        byte[] raster = [0x30, 112, 0x30, 1, 1, 0x31, 0x80, 1, 0, 1, .. new byte[48 * 256]];
        byte[] raw = [.. "a\n"u8, 0x1d, (byte)'8', (byte)'L', (byte)raster.Length, (byte)(raster.Length >> 8), 0, 0, .. raster, .. PrintStored, .. "b\n"u8];
        BandPlan plan = TestPrinter.Plan(new PrintDocument(DocumentKind.Raw, raw));
        Assert.Contains(plan.Bands, band => band.Rows >= 256 && band.Bytes.Length > raster.Length);
    }
}
