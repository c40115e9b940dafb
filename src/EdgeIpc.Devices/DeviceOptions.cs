using EdgeIpc.Posix;

namespace EdgeIpc.Devices;

/// <summary>Where samples come from.</summary>
public enum SensorKind
{
    Simulated,

    /// <summary>This machine's own counters.</summary>
    Host,

    /// <summary>A converter on SPI, see <see cref="EdgeIpc.Devices.Mcp3008"/>.</summary>
    Mcp3008,

    /// <summary>An accelerometer on SPI, see <see cref="EdgeIpc.Devices.Adxl345"/>.</summary>
    Adxl345,

    /// <summary>Temperature, humidity and pressure on I2C, see <see cref="EdgeIpc.Devices.Bme280"/>.</summary>
    Bme280,

    /// <summary>A converter on I2C, see <see cref="EdgeIpc.Devices.Ads1115"/>.</summary>
    Ads1115,

    /// <summary>A sensor that the kernel reads, see <see cref="IioSensor"/>.</summary>
    Iio,
}

/// <summary>Whose driver a sensor chip has.</summary>
public enum SensorDriver
{
    Own,

    /// <summary>That of Iot.Device.Bindings, in a program that was built with it.</summary>
    Iot,
}

/// <summary>Whether pins are real.</summary>
public enum PinKind
{
    Simulated,

    /// <summary>Pins of a GPIO chip.</summary>
    Gpio,
}

/// <summary>What the printer hangs on.</summary>
public enum LineKind
{
    /// <summary>The printer emulator's pseudo-terminal.</summary>
    Emulator,

    /// <summary>A serial device.</summary>
    Serial,
}

/// <summary>The resistor of a button's pin.</summary>
public enum ButtonPull
{
    /// <summary>To 3.3 V; the button connects to ground.</summary>
    Up,

    /// <summary>To ground; the button connects to 3.3 V.</summary>
    Down,

    /// <summary>A resistor to 3.3 V on the board; the button connects to ground.</summary>
    None,
}

/// <summary>A button or lamp, and the GPIO line it is wired to (on a Pi the BCM number).</summary>
public sealed record NamedPin(string Name, int Pin);

/// <summary>What people see of a channel: value = measured x Scale + Offset, in Unit. Empty texts keep what the sensor says.</summary>
public sealed record ChannelOptions
{
    public string Name { get; init; } = "";

    public string Unit { get; init; } = "";

    public double Scale { get; init; } = 1;

    public double Offset { get; init; }
}

/// <summary>The sensor.</summary>
public sealed record SensorOptions
{
    public SensorKind Kind { get; init; } = SensorKind.Simulated;

    /// <summary>Whose driver reads an MCP3008, ADXL345, BME280 or ADS1115; every other sensor has its own.</summary>
    public SensorDriver Driver { get; init; } = SensorDriver.Own;

    /// <summary>Of the simulated signal and its noise.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>What the sensor hangs on: /dev/spidev0.0, /dev/i2c-1, an IIO device's file or name. Empty: those two, and the first IIO device.</summary>
    public string Device { get; init; } = "";

    /// <summary>The chip's address on I2C, 0x03..0x77; 0 for the one it has with its address pin to ground.</summary>
    public int Address { get; init; }

    /// <summary>How many inputs of a converter are sampled, from the first on; 1..<see cref="ISampleSource.MaxChannels"/>.</summary>
    public int Inputs { get; init; } = ISampleSource.MaxChannels;

    /// <summary>A converter's reference, in volts.</summary>
    public double ReferenceVolts { get; init; } = 3.3;

    /// <summary>How often the sensor will be asked, in samples a second: an accelerometer sets its own rate by it.</summary>
    public int RateHz { get; init; } = 1_000;

    /// <summary>The first entry is the sensor's first channel, and so on; channels without an entry stay as they are.</summary>
    public IReadOnlyList<ChannelOptions> Channels { get; init; } = [];
}

/// <summary>The buttons. All on one chip.</summary>
public sealed record ButtonOptions
{
    public const int MaxDebounceMs = 1_000;
    public const int MinLongPressMs = 500;
    public const int MaxLongPressMs = 30_000;

    public PinKind Kind { get; init; } = PinKind.Simulated;

    public IReadOnlyList<NamedPin> Pins { get; init; } = [new("chart", 17), new("mark", 27), new("pause", 22)];

    public ButtonPull Pull { get; init; } = ButtonPull.Up;

    /// <summary>Milliseconds a contact must hold its level, 0..1,000. Default 20: small push buttons bounce for 1 to 10 ms.</summary>
    public int DebounceMs { get; init; } = 20;

    /// <summary>Milliseconds that make a press a long one, 500..30,000.</summary>
    public int LongPressMs { get; init; } = 3_000;
}

/// <summary>The lamps. All on one chip.</summary>
public sealed record LedOptions
{
    public PinKind Kind { get; init; } = PinKind.Simulated;

    public IReadOnlyList<NamedPin> Pins { get; init; } = [new("sampling", 23), new("printing", 24), new("trouble", 25)];
}

/// <summary>The printer's line.</summary>
public sealed record PrinterLineOptions
{
    public LineKind Kind { get; init; } = LineKind.Emulator;

    /// <summary>The device when the line is serial.</summary>
    public string Device { get; init; } = "/dev/serial0";

    /// <inheritdoc cref="SerialLineOptions.Baud"/>
    public int Baud { get; init; } = 19_200;

    /// <inheritdoc cref="SerialLineOptions.Flow"/>
    public FlowControl Flow { get; init; } = FlowControl.XOnXOff;
}

/// <summary>Every device of a station.</summary>
public sealed record DeviceOptions
{
    /// <summary>The chip with most lines that Linux boards have counts below this.</summary>
    public const int MaxPin = 1023;

    // Below and above are addresses with a meaning of their own (I2C-bus specification, UM10204, table 4).
    private const int MinAddress = 0x03, MaxAddress = 0x77;

    /// <summary>The chips behind the 40-pin header: Pi 5, Pi 4 and 400, all before.</summary>
    private static readonly string[] HeaderLabels = ["pinctrl-rp1", "pinctrl-bcm2711", "pinctrl-bcm2835"];

    public SensorOptions Sensor { get; init; } = new();

    public ButtonOptions Buttons { get; init; } = new();

    public LedOptions Leds { get; init; } = new();

    /// <summary>The label of the GPIO chip; empty for the header of a Raspberry Pi.</summary>
    public string ChipLabel { get; init; } = "";

    public PrinterLineOptions Printer { get; init; } = new();

    /// <summary>Every problem of these options, one sentence each; empty when they can be used.</summary>
    public IEnumerable<string> Validate()
    {
        if (Sensor.Channels.Count > ISampleSource.MaxChannels)
            yield return $"{Sensor.Channels.Count} channels are described; a sample holds {ISampleSource.MaxChannels}.";
        foreach (var channel in Sensor.Channels.Where(one => one.Scale == 0 || !double.IsFinite(one.Scale) || !double.IsFinite(one.Offset)))
            yield return $"Channel '{channel.Name}' has scale {channel.Scale} and offset {channel.Offset}; both must be finite, and the scale not 0.";
        if (SensorOpening.WhyNoIotDriver(Sensor) is { } why) yield return why;
        if (Sensor.Inputs is < 1 or > ISampleSource.MaxChannels)
            yield return $"{Sensor.Inputs} inputs are to be sampled; a sample holds 1 to {ISampleSource.MaxChannels}.";
        if (Sensor.Address is not 0 and (< MinAddress or > MaxAddress))
            yield return $"The sensor's address is 0x{Sensor.Address:X2}; 0x{MinAddress:X2} to 0x{MaxAddress:X2} is possible.";
        if (Buttons.DebounceMs is < 0 or > ButtonOptions.MaxDebounceMs)
            yield return $"The buttons' debounce time is {Buttons.DebounceMs} ms; 0 to {ButtonOptions.MaxDebounceMs} is possible.";
        if (Buttons.LongPressMs is < ButtonOptions.MinLongPressMs or > ButtonOptions.MaxLongPressMs)
            yield return $"A long press is {Buttons.LongPressMs} ms; {ButtonOptions.MinLongPressMs} to {ButtonOptions.MaxLongPressMs} is possible.";
        foreach (string problem in PinProblems()) yield return problem;
        foreach (string problem in PrinterLine("/").Validate()) yield return problem;
    }

    /// <summary>The chip that <see cref="ChipLabel"/> means, or null.</summary>
    public GpioChip? FindChip(IEnumerable<GpioChip> chips) =>
        chips.FirstOrDefault(one => ChipLabel.Length > 0 ? one.Label == ChipLabel : HeaderLabels.Contains(one.Label, StringComparer.Ordinal));

    /// <summary>The printer's line as a serial line.</summary>
    /// <param name="emulatorPath">Where the printer emulator's device is.</param>
    internal SerialLineOptions PrinterLine(string emulatorPath) => new()
    {
        DevicePath = Printer.Kind == LineKind.Emulator ? emulatorPath : Printer.Device,
        Baud = Printer.Baud,
        Flow = Printer.Flow,
    };

    private IEnumerable<string> PinProblems()
    {
        foreach (var pin in Buttons.Pins.Concat(Leds.Pins).Where(one => one.Pin is < 0 or > MaxPin))
            yield return $"'{pin.Name}' is on pin {pin.Pin}; 0 to {MaxPin} is possible.";
        foreach (var twice in Buttons.Pins.Concat(Leds.Pins).GroupBy(one => one.Pin).Where(group => group.Count() > 1))
            yield return $"Pin {twice.Key} is given to {string.Join(" and ", twice.Select(one => $"'{one.Name}'"))}; each needs a pin of its own.";
        foreach (var twice in Buttons.Pins.GroupBy(one => one.Name, StringComparer.Ordinal).Concat(Leds.Pins.GroupBy(one => one.Name, StringComparer.Ordinal)).Where(group => group.Count() > 1))
            yield return $"The name '{twice.Key}' is given twice.";
    }
}
