using EdgeIpc.Posix;

namespace EdgeIpc.Devices;

/// <summary>
/// Any sensor that the kernel has a driver for, through the industrial I/O subsystem: the kernel measures at the rate and
/// fills a buffer, the loop takes one scan for each tick. Late loops miss nothing that still lies in the buffer.
/// </summary>
public sealed class IioSensor : ISampleSource
{
    /// <summary>Where Linux shows these devices.</summary>
    public const string DefaultRoot = "/sys/bus/iio/devices";

    // The kernel's buffer holds a second, and 128 scans at slow rates.
    private const int MinBufferScans = 128;
    private const int ScansAtOnce = 32;

    private readonly IioDevice _device;
    private readonly FileDescriptor _file;
    private readonly IReadOnlyList<IioChannel> _channels;
    private readonly int _scanBytes;
    private readonly int _bufferScans;
    private readonly byte[] _scans;
    private int _at;
    private int _end;

    /// <param name="wanted">A driver's name ("adxl345"), or the device's file ("/dev/iio:device0"); empty for the first that fills a buffer.</param>
    /// <param name="rateHz">Samples a second.</param>
    /// <param name="root">Where the devices are described.</param>
    /// <param name="files">Where their files are.</param>
    /// <exception cref="IOException">No such device, or it can't measure that often.</exception>
    /// <exception cref="UnauthorizedAccessException">Its files may not be written.</exception>
    /// <exception cref="PosixException">Its file can't be opened.</exception>
    public IioSensor(string wanted, int rateHz, string root = DefaultRoot, string files = "/dev")
    {
        var devices = IioDevice.All(root).ToList();
        _device = devices.Find(one => wanted.Length == 0 ? one.HasBuffer : one.Name == wanted || Path.Combine(files, one.Node) == wanted)
            ?? throw new IOException(devices.Count == 0
                ? "this machine has no IIO device; is the sensor's overlay in config.txt?"
                : $"there is no IIO device '{wanted}'; here are: {string.Join(", ", devices.Select(one => one.Name))}");
        if (!_device.HasBuffer) throw new IOException($"{_device.Name} fills no buffer: its driver has no trigger");
        _device.Empty();
        (_channels, _scanBytes) = _device.Choose(ISampleSource.MaxChannels);
        if (_channels.Count == 0) throw new IOException($"{_device.Name} has no channel that can be read here");
        _device.SetRate(rateHz);
        _bufferScans = Math.Max(MinBufferScans, rateHz);
        _scans = new byte[ScansAtOnce * _scanBytes];
        Channels = [.. _channels.Select(Described)];
        _file = PosixFile.OpenNonBlocking(Path.Combine(files, _device.Node));
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleChannel> Channels { get; }

    /// <inheritdoc/>
    public bool CanCatchUp => true;

    /// <summary>Empties the buffer: what was measured before belongs to no tick.</summary>
    public void Begin()
    {
        _device.Fill(_bufferScans);
        while (_file.Read(_scans) > 0)
        {
            // Until nothing waits.
        }

        (_at, _end) = (0, 0);
    }

    /// <inheritdoc/>
    public SampleReading Read(Span<float> channels, long atNs)
    {
        if (_at == _end && !TryFetch()) return SampleReading.Nothing;
        var scan = _scans.AsSpan(_at, _scanBytes);
        _at += _scanBytes;
        for (int i = 0; i < _channels.Count; i++)
        {
            var channel = _channels[i];
            channels[i] = (float)((channel.Format.Value(scan[channel.OffsetBytes..]) + channel.Offset) * channel.Scale);
        }

        return SampleReading.Measured;
    }

    public void Dispose()
    {
        _file.Dispose();
        try
        {
            _device.Empty();
        }
        catch (IOException)
        {
            // The device has been pulled; there is nothing left to switch off.
        }
    }

    private bool TryFetch()
    {
        int count;
        try
        {
            count = _file.Read(_scans);
        }
        catch (PosixException e)
        {
            // ENODEV: the driver was unloaded, or the bus is gone.
            throw new IOException(e.Message, e);
        }

        // The kernel hands out whole scans.
        (_at, _end) = (0, Math.Max(count, 0) / _scanBytes * _scanBytes);
        return _end > 0;
    }

    private static SampleChannel Described(IioChannel channel)
    {
        var (lowest, highest) = channel.Format.Range;
        double one = (lowest + channel.Offset) * channel.Scale, other = (highest + channel.Offset) * channel.Scale;
        return new SampleChannel(channel.Name, channel.Unit, (float)Math.Min(one, other), (float)Math.Max(one, other));
    }
}
