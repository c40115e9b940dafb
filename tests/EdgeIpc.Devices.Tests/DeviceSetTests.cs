using EdgeIpc.Posix;

namespace EdgeIpc.Devices.Tests;

public sealed class DeviceSetTests
{
    [Fact]
    public void The_default_options_have_no_problem_and_need_no_hardware()
    {
        var options = new DeviceOptions();
        Assert.Empty(options.Validate());

        var devices = new DeviceSet(options, TimeProvider.System);
        using var sensor = devices.OpenSensor().Device;
        using var buttons = devices.OpenButtons().Device;
        using var leds = devices.OpenLeds().Device;
        Assert.Equal("x y z temperature", string.Join(" ", sensor!.Channels.Select(channel => channel.Name)));
        Assert.Equal(["chart", "mark", "pause"], buttons!.Names);
        Assert.Equal(["sampling", "printing", "trouble"], leds!.Names);
    }

    [Fact]
    public void The_printers_line_is_the_emulators_unless_a_serial_one_is_wanted()
    {
        string locks = Directory.CreateTempSubdirectory("edgeipc-test-").FullName;
        using var emulator = PseudoTerminal.Open();
        using var printer = PseudoTerminal.Open();
        var places = new DevicePlaces(emulator.DevicePath, locks, FileSharing.OwnerOnly);
        try
        {
            var emulated = new DeviceSet(new DeviceOptions(), TimeProvider.System);
            var serial = new DeviceSet(new DeviceOptions { Printer = new() { Kind = LineKind.Serial, Device = printer.DevicePath } }, TimeProvider.System);
            Assert.Equal(emulator.DevicePath, emulated.PrinterDevicePath(places));
            Assert.Equal(printer.DevicePath, serial.PrinterDevicePath(places));
            using var toEmulator = emulated.OpenPrinterLine(places).Line;
            using var toPrinter = serial.OpenPrinterLine(places).Line;
            Assert.NotNull(toEmulator);
            Assert.NotNull(toPrinter);
        }
        finally
        {
            Directory.Delete(locks, recursive: true);
        }
    }

    [Fact]
    public void Channels_take_the_names_units_and_scales_of_the_options()
    {
        var options = new SensorOptions { Channels = [new() { Name = "shaft", Unit = "m/s2", Scale = -9.81, Offset = 1 }] };
        using var plain = new DeviceSet(new DeviceOptions(), TimeProvider.System).OpenSensor().Device!;
        using var scaled = new DeviceSet(new DeviceOptions { Sensor = options }, TimeProvider.System).OpenSensor().Device!;
        var (inG, inMetres) = (new float[4], new float[4]);
        plain.Read(inG, 77);
        scaled.Read(inMetres, 77);

        Assert.Equal(new SampleChannel("shaft", "m/s2", -77.48f, 79.48f), scaled.Channels[0]);
        Assert.Equal(plain.Channels[1], scaled.Channels[1]);
        Assert.Equal(inG[0] * -9.81f + 1, inMetres[0], 0.001f);
        Assert.Equal(inG[1..], inMetres[1..]);
    }

    [Fact]
    public void Where_gpio_does_not_work_one_sentence_says_so()
    {
        var options = new DeviceOptions { ChipLabel = "no-such-chip", Buttons = new() { Kind = PinKind.Gpio }, Leds = new() { Kind = PinKind.Gpio } };
        var devices = new DeviceSet(options, TimeProvider.System);
        foreach (string? refusal in (string?[])[devices.OpenButtons().Refusal, devices.OpenLeds().Refusal])
        {
            Assert.NotNull(refusal);
            Assert.Contains("GPIO chip", refusal, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', refusal);
        }
    }

    [Fact]
    public void A_set_without_pins_needs_no_chip()
    {
        var devices = new DeviceSet(new DeviceOptions { Buttons = new() { Kind = PinKind.Gpio, Pins = [] } }, TimeProvider.System);
        using var buttons = devices.OpenButtons().Device;
        Assert.Empty(buttons!.Names);
    }

    [Fact]
    public void Every_problem_is_named_not_only_the_first()
    {
        var options = new DeviceOptions
        {
            Sensor = new() { Channels = [new() { Name = "x", Scale = 0 }] },
            Buttons = new() { Pins = [new("chart", 23), new("chart", 1024)], DebounceMs = -1, LongPressMs = 1 },
            Printer = new() { Kind = LineKind.Serial, Device = "serial0", Baud = 1 },
        };
        string[] problems = [.. options.Validate()];
        string[] expected = ["scale 0", "debounce time is -1", "long press is 1", "pin 1024", "Pin 23 is given", "'chart' is given twice", "'serial0'", "1 baud"];
        Assert.Equal(expected.Length, problems.Length);
        Assert.All(expected, part => Assert.Contains(problems, problem => problem.Contains(part, StringComparison.Ordinal)));
    }
}
