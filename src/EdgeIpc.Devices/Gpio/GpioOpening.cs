using System.Device.Gpio;
using System.Device.Gpio.Drivers;
using EdgeIpc.Posix;

namespace EdgeIpc.Devices;

/// <summary>
/// Opens what hangs on a GPIO chip, which is found by its label: its number differs between kernels on a Pi 5. Buttons ask the
/// kernel, lamps the library that this system has, whose exceptions would escape where libgpiod is missing.
/// </summary>
internal static class GpioOpening
{
    /// <returns>What is opened on the chip that the options mean, or the sentence that says why not.</returns>
    internal static DeviceOpening<T> TryOpen<T>(DeviceOptions options, Func<GpioChip, T> open) where T : class
    {
        var chips = GpioChips.List();
        if (chips.Count == 0) return Refused<T>("This machine has no GPIO chip (/dev/gpiochip*): use simulated buttons and lamps, or a Raspberry Pi.");
        if (options.FindChip(chips) is { } chip) return TryOpen(() => open(chip));
        if (chips.All(one => one.Label is null)) return Refused<T>($"GPIO chip {chips[0].Path} may not be opened by this user: join its group (usually gpio) and log in again.");
        string wanted = options.ChipLabel.Length > 0 ? $"labelled '{options.ChipLabel}'" : "of a Raspberry Pi's header";
        return Refused<T>($"There is no GPIO chip {wanted}; here are: {string.Join(", ", chips.Select(one => one.Label ?? one.Path))}.");
    }

    /// <summary>A chip for the lamps, by libgpiod.</summary>
    internal static GpioController OpenLibgpiod(GpioChip chip)
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
            // GpiodException and PosixException are IOExceptions: a line in use, or one that the chip does not have.
            return new DeviceOpening<T>(null, $"GPIO does not work here: {e.Message.Split('\n')[0]}");
        }
    }

    private static DeviceOpening<T> Refused<T>(string sentence) where T : class => new(null, sentence);
}
