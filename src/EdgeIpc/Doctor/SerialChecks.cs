using EdgeIpc.Settings;

namespace EdgeIpc.Doctor;

/// <summary>The printer's serial device, and who else is on it: a console, a login, Bluetooth.</summary>
internal static class SerialChecks
{
    private const string Check = "printer line";

    public static IEnumerable<Finding> Examine(Machine machine, StationSettings settings)
    {
        string device = settings.Printer.Device;
        if (device.Length == 0)
        {
            yield return Finding.Ok(Check, $"The printer is the emulated one; serial devices here: {Known(machine)}.");
            yield break;
        }

        string relative = device.TrimStart('/');
        if (!machine.Exists(relative))
        {
            yield return Finding.Fail(Check, $"{device} is not there; serial devices here: {Known(machine)}.", IsRaspberryPi(machine) ? "sudo raspi-config nonint do_serial_hw 0   and restart the Pi (or check the cable)" : "check the cable, then set printer.device");
            yield break;
        }

        yield return GroupChecks.Device(machine, relative) with { Check = Check };
        string name = KernelName(machine, relative);
        if (ConsoleOn(machine, name)) yield return Finding.Fail(Check, $"The kernel writes its messages to {name}: they would be printed.", IsRaspberryPi(machine) ? "sudo raspi-config nonint do_serial_cons 1   and restart the Pi" : $"remove console={name} from the kernel's command line and restart");
        if (LoginOn(machine, name)) yield return Finding.Fail(Check, $"A login prompt waits on {name}: it would be printed, and takes the printer's answers.", $"sudo systemctl mask --now serial-getty@{name}.service");
        if (IsRaspberryPi(machine) && PiWiring(name) is { } wiring) yield return wiring;
    }

    private static bool IsRaspberryPi(Machine machine) => machine.Read("proc/device-tree/model")?.Contains("Raspberry Pi", StringComparison.Ordinal) == true;

    // /dev/serial0 is a link to the port that the firmware chose; the kernel's messages name the port.
    private static string KernelName(Machine machine, string relative) =>
        Path.GetFileName(new FileInfo(machine.Path(relative)).LinkTarget ?? relative);

    private static bool ConsoleOn(Machine machine, string name) =>
        (machine.Read("proc/cmdline") ?? "").Split(' ').Any(word => word == $"console={name}" || word.StartsWith($"console={name},", StringComparison.Ordinal));

    // systemd starts a login on the kernel's console by itself (its generator), or where somebody enabled one.
    private static bool LoginOn(Machine machine, string name)
    {
        string unit = $"serial-getty@{name}.service";
        bool wanted = machine.Exists($"etc/systemd/system/getty.target.wants/{unit}") || machine.Exists($"run/systemd/generator/getty.target.wants/{unit}");
        return wanted && new FileInfo(machine.Path($"etc/systemd/system/{unit}")).LinkTarget != "/dev/null";
    }

    private static Finding? PiWiring(string name) => name switch
    {
        "ttyS0" => Finding.Warn(Check, "ttyS0 is the Pi's mini UART, whose speed follows the core clock; Bluetooth has the good one.", "add dtoverlay=disable-bt to /boot/firmware/config.txt, sudo systemctl disable hciuart, restart, and use /dev/serial0"),
        "ttyAMA10" => Finding.Warn(Check, "ttyAMA10 is the Pi 5's debug connector, not the pins 14 and 15.", "add dtparam=uart0=on to /boot/firmware/config.txt, restart, and set printer.device to /dev/ttyAMA0"),
        _ => null,
    };

    private static string Known(Machine machine)
    {
        string[] found = [.. ((string[])["serial?", "ttyAMA*", "ttyUSB*", "ttyACM*"]).SelectMany(pattern => machine.List("dev", pattern)).Select(path => "/" + path)];
        return found.Length == 0 ? "none" : string.Join(", ", found);
    }
}
