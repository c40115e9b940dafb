using System.Text;

namespace EdgeIpc.Paper.Tests;

/// <summary>The printer away from its ideal: without paper, open, fed by hand, without power, and what it tells about it.</summary>
public class PrinterStateTests
{
    private const long Second = 1_000_000_000;

    private static readonly byte[] StatusQuery = [0x10, 0x04, 1];

    [Fact]
    public void Without_paper_it_waits_says_so_and_goes_on_where_it_was()
    {
        var printer = new TestPrinter();
        printer.Send(TestPrinter.BlackRaster(60));
        long rowsBefore = printer.Model.Paper.TotalRows;
        Assert.InRange(rowsBefore, 1, 55);
        printer.Model.PullPaper(printer.NowNs);
        printer.Send(StatusQuery);
        while (printer.Step())
        {
        }

        // The row in hand is finished, then nothing moves; the answer says offline.
        Assert.InRange(printer.Model.Paper.TotalRows, rowsBefore, rowsBefore + 1);
        Assert.Equal([0x1a], printer.Replies);

        printer.Model.LoadPaper(0, printer.NowNs);
        while (printer.Step())
        {
        }

        Assert.Equal(60, printer.Model.Paper.TotalRows);
    }

    [Fact]
    public void A_printer_that_is_set_so_sends_XOFF_while_it_is_offline()
    {
        var printer = new TestPrinter(TestPrinter.Full with { XoffWhenOffline = true });
        printer.Model.SetCover(true, 0);
        Assert.Equal([0x13], printer.Replies);

        // What the transmitter holds still goes out; the rest waits.
        printer.Print(new string('x', 40));
        Assert.Equal(16, printer.Model.Counters.BytesAccepted);
        printer.Model.SetCover(false, printer.NowNs);
        printer.Print("\n");
        Assert.Equal(41, printer.Model.Counters.BytesAccepted);
        Assert.Equal([0x13, 0x11], printer.Replies);
    }

    [Theory]
    [InlineData(1, 0x1a)]
    [InlineData(2, 0x16)]
    [InlineData(3, 0x12)]
    [InlineData(4, 0x12)]
    public void An_open_cover_shows_in_the_status_bytes(int which, int expected)
    {
        var printer = new TestPrinter();
        printer.Model.SetCover(true, 0);
        printer.Print([0x10, 0x04, (byte)which]);
        Assert.Equal([(byte)expected], printer.Replies);
    }

    [Theory]
    [InlineData(2, 0x32)]
    [InlineData(4, 0x72)]
    public void Missing_paper_shows_in_the_status_bytes(int which, int expected)
    {
        var printer = new TestPrinter();
        printer.Model.PullPaper(0);
        printer.Print([0x10, 0x04, (byte)which]);
        Assert.Equal([(byte)expected], printer.Replies);
    }

    [Fact]
    public void With_automatic_status_it_tells_every_change_by_itself()
    {
        var printer = new TestPrinter();
        printer.Print([0x1d, (byte)'a', 0xff]);
        Assert.Equal([0x10, 0, 0, 0], printer.Replies);
        printer.Model.SetCover(true, printer.NowNs);
        Assert.Equal([0x38, 0, 0, 0], printer.Replies.Skip(4));
        printer.Model.SetCover(false, printer.NowNs);
        printer.Model.PullPaper(printer.NowNs);
        printer.Model.SetOverheated(true, printer.NowNs);
        Assert.Equal([0x10, 0, 0, 0, 0x18, 0, 0x0c, 0, 0x18, 0x40, 0x0c, 0], printer.Replies.Skip(8));
        printer.Model.SetOverheated(false, printer.NowNs);
        printer.Model.LoadPaper(0, printer.NowNs);
        printer.Print([0x1d, (byte)'a', 0]);
        int told = printer.Replies.Count;
        printer.Model.SetCover(true, printer.NowNs);
        Assert.Equal(told, printer.Replies.Count);
    }

    [Fact]
    public void A_roll_says_that_it_nears_its_end_and_then_it_ends()
    {
        var printer = new TestPrinter(options: new PrinterModelOptions { LineBaud = 115_200, TimeScale = 1000 });
        printer.Model.LoadPaper(lengthMm: 1010, 0);
        printer.Print([0x1d, (byte)'r', 1, 0x1b, (byte)'J', 81, 0x1d, (byte)'r', 1, 0x1b, (byte)'v']);
        Assert.Equal([0x00, 0x03, 0x03], printer.Replies);

        byte[] feeds = [.. Enumerable.Repeat<byte[]>([0x1b, (byte)'J', 100], 81).SelectMany(feed => feed)];
        printer.Print(feeds);
        printer.Print([0x10, 4, 4]);
        Assert.Equal(1010 * 8, printer.Model.Paper.TotalRows);
        Assert.False(printer.Model.IsOnline);
        Assert.Equal(0x7e, printer.Replies[^1]);

        printer.Model.LoadPaper(0, printer.NowNs);
        while (printer.Step())
        {
        }

        Assert.Equal(81 + 8100, printer.Model.Paper.TotalRows);
    }

    [Fact]
    public void The_feed_button_moves_paper_that_no_band_owns()
    {
        var printer = new TestPrinter();
        printer.Model.PressFeed(0);
        printer.Print([0x10, 4, 1]);
        Assert.Equal([0x52], printer.Replies);
        Assert.Equal(30, printer.Model.Paper.TotalRows);
        Assert.Equal(0, printer.Model.Rows.WaitingRows);
        printer.Print([0x10, 4, 1]);
        Assert.Equal([0x52, 0x12], printer.Replies);
    }

    [Fact]
    public void The_pictures_margin_shows_what_was_printed_twice()
    {
        var printer = new TestPrinter();
        Span<byte> fence = stackalloc byte[ICheckpointEcho.MostBytes];
        int length = new ProcessIdEcho().WriteFence(1, fence);
        printer.Print([.. "once\n"u8, .. fence[..length], .. "twice\n"u8, .. fence[..length]]);
        PaperStrip strip = printer.TearOff();
        Assert.Equal(new RowRemark(30, 30, RowsKind.RepeatedUnmarked), Assert.Single(strip.Remarks));
        (byte[] dots, int width) = strip.WithMargins();
        Assert.Equal(464, width);
        Assert.Equal((0, 0xff), (dots[(29 * 58) + 1], dots[(30 * 58) + 1]));
    }

    [Fact]
    public void A_power_cut_loses_the_buffer_the_open_command_and_the_settings_but_not_the_paper()
    {
        var printer = new TestPrinter();
        printer.Send([0x1b, (byte)'E', 1, .. TestPrinter.BlackRaster(60)]);
        int rowsBefore = printer.Model.Paper.Rows;
        Assert.InRange(rowsBefore, 1, 55);
        printer.Model.CutPower(printer.NowNs);
        printer.Print("lost\n");
        Assert.True(printer.Model.Counters.BytesLostWithoutPower >= 5);

        printer.Model.RestorePower(printer.NowNs);
        printer.Print("lost, too\n");
        Assert.Equal(rowsBefore, printer.Model.Paper.Rows);
        Assert.Equal(0, printer.Model.OpenCommandBytes);

        printer.PassTime(Second);
        printer.Print("I\n");
        PaperStrip strip = printer.TearOff();
        Assert.Equal(rowsBefore + 30, strip.Rows);
        PaperStrip plain = TestPrinter.Picture("I\n"u8);
        Assert.Equal(TestPrinter.Draw(plain, 0, 24, 0, 30), TestPrinter.Draw(strip, 0, 24, rowsBefore, 30));
    }
}
