using EdgeIpc.Posix;

namespace EdgeIpc.Devices;

/// <summary>Where the devices of an instance find what they need besides their options.</summary>
/// <param name="EmulatorPath">The printer emulator's device.</param>
/// <param name="LockDirectory">Where a line's lock lies. Must exist.</param>
/// <param name="Sharing">Who may take that lock.</param>
public sealed record DevicePlaces(string EmulatorPath, string LockDirectory, FileSharing Sharing);

/// <summary>The devices of a station. The only place that asks whether they are simulated: what it hands out behaves alike.</summary>
public sealed class DeviceSet(DeviceOptions options, TimeProvider time)
{
    /// <summary>The sensor.</summary>
    /// <param name="instead">A source that stands in for the device, in the same names and units; this object's from now on.</param>
    public DeviceOpening<ISampleSource> OpenSensor(ISampleSource? instead = null)
    {
        try
        {
            ISampleSource source = instead ?? SensorOpening.Open(options.Sensor);
            return new DeviceOpening<ISampleSource>(options.Sensor.Channels.Count == 0 ? source : new ScaledSource(source, options.Sensor.Channels), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PosixException)
        {
            return new DeviceOpening<ISampleSource>(null, $"The sensor '{options.Sensor.Kind}' can't be read: {e.Message.TrimEnd('.')}.");
        }
    }

    /// <summary>The buttons.</summary>
    public DeviceOpening<ButtonPanel> OpenButtons()
    {
        var wanted = options.Buttons;
        var opened = IsGpio(wanted.Kind, wanted.Pins)
            ? GpioOpening.TryOpen<IButtonSource>(options, chip => GpioButtons.Open(chip, wanted.Pins, wanted.Pull))
            : new DeviceOpening<IButtonSource>(new SimulatedButtons([.. wanted.Pins.Select(pin => pin.Name)]), null);
        return opened.Device is null
            ? new DeviceOpening<ButtonPanel>(null, opened.Refusal)
            : new DeviceOpening<ButtonPanel>(new ButtonPanel(opened.Device, TimeSpan.FromMilliseconds(wanted.DebounceMs), TimeSpan.FromMilliseconds(wanted.LongPressMs)), null);
    }

    /// <summary>The lamps.</summary>
    public DeviceOpening<ILedOutput> OpenLeds()
    {
        var wanted = options.Leds;
        return IsGpio(wanted.Kind, wanted.Pins)
            ? GpioOpening.TryOpen<ILedOutput>(options, chip => GpioLeds.Open(chip, wanted.Pins))
            : new DeviceOpening<ILedOutput>(new SimulatedLeds([.. wanted.Pins.Select(pin => pin.Name)]), null);
    }

    /// <summary>The device that the printer's line is on.</summary>
    public string PrinterDevicePath(DevicePlaces places) => options.PrinterLine(places.EmulatorPath).DevicePath;

    /// <summary>The printer's line, for this process alone.</summary>
    public LineOpenResult OpenPrinterLine(DevicePlaces places) =>
        SerialLine.TryOpen(options.PrinterLine(places.EmulatorPath), places.LockDirectory, places.Sharing, time);

    // Without a pin there is nothing to open, also where there is no GPIO chip.
    private static bool IsGpio(PinKind kind, IReadOnlyList<NamedPin> pins) => kind == PinKind.Gpio && pins.Count > 0;
}
