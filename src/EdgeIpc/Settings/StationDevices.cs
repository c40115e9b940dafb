using EdgeIpc.Daemon;
using EdgeIpc.Devices;
using EdgeIpc.Instance;
using EdgeIpc.Posix;

namespace EdgeIpc.Settings;

/// <summary>The devices that the settings ask for, in the words of <see cref="EdgeIpc.Devices"/>.</summary>
internal static class StationDevices
{
    /// <summary>The devices of a station; opened one by one, each by the process that uses it.</summary>
    public static DeviceSet ToDevices(this StationSettings settings) => new(settings.ToDeviceOptions(), TimeProvider.System);

    public static DeviceOptions ToDeviceOptions(this StationSettings settings) => new()
    {
        Sensor = new SensorOptions
        {
            Kind = KindOf(settings.Sensor),
            Driver = settings.Sensor.Driver == "iot" ? SensorDriver.Iot : SensorDriver.Own,
            Seed = settings.Sensor.Seed,
            Device = settings.Sensor.Device,
            Address = settings.Sensor.Address,
            Inputs = settings.Sensor.Inputs,
            ReferenceVolts = settings.Sensor.ReferenceVolts,
            RateHz = settings.Sensor.RateHz,
            Channels = [.. settings.Sensor.Channels.Select(ToOptions)],
        },
        ChipLabel = settings.Panel.ChipLabel,
        Buttons = new ButtonOptions
        {
            Kind = PinsOf(settings.Panel),
            Pins = [new("chart", settings.Panel.ChartButtonLine), new("mark", settings.Panel.MarkButtonLine), new("pause", settings.Panel.PauseButtonLine)],
            Pull = settings.Panel.ButtonPull switch
            {
                "down" => ButtonPull.Down,
                "none" => ButtonPull.None,
                _ => ButtonPull.Up,
            },
            DebounceMs = settings.Panel.DebounceMs,
            LongPressMs = settings.Panel.LongPressMs,
        },
        Leds = new LedOptions
        {
            Kind = PinsOf(settings.Panel),
            Pins = [new("sampling", settings.Panel.SamplingLedLine), new("printing", settings.Panel.PrintingLedLine), new("trouble", settings.Panel.TroubleLedLine)],
        },
        Printer = new PrinterLineOptions
        {
            Kind = settings.Printer.Device.Length == 0 ? LineKind.Emulator : LineKind.Serial,
            Device = settings.Printer.Device,
            Baud = settings.Printer.Baud,
            Flow = settings.Printer.Flow switch
            {
                "xonxoff" => FlowControl.XOnXOff,
                "rtscts" => FlowControl.RtsCts,
                _ => FlowControl.None,
            },
        },
    };

    /// <summary>Whether anything of the station is more than made up: then nobody pulls its paper or kills its processes for show.</summary>
    public static bool IsRealHardware(this StationSettings settings) => settings.Printer.Device.Length > 0 || settings.Panel.Kind != "simulated" || KindOf(settings.Sensor) is not (SensorKind.Simulated or SensorKind.Host);

    /// <summary>Where an instance keeps what its devices need.</summary>
    public static DevicePlaces DevicePlaces(this StationInstance instance) => new(instance.PrinterLink, instance.LocksDirectory, instance.Sharing);

    /// <summary>
    /// Where the lock of a serial device lies. An emulated printer's is with its station, so that nobody prints between the
    /// spooler's lines: root passes by a terminal's exclusive mark.
    /// </summary>
    /// <param name="device">The device's path, or a link to it.</param>
    /// <param name="otherwise">The lock's directory for a device that is no station's emulated printer.</param>
    public static DevicePlaces DevicePlacesOf(string device, string otherwise)
    {
        string target = TargetOf(device);
        // A killed station leaves its link behind, and the terminal's number is soon another's. A station that ends meanwhile is no error.
        var owner = InstanceName.Existing().Select(StationInstance.At)
            .FirstOrDefault(instance => TargetOf(instance.PrinterLink) == target && FileLock.IsHeld(instance.RoleLockPath(Role.PrinterEmulator)));
        return owner?.DevicePlaces() ?? new DevicePlaces("", otherwise, FileSharing.OwnerOnly);
    }

    private static string TargetOf(string device)
    {
        try
        {
            if (File.ResolveLinkTarget(device, returnFinalTarget: true) is { } target) return target.FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing is there, or no longer, or another's: a station that ends takes its link along.
        }

        return Path.GetFullPath(device);
    }

    private static SensorKind KindOf(SensorSettings sensor) => sensor.Kind switch
    {
        "host" => SensorKind.Host,
        "mcp3008" => SensorKind.Mcp3008,
        "adxl345" => SensorKind.Adxl345,
        "bme280" => SensorKind.Bme280,
        "ads1115" => SensorKind.Ads1115,
        "iio" => SensorKind.Iio,
        _ => SensorKind.Simulated,
    };

    private static PinKind PinsOf(PanelSettings panel) => panel.Kind == "gpio" ? PinKind.Gpio : PinKind.Simulated;

    private static ChannelOptions ToOptions(ChannelSettings channel) => new()
    {
        Name = channel.Name ?? "",
        Unit = channel.Unit ?? "",
        Scale = channel.Scale,
        Offset = channel.Offset,
    };
}
