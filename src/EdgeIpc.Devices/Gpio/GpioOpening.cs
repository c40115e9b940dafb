using System.Device.Gpio;
using System.Device.Gpio.Drivers;
using EdgeIpc.Posix;

namespace EdgeIpc.Devices;

/// <summary>
/// Opens a GPIO chip by its label, with the library that this system has. Left to choose for itself, the GPIO library picks
/// a chip by number, which differs between kernels on a Pi 5, and lets its own exceptions escape where libgpiod is missing.
/// </summary>
internal static class GpioOpening
{
    /// <returns>The controller of the chip that the options mean, or the sentence that says why not.</returns>
    internal static DeviceOpening<GpioController> TryOpen(DeviceOptions options)
    {
        var chips = GpioChips.List();
        if (chips.Count == 0) return Refused("This machine has no GPIO chip (/dev/gpiochip*): use simulated buttons and lamps, or a Raspberry Pi.");
        if (options.FindChip(chips) is { } chip) return TryOpen(() => OpenLibgpiod(chip));
        if (chips.All(one => one.Label is null)) return Refused($"GPIO chip {chips[0].Path} may not be opened by this user: join its group (usually gpio) and log in again.");
        string wanted = options.ChipLabel.Length > 0 ? $"labelled '{options.ChipLabel}'" : "of a Raspberry Pi's header";
        return Refused($"There is no GPIO chip {wanted}; here are: {string.Join(", ", chips.Select(one => one.Label ?? one.Path))}.");
    }

    /// <summary>Runs what may throw for want of a library, a right or a free pin, and makes one sentence of it.</summary>
    internal static DeviceOpening<T> TryOpen<T>(Func<T> open) where T : class
    {
        try
        {
            return new DeviceOpening<T>(open(), null);
        }
        catch (Exception e) when (e is PlatformNotSupportedException or DllNotFoundException)
        {
            return new DeviceOpening<T>(null, "GPIO needs libgpiod: install libgpiod3 (Debian 13 and later) or libgpiod2 (Debian 12).");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException or ArgumentException)
        {
            // GpiodException is an IOException: a pin in use, a pull-up that the chip does not have.
            return new DeviceOpening<T>(null, $"GPIO does not work here: {e.Message.Split('\n')[0]}");
        }
    }

    private static GpioController OpenLibgpiod(GpioChip chip)
    {
        try
        {
            return new GpioController(new LibGpiodV2Driver(chip.Number));
        }
        catch (GpiodException e) when (e.InnerException is DllNotFoundException)
        {
            // The older library; where it is missing too, its driver says PlatformNotSupported.
            return new GpioController(new LibGpiodDriver(chip.Number));
        }
    }

    private static DeviceOpening<GpioController> Refused(string sentence) => new(null, sentence);
}
