using System.Diagnostics;
using System.Globalization;
using EdgeIpc.HardwareTests.Machine;

namespace EdgeIpc.HardwareTests.Jig;

/// <summary>
/// A jig at a real Pi, as hardware/jig/README.md builds it: each button and lamp line has a partner line on the same header,
/// which presses it by pulling it low, or looks at it. EDGEIPC_HIL_UART names the adapter, EDGEIPC_HIL_POWER a command
/// that takes on or off.
/// </summary>
internal sealed class PiJig : IJig
{
    /// <summary>Partner lines: button or lamp, and the jig's own line that is wired to it.</summary>
    private static readonly Dictionary<int, int> Partners = new() { [17] = 5, [27] = 6, [22] = 13, [23] = 16, [24] = 26, [25] = 12 };

    private readonly Target _target;
    private readonly SerialUart? _uart;
    private readonly string? _powerCommand;

    public PiJig(Target target, JigParts parts)
    {
        (_target, Parts) = (target, parts);
        if (parts.HasFlag(JigParts.Uart)) _uart = new SerialUart(Require("EDGEIPC_HIL_UART", "the serial adapter, such as /dev/ttyUSB0"), HilStation.LineBaud);
        if (parts.HasFlag(JigParts.Power)) _powerCommand = Require("EDGEIPC_HIL_POWER", "the command that switches the relay, given on or off");
    }

    public JigParts Parts { get; }

    public IUartEnd Uart => _uart ?? throw new InvalidOperationException("This jig has no UART.");

    /// <summary>Pulled low means pressed; between presses the partner is an input and pulls nowhere.</summary>
    public TimeSpan Press(int line, TimeSpan held, bool bounces = false, int times = 1)
    {
        string seconds = string.Create(CultureInfo.InvariantCulture, $"{held.TotalSeconds:0.###}");
        string bounce = bounces ? "pull 0.001; pull 0.001; pull 0.001; " : "";
        _target.Run($$"""
            {{Chip}}
            pull() { timeout "$1" gpioset $hold "$chip" {{Partners[line]}}=0 || [ $? = 124 ]; }
            for press in $(seq {{times}}); do {{bounce}}pull {{seconds}}; {{bounce}}sleep {{seconds}}; done
            """);
        return TimeSpan.Zero;
    }

    public bool IsLit(int line) => _target.Run($"{Chip}\ngpioget \"$chip\" {Partners[line]}").Contains('1', StringComparison.Ordinal);

    public void SetSensor(string chip, int register, params byte[] values) => throw NoSensors();

    public void Disturb(BusFault fault, string chip, int times) => throw NoSensors();

    public void HoldLine(string bus, bool isHeld) => throw NoSensors();

    public void PlugInKernelSensor(string user) => throw NoSensors();

    public void BeginTiming(int i2cHz) => throw NoSensors();

    public void EndTiming() => throw NoSensors();

    public void CutPower()
    {
        Switch("off");
        _target.Disconnect();
    }

    public void RestorePower()
    {
        Switch("on");
        _target.Await("true", "the Pi is back");
    }

    public void Dispose() => _uart?.Dispose();

    /// <summary>The header's chip by its label, which differs between models, and how this libgpiod's gpioset keeps a line.</summary>
    private static string Chip => """
        chip=$(gpiodetect | awk '/pinctrl-(bcm2835|bcm2711|rp1)/ { print $1; exit }')
        case $(gpioset --version | head -n 1) in *' v1.'*) hold='--mode=signal' ;; *) hold='' chip="--chip=$chip" ;; esac
        """;

    private void Switch(string state)
    {
        using var relay = Process.Start("sh", ["-c", $"{_powerCommand} {state}"]);
        relay.WaitForExit();
        Assert.True(relay.ExitCode == 0, $"'{_powerCommand} {state}' ended with {relay.ExitCode}.");
    }

    private static InvalidOperationException NoSensors() => new("A real sensor measures what is there; only the lab's are played.");

    private static string Require(string variable, string meaning) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : throw new InvalidOperationException($"Set {variable}: {meaning}.");
}
