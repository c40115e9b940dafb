using System.Text;

namespace EdgeIpc.Paper.Tests;

public class PrinterModelTests
{
    private const long Second = 1_000_000_000;

    private static readonly byte[] StatusQuery = [0x10, 0x04, 1];

    [Theory]
    [InlineData(9_600)]
    [InlineData(19_200)]
    [InlineData(115_200)]
    public void Bytes_arrive_at_ten_bits_each(int baud)
    {
        var printer = new TestPrinter(options: new PrinterModelOptions { LineBaud = baud });
        byte[] bytes = new byte[baud / 10];
        printer.Send(bytes);
        while (printer.Model.Counters.BytesAccepted < bytes.Length)
            Assert.True(printer.Step());
        // A second's worth of bytes takes a second, rounding per byte aside.
        Assert.InRange(printer.NowNs, Second - bytes.Length, Second);
    }

    [Fact]
    public void Looking_seldom_changes_nothing_but_when_answers_are_seen()
    {
        byte[] bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("a line of text\n", 20)));
        var often = new TestPrinter();
        often.Print(bytes);
        var seldom = new TestPrinter();
        int sent = 0;
        while (sent < bytes.Length || !seldom.Model.IsIdle)
        {
            sent += seldom.Model.Receive(bytes.AsSpan(sent), seldom.NowNs);
            seldom.PassTime(10_000_000);
        }

        Assert.Equal(often.Model.Paper.TotalRows, seldom.Model.Paper.TotalRows);
        Assert.True(often.Model.Paper.Look().Dots.Span.SequenceEqual(seldom.Model.Paper.Look().Dots.Span));
    }

    [Fact]
    public void What_overflows_the_buffer_is_lost_and_counted()
    {
        var printer = new TestPrinter(TestPrinter.Cheap);
        printer.Model.PullPaper(0);
        byte[] bytes = new byte[300];
        Assert.Equal(300, printer.Send(bytes));
        printer.PassTime(Second);
        Assert.Equal(256, printer.Model.Counters.BytesAccepted);
        Assert.Equal(44, printer.Model.Counters.BytesDropped);
        Assert.Equal(256, printer.Accepted.WrittenCount);
    }

    [Fact]
    public void XOFF_comes_at_the_mark_and_XON_when_there_is_room_again()
    {
        // Black rows take 4.9 ms each, the line brings one in 4.2 ms: the buffer must fill.
        var printer = new TestPrinter();
        byte[] black = TestPrinter.BlackRaster(2000);
        printer.Print(black);
        Assert.Equal(0, printer.Model.Counters.BytesDropped);
        Assert.Equal(black.Length, printer.Model.Counters.BytesAccepted);
        byte[] flow = [.. printer.Replies];
        Assert.True(flow.Length >= 4, "the buffer never filled");
        for (int index = 0; index < flow.Length; index++)
            Assert.Equal(index % 2 == 0 ? 0x13 : 0x11, flow[index]);
        Assert.Equal(2000, printer.Model.Paper.TotalRows);
    }

    [Fact]
    public void A_host_that_ignores_XOFF_loses_bytes()
    {
        var printer = new TestPrinter(options: new PrinterModelOptions { LineBaud = 230_400 });
        printer.Model.HostObeysXoff = false;
        printer.Print(TestPrinter.BlackRaster(400));
        Assert.True(printer.Model.Counters.BytesDropped > 0);
        Assert.Equal((400 * 48) + 8, printer.Model.Counters.BytesAccepted + printer.Model.Counters.BytesDropped);
    }

    [Fact]
    public void A_black_row_takes_six_turns_of_heating()
    {
        var printer = new TestPrinter(options: new PrinterModelOptions { LineBaud = 4_000_000 });
        printer.Print(TestPrinter.BlackRaster(50));
        // 384 dots, 64 at once, 820 us a turn; the first row's bytes take 140 us.
        Assert.InRange(printer.NowNs, 50 * 6 * 820_000L, (50 * 6 * 820_000L) + 200_000);
    }

    [Fact]
    public void White_rows_go_at_the_speed_of_the_motor()
    {
        var printer = new TestPrinter(options: new PrinterModelOptions { LineBaud = 4_000_000 });
        printer.Print([0x1b, (byte)'J', 240]);
        // 240 rows at 480 rows a second.
        Assert.InRange(printer.NowNs, Second / 2 - 240, (Second / 2) + 100_000);
    }

    [Fact]
    public void A_time_scale_speeds_up_the_wire_and_the_head_alike()
    {
        var slow = new TestPrinter();
        slow.Print(TestPrinter.BlackRaster(100));
        var fast = new TestPrinter(options: new PrinterModelOptions { LineBaud = 115_200, TimeScale = 100 });
        fast.Print(TestPrinter.BlackRaster(100));
        Assert.InRange(fast.NowNs, slow.NowNs / 100 * 98 / 100, slow.NowNs / 100 * 102 / 100);
    }

    [Fact]
    public void Raster_that_comes_slower_than_the_head_stops_the_motor_each_row()
    {
        // 48 bytes at 19,200 baud take 25 ms, a row takes 2.1 ms.
        var printer = new TestPrinter(options: new PrinterModelOptions { LineBaud = 19_200 });
        printer.Print([0x1d, (byte)'v', (byte)'0', 0, 48, 0, 40, 0, .. new byte[48 * 40]]);
        Assert.Equal(39, printer.Model.Counters.MotorStops);
    }

    [Fact]
    public void A_real_time_status_is_answered_ahead_of_the_buffer_and_an_echo_in_its_order()
    {
        var printer = new TestPrinter();
        printer.Send([.. TestPrinter.BlackRaster(40), 0x1d, (byte)'r', 1, .. StatusQuery]);
        while (printer.Replies.Count == 0)
            Assert.True(printer.Step());
        Assert.Equal([0x12], printer.Replies);
        Assert.True(printer.Model.Paper.TotalRows < 40);

        while (printer.Step())
        {
        }

        Assert.Equal([0x12, 0x00], printer.Replies);
    }

    [Fact]
    public void A_process_id_comes_back_when_everything_before_it_lies_on_paper()
    {
        var printer = new TestPrinter();
        Span<byte> fence = stackalloc byte[ICheckpointEcho.MostBytes];
        int length = new ProcessIdEcho().WriteFence(7, fence);
        printer.Send([.. TestPrinter.BlackRaster(10), .. fence[..length]]);
        while (printer.Replies.Count == 0)
            Assert.True(printer.Step());
        Assert.Equal(10, printer.Model.Paper.TotalRows);
        Assert.Equal([0x37, 0x22, 32, 32, 32, 39, 0], printer.Replies);
    }

    [Fact]
    public void A_status_query_inside_a_picture_is_answered_and_still_printed()
    {
        var printer = new TestPrinter();
        printer.Print([0x1d, (byte)'v', (byte)'0', 0, 3, 0, 1, 0, .. StatusQuery]);
        Assert.Equal([0x12], printer.Replies);
        Assert.Equal("...#.........#.........#", TestPrinter.Draw(printer.TearOff(), 0, 24, 0, 1).Trim());
    }

    [Fact]
    public void Its_state_outlives_the_sender()
    {
        var printer = new TestPrinter();
        printer.Send([0x1d, (byte)'v', (byte)'0', 0, 48, 0, 10, 0, .. new byte[100]]);
        while (printer.Step())
        {
        }

        Assert.Equal((48 * 10) - 100, printer.Model.OpenCommandBytes);
    }

    [Fact]
    public void A_roll_without_a_cut_is_torn_off_before_it_fills_the_memory()
    {
        var roll = new PaperRoll(TestPrinter.Full);
        for (int row = 0; row <= PaperRoll.MostRows; row++)
            roll.AddBlank();
        Assert.Equal(1, roll.Rows);
        Assert.True(roll.TryTakeReceipt(out PaperStrip strip));
        Assert.Equal(PaperRoll.MostRows, strip.Rows);
    }

    [Fact]
    public void Receipts_that_nobody_fetches_are_thrown_away_and_counted()
    {
        var roll = new PaperRoll(TestPrinter.Cheap);
        for (int receipt = 0; receipt < PaperRoll.MostReceipts + 3; receipt++)
        {
            roll.AddBlank();
            roll.Cut();
        }

        Assert.Equal(3, roll.DroppedReceipts);
        Assert.True(roll.TryTakeReceipt(out PaperStrip first));
        Assert.Equal(4, first.Number);
    }
}
