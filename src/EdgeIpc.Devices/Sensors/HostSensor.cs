using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace EdgeIpc.Devices;

/// <summary>
/// This machine itself as a sensor: processor load, interrupts, memory, and temperature (or the load average where no
/// thermometer is). Real data on every Linux, read from /proc and /sys without allocation.
/// </summary>
/// <remarks>The kernel counts processor time in steps of 10 ms, so the counters are read ten times a second; faster samples repeat the last values.</remarks>
public sealed class HostSensor : ISampleSource
{
    /// <summary>How often the counters are read, in nanoseconds.</summary>
    public const long RefreshIntervalNs = 100_000_000;

    // What is asked of /proc/stat stands before its long list of single interrupts: 128 processors take 13 kB.
    private const int MaxFileBytes = 32 * 1024;
    private const float MiB = 1024 * 1024;

    private readonly SafeFileHandle _stat;
    private readonly SafeFileHandle _memory;
    private readonly SafeFileHandle _fourth;
    private readonly bool _hasThermometer;
    private readonly byte[] _text = new byte[MaxFileBytes];
    private readonly float[] _last = new float[ISampleSource.MaxChannels];
    private long _refreshedAtNs = long.MinValue;
    private long _busyTicks;
    private long _totalTicks;
    private long _interrupts;

    /// <param name="root">The file system to read; a directory of recorded files in tests.</param>
    /// <exception cref="IOException">/proc is not mounted, or hides these files (systemd's ProcSubset=pid).</exception>
    public HostSensor(string root = "/")
    {
        _stat = File.OpenHandle(Path.Combine(root, "proc/stat"));
        _memory = File.OpenHandle(Path.Combine(root, "proc/meminfo"));
        string thermometer = Path.Combine(root, "sys/class/thermal/thermal_zone0/temp");
        _hasThermometer = File.Exists(thermometer);
        _fourth = File.OpenHandle(_hasThermometer ? thermometer : Path.Combine(root, "proc/loadavg"));
        Channels =
        [
            new("cpu", "%", 0, 100),
            new("interrupts", "1/s", 0, 10_000_000),
            new("memory-used", "MiB", 0, 16 * 1024 * 1024),
            _hasThermometer ? new("temperature", "°C", -40, 150) : new("load", "tasks", 0, 100_000),
        ];
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleChannel> Channels { get; }

    /// <inheritdoc/>
    public SampleReading Read(Span<float> channels, long atNs)
    {
        // long.MinValue marks the first call; subtracting it would overflow.
        if (_refreshedAtNs == long.MinValue || atNs - _refreshedAtNs >= RefreshIntervalNs) Refresh(atNs);
        _last.CopyTo(channels);
        return SampleReading.Measured;
    }

    public void Dispose()
    {
        _stat.Dispose();
        _memory.Dispose();
        _fourth.Dispose();
    }

    private void Refresh(long atNs)
    {
        var stat = Text(_stat);
        long idle = 0, total = 0;
        var processor = After(stat, "cpu "u8);
        for (int field = 0; field < 8 && TryTakeNumber(ref processor, out long ticks); field++)
        {
            // user nice system idle iowait irq softirq steal; guest time is within user time already (proc_stat(5)).
            if (field is 3 or 4) idle += ticks;
            total += ticks;
        }

        var interruptLine = After(stat, "\nintr "u8);
        TryTakeNumber(ref interruptLine, out long interrupts);
        if (_refreshedAtNs != long.MinValue)
        {
            _last[0] = Share(total - idle - _busyTicks, total - _totalTicks);
            _last[1] = Math.Max(0, interrupts - _interrupts) * (1e9f / (atNs - _refreshedAtNs));
        }

        (_busyTicks, _totalTicks, _interrupts, _refreshedAtNs) = (total - idle, total, interrupts, atNs);
        _last[2] = MemoryUsedMiB(Text(_memory));
        _last[3] = Fourth(Text(_fourth));
    }

    private float Share(long busy, long total) => total <= 0 ? _last[0] : Math.Clamp(100f * busy / total, 0, 100);

    private static float MemoryUsedMiB(ReadOnlySpan<byte> text)
    {
        var total = After(text, "MemTotal:"u8);
        var available = After(text, "MemAvailable:"u8);
        return TryTakeNumber(ref total, out long totalKb) && TryTakeNumber(ref available, out long availableKb)
            ? (totalKb - availableKb) * 1024 / MiB
            : float.NaN;
    }

    private float Fourth(ReadOnlySpan<byte> text)
    {
        if (!Utf8Parser.TryParse(text, out float value, out _)) return float.NaN;
        return _hasThermometer ? value / 1000 : value;
    }

    private ReadOnlySpan<byte> Text(SafeFileHandle file) => _text.AsSpan(0, RandomAccess.Read(file, _text, 0));

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> text, ReadOnlySpan<byte> label)
    {
        int at = text.IndexOf(label);
        return at < 0 ? default : text[(at + label.Length)..];
    }

    private static bool TryTakeNumber(ref ReadOnlySpan<byte> text, out long number)
    {
        text = text.TrimStart((byte)' ');
        bool taken = Utf8Parser.TryParse(text, out number, out int length);
        text = text[length..];
        return taken;
    }
}
