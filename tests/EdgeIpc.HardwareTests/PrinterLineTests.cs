using EdgeIpc.HardwareTests.Jig;
using EdgeIpc.HardwareTests.Machine;

namespace EdgeIpc.HardwareTests;

/// <summary>What people do to a printer while it prints: every line comes to paper, none twice without a mark.</summary>
public sealed class PrinterLineTests(Bench bench)
{
    private const int Lines = 300;

    [HardwareFact(JigParts.Uart)]
    public void Paper_that_ends_in_mid_job_and_is_put_in_again_loses_no_line()
    {
        BeginToPrint();
        bench.Printer.PullPaper();
        bench.Station.AwaitEdgeipc("printer status", "media-empty", "the station knows that the paper is out");
        bench.Printer.LoadPaper();
        AwaitOnPaper();
    }

    [HardwareFact(JigParts.Uart)]
    public void A_cable_pulled_out_in_mid_job_and_put_back_loses_no_line()
    {
        BeginToPrint();
        bench.Printer.SetPlugged(false);
        bench.Station.AwaitEdgeipc("printer status", "offline\\|stopped\\|connecting", "the station knows that nobody answers");
        bench.Printer.SetPlugged(true);
        AwaitOnPaper();
    }

    private void BeginToPrint()
    {
        bench.Station.StartFresh();
        bench.Printer.LoadPaper();
        bench.Printer.TearOff();
        long before = bench.Printer.Rows;
        bench.Station.PrintLines(Lines);
        Pause.Until(() => bench.Printer.Rows > before + 200, "the document has begun to come to paper");
    }

    private void AwaitOnPaper()
    {
        bench.Station.AwaitCompleted(1);
        NumberedLines.AssertAllOnPaper(bench.Printer.TearOff(), "lines", Lines);
    }
}
