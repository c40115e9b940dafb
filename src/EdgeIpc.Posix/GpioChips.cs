using System.Globalization;
using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>A GPIO chip: N of /dev/gpiochipN, and its label, which unlike N stays the same over kernels; null when this user may not ask.</summary>
public sealed record GpioChip(int Number, string Path, string? Label, int LineCount);

/// <summary>The GPIO chips of this machine, asked of the kernel's character devices.</summary>
public static unsafe class GpioChips
{
    private const string Prefix = "gpiochip";

    /// <summary>All of them by number; empty on a machine without GPIO.</summary>
    public static IReadOnlyList<GpioChip> List(string deviceDirectory = "/dev")
    {
        var chips = new List<GpioChip>();
        foreach (string path in Directory.EnumerateFileSystemEntries(deviceDirectory, Prefix + "*"))
        {
            if (int.TryParse(Path.GetFileName(path)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int number)) chips.Add(Ask(number, path));
        }

        chips.Sort((a, b) => a.Number.CompareTo(b.Number));
        return chips;
    }

    private static GpioChip Ask(int number, string path)
    {
        int opened = Libc.open(path, Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
        if (opened < 0) return new GpioChip(number, path, null, 0);
        using var file = new FileDescriptor(opened);
        Libc.gpiochip_info info;
        return Libc.ioctl(file, Libc.GPIO_GET_CHIPINFO_IOCTL, &info) == 0
            ? new GpioChip(number, path, Marshal.PtrToStringUTF8((nint)info.label), (int)info.lines)
            : new GpioChip(number, path, null, 0);
    }
}
