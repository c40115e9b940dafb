using System.Globalization;

namespace EdgeIpc.Devices;

/// <summary>One channel of a scan: value = (stored + Offset) x Scale, in Unit; at OffsetBytes of a scan.</summary>
internal sealed record IioChannel(string Name, string Unit, IioFormat Format, double Scale, double Offset, int OffsetBytes);

/// <summary>
/// A device of the kernel's industrial I/O subsystem that fills a buffer: its channels, its trigger, its rate. The files are
/// described in Documentation/ABI/testing/sysfs-bus-iio; writing them takes root or a udev rule.
/// </summary>
/// <param name="directory">The device's directory in sysfs.</param>
internal sealed class IioDevice(string directory)
{
    // What the subsystem calls a quantity, its unit for people, and how many of the subsystem's units make one of those.
    private static readonly Dictionary<string, (string Unit, double Factor)> Quantities = new(StringComparer.Ordinal)
    {
        ["accel"] = ("m/s²", 1),
        ["anglvel"] = ("rad/s", 1),
        ["magn"] = ("G", 1),
        ["voltage"] = ("V", 1e-3),
        ["current"] = ("mA", 1),
        ["temp"] = ("°C", 1e-3),
        ["pressure"] = ("hPa", 10),
        ["humidityrelative"] = ("%", 1e-3),
        ["illuminance"] = ("lx", 1),
    };

    // Where the unit is not known: what the converter counts.
    private const string UnknownUnit = "steps";
    private const int MaxNameLength = 24;

    /// <summary>The name that its driver gave it, or that of its directory.</summary>
    internal string Name => TryRead("name") ?? Path.GetFileName(directory);

    /// <summary>What it is called in sysfs and below /dev: iio:device3.</summary>
    internal string Node => Path.GetFileName(directory);

    internal bool HasBuffer => Directory.Exists(Path.Combine(directory, "scan_elements"));

    /// <summary>Every device there is.</summary>
    internal static IEnumerable<IioDevice> All(string root) =>
        Directory.Exists(root) ? Directory.EnumerateDirectories(root, "iio:device*").Order(StringComparer.Ordinal).Select(path => new IioDevice(path)) : [];

    /// <summary>Chooses the first channels for the scans, and no other; the buffer must be off.</summary>
    /// <returns>The channels in the order of a scan, and the length of a scan in bytes.</returns>
    internal (IReadOnlyList<IioChannel> Channels, int ScanBytes) Choose(int mostChannels)
    {
        var elements = Directory.EnumerateFiles(Path.Combine(directory, "scan_elements"), "in_*_en")
            .Select(path => Path.GetFileName(path)[..^"_en".Length])
            .Select(name => (Name: name, Index: (int)(Number($"scan_elements/{name}_index") ?? int.MaxValue), Format: IioFormat.TryParse(TryRead($"scan_elements/{name}_type") ?? "")))
            .OrderBy(element => element.Index).ToList();
        var chosen = elements.Where(element => element.Format is not null && element.Name != "in_timestamp").Take(mostChannels).ToList();
        foreach (var (name, _, _) in elements) Write($"scan_elements/{name}_en", chosen.Exists(one => one.Name == name) ? "1" : "0");

        // Each element lies at a multiple of its own length, and a scan ends at a multiple of the longest.
        int at = 0, longest = 1;
        var channels = new List<IioChannel>();
        foreach (var (name, _, format) in chosen)
        {
            int length = format!.Value.StorageBytes;
            at = RoundUp(at, length);
            channels.Add(Described(name, format.Value, at));
            at += length;
            longest = Math.Max(longest, length);
        }

        return (channels, RoundUp(at, longest));
    }

    /// <summary>Sets how often the device measures: its own rate, or its trigger's.</summary>
    /// <exception cref="IOException">It can't measure that often, or has no trigger.</exception>
    internal void SetRate(int rateHz)
    {
        string rate = rateHz.ToString(CultureInfo.InvariantCulture);
        if (File.Exists(Path.Combine(directory, "trigger/current_trigger")))
        {
            string trigger = Trigger();
            Write("trigger/current_trigger", TryRead(Path.Combine(trigger, "name"))!);
            if (TryWrite(Path.Combine(trigger, "sampling_frequency"), rate)) return;
        }

        if (TryWrite("sampling_frequency", rate)) return;
        string available = TryRead("sampling_frequency_available") is { } list ? $"; it offers {list}" : "";
        throw new IOException($"{Name} can't measure {rate} times a second{available}");
    }

    /// <summary>Begins to fill the buffer, empty at first.</summary>
    internal void Fill(int lengthScans)
    {
        Empty();
        Write("buffer/length", lengthScans.ToString(CultureInfo.InvariantCulture));
        Write("buffer/enable", "1");
    }

    /// <summary>Ends filling the buffer, and empties it.</summary>
    internal void Empty() => Write("buffer/enable", "0");

    private string Trigger()
    {
        var triggers = Directory.EnumerateDirectories(Path.GetDirectoryName(directory)!, "trigger*").Order(StringComparer.Ordinal).ToList();
        string current = TryRead("trigger/current_trigger") ?? "";
        // The one that is set, else the device's own, else the only one.
        return triggers.Find(one => current.Length > 0 && TryRead(Path.Combine(one, "name")) == current)
            ?? triggers.Find(one => TryRead(Path.Combine(one, "name"))?.StartsWith(Name, StringComparison.Ordinal) == true)
            ?? (triggers is [var only] ? only : throw new IOException($"{Name} has no trigger: load one, for example iio-trig-hrtimer, and name it in {directory}/trigger/current_trigger"));
    }

    private IioChannel Described(string name, IioFormat format, int offsetBytes)
    {
        string quantity = string.Concat(name["in_".Length..].TakeWhile(char.IsAsciiLetterLower));
        var (unit, factor) = Quantities.GetValueOrDefault(quantity, (UnknownUnit, 1));
        // A channel's own scale, else the one that all channels of its quantity share.
        double scale = Number($"{name}_scale") ?? Number($"in_{quantity}_scale") ?? 1;
        double offset = Number($"{name}_offset") ?? Number($"in_{quantity}_offset") ?? 0;
        string shown = name["in_".Length..].Replace('_', '-');
        return new IioChannel(shown.Length > MaxNameLength ? shown[..MaxNameLength] : shown, unit, format, scale * factor, offset, offsetBytes);
    }

    private double? Number(string file) => double.TryParse(TryRead(file), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    private string? TryRead(string file)
    {
        string path = Path.Combine(directory, file);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
    }

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(directory, file), text);

    private bool TryWrite(string file, string text)
    {
        if (!File.Exists(Path.Combine(directory, file))) return false;
        try
        {
            Write(file, text);
            return true;
        }
        catch (IOException)
        {
            // EINVAL: a rate that this one does not have.
            return false;
        }
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
