using EdgeIpc.HardwareTests.Jig;
using EdgeIpc.HardwareTests.Machine;
using EdgeIpc.HardwareTests.Printer;
using EdgeIpc.Paper;

[assembly: AssemblyFixture(typeof(EdgeIpc.HardwareTests.Bench))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace EdgeIpc.HardwareTests;

/// <summary>
/// The bench that all tests work at, one after the other: a target, a jig, a printer. EDGEIPC_HIL_HOST names the target:
/// <c>lab</c>, or user@host of a real Pi; without it every test is skipped and nothing is touched.
/// </summary>
public sealed class Bench : IDisposable
{
    private const double PrinterTimeScale = 4;

    private readonly Lazy<Parts> _parts = new(Open);

    internal static string? Host { get; } = Environment.GetEnvironmentVariable("EDGEIPC_HIL_HOST") is { Length: > 0 } host ? host : null;

    internal static bool IsLab => Host == "lab";

    /// <summary>What the jig at this host has, without touching it.</summary>
    internal static JigParts JigParts { get; } = IsLab
        ? JigParts.Gpio | JigParts.Uart | JigParts.Power | JigParts.Sensors
        : Environment.GetEnvironmentVariable("EDGEIPC_HIL_JIG") switch
        {
            "gpio" => JigParts.Gpio,
            "gpio+uart" => JigParts.Gpio | JigParts.Uart,
            "full" => JigParts.Gpio | JigParts.Uart | JigParts.Power,
            _ => JigParts.None,
        };

    /// <summary>What a measured time is a time of.</summary>
    internal static string Kind => IsLab ? "lab time, an emulated machine" : Host!;

    internal Target Target => _parts.Value.Target;

    internal IJig Jig => _parts.Value.Jig;

    internal BenchPrinter Printer => _parts.Value.Printer;

    internal HilStation Station => _parts.Value.Station;

    public void Dispose()
    {
        if (!_parts.IsValueCreated) return;
        var parts = _parts.Value;
        parts.Station.Stop();
        parts.Printer.Dispose();
        parts.Jig.Dispose();
        parts.Target.Dispose();
    }

    private static Parts Open()
    {
        string program = Environment.GetEnvironmentVariable("EDGEIPC_HIL_PROGRAM") is { Length: > 0 } named ? named
            : throw new InvalidOperationException("Set EDGEIPC_HIL_PROGRAM to the directory that 'dotnet publish src/EdgeIpc -r linux-arm64' filled.");
        var target = IsLab ? new Target(["-F", $"{LabJig.RunDirectory}/ssh.config"], "root@lab") : new Target([], Host!);
        IJig jig = IsLab ? new LabJig(target) : new PiJig(target, JigParts);
        var station = new HilStation(target);
        string user = Environment.GetEnvironmentVariable("EDGEIPC_HIL_USER") is { Length: > 0 } other ? other : "edgeipc-hil";
        station.Install(program, user, chipLabel: IsLab ? "pi-header" : "", uart: IsLab ? "/dev/ttyS0" : "/dev/serial0");
        var printer = new BenchPrinter(jig.Uart, PrinterProfile.Load("edgeipc-58"), HilStation.LineBaud, PrinterTimeScale);
        return new Parts(target, jig, printer, station);
    }

    private sealed record Parts(Target Target, IJig Jig, BenchPrinter Printer, HilStation Station);
}
