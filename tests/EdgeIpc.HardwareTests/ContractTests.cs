using EdgeIpc.HardwareTests.Jig;

namespace EdgeIpc.HardwareTests;

/// <summary>The contracts that simulated devices keep, asked of the machine's own: the same suites, run where the devices are.</summary>
public sealed class ContractTests(Bench bench, ITestOutputHelper output)
{
    private const string Directory = "/opt/edgeipc-contracts";

    [HardwareFact(JigParts.Gpio | JigParts.Sensors)]
    public void What_every_button_lamp_and_sensor_promises_holds_for_those_of_this_machine()
    {
        string suites = Environment.GetEnvironmentVariable("EDGEIPC_HIL_CONTRACTS") ?? "";
        Assert.SkipWhen(suites.Length == 0, "set EDGEIPC_HIL_CONTRACTS to the directory that 'dotnet publish tests/EdgeIpc.Devices.HardwareTests --self-contained -r linux-arm64' filled");
        bench.Station.Stop();
        WeatherChip.Put(bench.Jig);
        bench.Target.Put(suites, Directory);
        var run = bench.Target.Try($"cd {Directory} && ./EdgeIpc.Devices.HardwareTests -noColor");
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        output.WriteLine(run.Output.Split('\n').Last(line => line.Contains("Total:", StringComparison.Ordinal)).Trim());
    }
}
