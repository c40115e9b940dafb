using System.Diagnostics;
using System.Globalization;
using EdgeIpc.HardwareTests.Machine;

namespace EdgeIpc.HardwareTests.Jig;

/// <summary>The lab's hands: simulated GPIO lines, the socket behind the UART, a disk whose unflushed writes can be lost.</summary>
internal sealed class LabJig(Target target) : IJig
{
    private const string GuestScripts = "/usr/local/lib/edgeipc-lab";

    /// <summary>The running lab's directory, as its scripts have it.</summary>
    public static string RunDirectory { get; } = Environment.GetEnvironmentVariable("LAB_RUN") is { Length: > 0 } run ? run : $"{CacheDirectory}/run";

    /// <summary>There all the time: a press is made when it is asked for, not when a program has started.</summary>
    private Process? _finger;

    public JigParts Parts => JigParts.Gpio | JigParts.Uart | JigParts.Power | JigParts.Sensors;

    public IUartEnd Uart { get; } = new SocketUart($"{RunDirectory}/uart.sock");

    private static string CacheDirectory =>
        Environment.GetEnvironmentVariable("LAB_DIR") is { Length: > 0 } directory ? directory
        : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? $"{cache}/edgeipc-lab"
        : $"{Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)}/.cache/edgeipc-lab";

    public TimeSpan Press(int line, TimeSpan held, bool bounces = false, int times = 1)
    {
        _finger ??= target.Converse($"{GuestScripts}/finger");
        _finger.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line} {held.TotalMilliseconds:0} {(bounces ? "bounce" : "clean")} {times}"));
        _finger.StandardInput.Flush();
        string longestRestUs = _finger.StandardOutput.ReadLine() ?? throw new IOException($"The finger is gone: {_finger.StandardError.ReadToEnd()}");
        return TimeSpan.FromMicroseconds(long.Parse(longestRestUs, CultureInfo.InvariantCulture));
    }

    public bool IsLit(int line) => target.Run($"{GuestScripts}/led.sh {line}") == "1";

    public void SetSensor(string chip, int register, params byte[] values) =>
        target.Run($"{GuestScripts}/bus.sh set {chip} {register} {string.Join(' ', values)}");

    public void Disturb(BusFault fault, string chip, int times) =>
        target.Run($"{GuestScripts}/bus.sh fault {(fault == BusFault.Refused ? "nak" : "garbage")} {chip} {times}");

    // On SPI nobody pulls the line down: held, it is high.
    public void HoldLine(string bus, bool isHeld) => target.Run($"{GuestScripts}/bus.sh fault stuck {bus} {(isHeld ? "1" : bus == "spi" ? "no" : "0")}");

    public void PlugInKernelSensor(string user) => target.Run($"{GuestScripts}/iio.sh {user}");

    public void BeginTiming(int i2cHz) => SetParameters(i2cHz, 'Y');

    public void EndTiming() => SetParameters(0, 'N');

    private void SetParameters(int i2cHz, char spi) => target.Run(
        $"cd /sys/module; echo {i2cHz} > i2c_lab/parameters/bus_hz; echo {spi} > spi_lab/parameters/bus_time; echo {spi} > spi_lab/parameters/count_samples");

    public void CutPower()
    {
        RunLab("powercut");
        DropFinger();
        target.Disconnect();
    }

    public void RestorePower() => RunLab("start", "--cuttable");

    public void Dispose()
    {
        DropFinger();
        Uart.Dispose();
    }

    private void DropFinger()
    {
        if (_finger is null) return;
        _finger.StandardInput.Close();
        _finger.WaitForExit();
        _finger.Dispose();
        _finger = null;
    }

    private static void RunLab(params string[] arguments)
    {
        // QEMU outlives the script: a pipe would stay open with it, so what the script says goes where the tests' words go.
        using var lab = Process.Start(Path.Combine(Repository.Root, "hardware/lab/lab"), arguments);
        lab.WaitForExit();
        Assert.True(lab.ExitCode == 0, $"lab {string.Join(' ', arguments)} ended with {lab.ExitCode}.");
    }
}
