using EdgeIpc.HardwareTests.Jig;
using EdgeIpc.HardwareTests.Machine;

namespace EdgeIpc.HardwareTests;

public sealed class LampTests(Bench bench)
{
    [HardwareFact(JigParts.Gpio | JigParts.Uart)]
    public void The_lamps_show_sampling_printing_and_trouble()
    {
        bench.Station.StartFresh();
        Await(HilStation.SamplingLed, lit: true);
        Await(HilStation.TroubleLed, lit: false);
        Assert.False(bench.Jig.IsLit(HilStation.PrintingLed));

        bench.Printer.PullPaper();
        bench.Station.Edgeipc("send print-summary 1");
        Await(HilStation.TroubleLed, lit: true);
        bench.Printer.LoadPaper();
        Await(HilStation.TroubleLed, lit: false);

        bench.Station.Stop();
        foreach (int led in (int[])[HilStation.SamplingLed, HilStation.PrintingLed, HilStation.TroubleLed]) Await(led, lit: false);
    }

    [HardwareFact(JigParts.Gpio | JigParts.Uart)]
    public void The_printing_lamp_is_lit_as_long_as_it_prints()
    {
        bench.Station.StartFresh();
        bench.Station.PrintLines(400);
        Await(HilStation.PrintingLed, lit: true);
        Await(HilStation.PrintingLed, lit: false);
    }

    private void Await(int led, bool lit) => Pause.Until(() => bench.Jig.IsLit(led) == lit, $"the lamp at line {led} is {(lit ? "lit" : "dark")}");
}
