using EdgeIpc.HardwareTests.Jig;
using EdgeIpc.HardwareTests.Machine;

namespace EdgeIpc.HardwareTests;

/// <summary>What systemd and the system do to a station.</summary>
public sealed class ServiceTests(Bench bench)
{
    [HardwareFact(JigParts.Uart)]
    public void A_killed_service_is_brought_back_by_systemd_and_prints_on()
    {
        bench.Station.StartFresh();
        bench.Printer.TearOff();
        bench.Station.PrintLines(200);
        long before = bench.Printer.Rows;
        Pause.Until(() => bench.Printer.Rows > before + 100, "the document has begun to come to paper");
        string pid = MainPid();
        bench.Target.Run($"kill -9 {pid}");
        bench.Target.Await($"test \"$(systemctl show -P MainPID {HilStation.Unit})\" != {pid} && systemctl is-active -q {HilStation.Unit}", "systemd has started it again");
        bench.Station.AwaitCompleted(1);
        NumberedLines.AssertAllOnPaper(bench.Printer.TearOff(), "lines", 200);
    }

    [HardwareFact(JigParts.None)]
    public void A_process_that_hangs_is_ended_by_the_watchdog_and_comes_back()
    {
        bench.Station.StartFresh();
        string pid = MainPid();
        bench.Target.Run($"kill -STOP {pid}");
        bench.Target.Await($"test \"$(systemctl show -P MainPID {HilStation.Unit})\" != {pid} && systemctl is-active -q {HilStation.Unit}", "the watchdog has replaced the hung process");
        bench.Station.AwaitEdgeipc("send ping", ".", "the station answers again");
    }

    [HardwareFact(JigParts.Uart)]
    public void On_a_full_disk_a_document_is_refused_and_afterwards_printed()
    {
        bench.Station.Stop();
        bench.Target.Run($"rm -rf {HilStation.StateDirectory}/*; mount -t tmpfs -o size=6m,mode=0755,uid=$(id -u {bench.Station.User}) tmpfs {HilStation.StateDirectory}");
        try
        {
            bench.Station.Start();
            bench.Target.Try($"dd if=/dev/zero of={HilStation.StateDirectory}/ballast bs=4k 2> /dev/null");
            var refused = bench.Station.TryPrintLines(2000);
            Assert.NotEqual(0, refused.ExitCode);
            Assert.Contains("disk", refused.Errors, StringComparison.OrdinalIgnoreCase);
            bench.Target.Run($"rm {HilStation.StateDirectory}/ballast");
            bench.Printer.TearOff();
            bench.Station.PrintLines(20);
            bench.Station.AwaitCompleted(1);
            NumberedLines.AssertAllOnPaper(bench.Printer.TearOff(), "lines", 20);
        }
        finally
        {
            bench.Station.Stop();
            bench.Target.Run($"umount {HilStation.StateDirectory}");
        }
    }

    [HardwareFact(JigParts.Uart)]
    public void A_clock_that_jumps_by_a_day_disturbs_neither_samples_nor_jobs()
    {
        bench.Station.StartFresh();
        bench.Printer.TearOff();
        try
        {
            foreach (string jump in (string[])["1 day", "-2 day"])
            {
                bench.Target.Run($"date -s '{jump}' > /dev/null");
                bench.Station.AwaitEdgeipc("send status", "rate", "the controller answers");
                bench.Station.Edgeipc("tap --count 20 > /dev/null");
            }

            bench.Station.PrintLines(20);
            bench.Station.AwaitCompleted(1);
            NumberedLines.AssertAllOnPaper(bench.Printer.TearOff(), "lines", 20);
        }
        finally
        {
            bench.Target.Run("date -s '1 day' > /dev/null");
        }
    }

    private string MainPid() => bench.Target.Run($"systemctl show -P MainPID {HilStation.Unit}");
}
