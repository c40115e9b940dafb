using EdgeIpc.Devices;
using EdgeIpc.Settings;

namespace EdgeIpc.Tests;

public sealed class StationDevicesTests
{
    [Fact]
    public void The_default_settings_need_no_hardware()
    {
        var options = new StationSettings().ToDeviceOptions();
        Assert.Empty(options.Validate());
        Assert.Equal((SensorKind.Simulated, PinKind.Simulated, PinKind.Simulated, LineKind.Emulator), (options.Sensor.Kind, options.Buttons.Kind, options.Leds.Kind, options.Printer.Kind));
    }

    [Fact]
    public void Real_hardware_is_what_the_settings_say()
    {
        var options = SettingsFile.Parse(
            """
            {
              "sensor": { "kind": "host", "seed": 7 },
              "panel": { "kind": "gpio", "chipLabel": "pinctrl-rp1", "buttonPull": "down", "markButtonLine": 4, "troubleLedLine": 8, "debounceMs": 5, "longPressMs": 900 },
              "printer": { "device": "/dev/ttyAMA0", "baud": 9600, "flow": "rtscts" }
            }
            """,
            "test").ToDeviceOptions();

        Assert.Equal(SensorKind.Host, options.Sensor.Kind);
        Assert.Equal((PinKind.Gpio, "pinctrl-rp1", ButtonPull.Down, 5, 900), (options.Buttons.Kind, options.ChipLabel, options.Buttons.Pull, options.Buttons.DebounceMs, options.Buttons.LongPressMs));
        Assert.Equal([new NamedPin("chart", 17), new NamedPin("mark", 4), new NamedPin("pause", 22)], options.Buttons.Pins);
        Assert.Equal([new NamedPin("sampling", 23), new NamedPin("printing", 24), new NamedPin("trouble", 8)], options.Leds.Pins);
        Assert.Equal(new PrinterLineOptions { Kind = LineKind.Serial, Device = "/dev/ttyAMA0", Baud = 9600, Flow = FlowControl.RtsCts }, options.Printer);
    }
}
