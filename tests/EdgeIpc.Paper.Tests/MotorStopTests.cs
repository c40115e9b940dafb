namespace EdgeIpc.Paper.Tests;

public sealed class MotorStopTests
{
    /// <summary>A printer without a cutter has one receipt below the other; ESC @ is where the next begins.</summary>
    [Theory]
    [InlineData("\u001b@second\n", 0)]
    [InlineData("second\n", 1)]
    public void The_motor_that_stands_before_a_document_has_left_no_white_line_in_it(string second, int stops)
    {
        var printer = new TestPrinter(TestPrinter.Cheap);
        printer.Print("\u001b@first\n");
        printer.PassTime(1_000_000_000);
        printer.Print(second);
        Assert.Equal(stops, printer.Model.Counters.MotorStops);
    }

    [Fact]
    public void A_printer_that_is_initialised_no_longer_tells_its_changes_by_itself()
    {
        var printer = new TestPrinter();
        printer.Print(PrinterStatusBits.TellChanges.Span);
        printer.Model.SetCover(true, printer.NowNs);
        Assert.Equal(PrinterTrouble.CoverOpen, PrinterStatusBits.OfAutoStatus(Told(printer)));
        printer.Model.SetCover(false, printer.NowNs);
        Assert.Equal(PrinterTrouble.None, PrinterStatusBits.OfAutoStatus(Told(printer)));
        int told = printer.Replies.Count;

        printer.Print("\u001b@");
        printer.Model.SetCover(true, printer.NowNs);
        Assert.Equal(told, printer.Replies.Count);
    }

    private static int Told(TestPrinter printer)
    {
        int status = 0;
        foreach (byte value in printer.Replies.TakeLast(4))
            status = (status << 8) | value;
        return status;
    }
}
