using EdgeIpc.Devices;
using EdgeIpc.Settings;

namespace EdgeIpc.Doctor;

/// <summary>The pins of buttons and lamps: the chip, the library, the right to use them.</summary>
internal static class GpioChecks
{
    private const string Check = "gpio";
    private static readonly string[] LibraryFolders = ["usr/lib", "lib", "usr/local/lib", "usr/lib/aarch64-linux-gnu", "lib/aarch64-linux-gnu", "usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu"];

    public static IEnumerable<Finding> Examine(Machine machine, StationSettings settings)
    {
        var options = settings.ToDeviceOptions();
        if (options.Buttons.Kind == PinKind.Simulated)
        {
            yield return Finding.Ok(Check, $"Buttons and lamps are simulated; GPIO chips here: {Labels(machine)}.");
            yield break;
        }

        string wanted = options.ChipLabel.Length > 0 ? $"labelled '{options.ChipLabel}'" : "of a Raspberry Pi's header";
        var chip = options.FindChip(machine.GpioChips);
        if (machine.GpioChips.FirstOrDefault(one => one.Label is null) is { } closed && chip is null) yield return GroupChecks.Device(machine, closed.Path.TrimStart('/')) with { Check = Check };
        else if (chip is null) yield return Finding.Fail(Check, $"There is no GPIO chip {wanted}; GPIO chips here: {Labels(machine)}.", "set panel.chipLabel to one of them (gpiodetect shows them), or panel.kind to simulated");
        else yield return Finding.Ok(Check, $"The GPIO chip '{chip.Label}' is {chip.Path} with {chip.LineCount} lines.");

        yield return Library(machine);
    }

    private static Finding Library(Machine machine)
    {
        bool Has(string name) => LibraryFolders.Any(folder => machine.Exists($"{folder}/{name}"));
        if (Has("libgpiod.so.3")) return Finding.Ok(Check, "libgpiod 2 is installed.");
        if (Has("libgpiod.so.2")) return Finding.Ok(Check, "libgpiod 1 is installed.");
        return Finding.Fail(Check, "libgpiod is not installed.", "sudo apt install libgpiod3 || sudo apt install libgpiod2");
    }

    private static string Labels(Machine machine) =>
        machine.GpioChips.Count == 0 ? "none" : string.Join(", ", machine.GpioChips.Select(chip => chip.Label ?? chip.Path));
}
