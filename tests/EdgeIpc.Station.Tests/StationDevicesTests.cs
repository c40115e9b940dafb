using EdgeIpc.Daemon;
using EdgeIpc.Devices;
using EdgeIpc.Instance;
using EdgeIpc.Posix;
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

    [Fact]
    public async Task Stations_that_come_and_go_disturb_nobody_who_looks_for_a_printers_lock()
    {
        using var looked = new ManualResetEventSlim();
        var name = InstanceName.Parse($"t{Environment.ProcessId}-c");
        int seen = 0;
        var others = Task.Run(
            () =>
            {
                while (!looked.IsSet)
                {
                    var instance = StationInstance.OpenOrCreate(name);
                    File.CreateSymbolicLink(instance.PrinterLink, "/dev/null");
                    Interlocked.Increment(ref seen);
                    instance.Remove();
                }
            },
            TestContext.Current.CancellationToken);
        try
        {
            while (Volatile.Read(ref seen) < 500 && !others.IsCompleted)
            {
                Assert.Equal("/otherwise", StationDevices.DevicePlacesOf("/dev/null", "/otherwise").LockDirectory);
                _ = StationInstance.At(name).IsRunning;
            }
        }
        finally
        {
            looked.Set();
            await others;
            Directory.Delete(StationInstance.At(name).StateDirectory, recursive: true);
        }
    }

    [Fact]
    public void The_lock_of_an_emulated_printer_is_with_the_station_that_has_it_now_not_with_one_that_was_killed()
    {
        using var terminal = PseudoTerminal.Open();
        var killed = StationInstance.OpenOrCreate(InstanceName.Parse($"t{Environment.ProcessId}-a"));
        var alive = StationInstance.OpenOrCreate(InstanceName.Parse($"t{Environment.ProcessId}-b"));
        try
        {
            foreach (var instance in (StationInstance[])[killed, alive]) File.CreateSymbolicLink(instance.PrinterLink, terminal.DevicePath);
            using var role = alive.TakeRole(Role.PrinterEmulator);
            Assert.Equal(alive.LocksDirectory, StationDevices.DevicePlacesOf(terminal.DevicePath, "/otherwise").LockDirectory);
            Assert.Equal("/otherwise", StationDevices.DevicePlacesOf("/dev/ttyAMA0", "/otherwise").LockDirectory);
        }
        finally
        {
            foreach (var instance in (StationInstance[])[killed, alive])
            {
                instance.Remove();
                Directory.Delete(instance.StateDirectory, recursive: true);
            }
        }
    }
}
