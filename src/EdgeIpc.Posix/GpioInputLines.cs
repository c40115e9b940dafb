using System.Runtime.InteropServices;
using System.Text;

namespace EdgeIpc.Posix;

/// <summary>The resistor that a chip puts on its input lines.</summary>
public enum GpioBias
{
    /// <summary>As it is.</summary>
    Unchanged,
    PullUp,
    PullDown,
}

/// <summary>A line changed its level: which of the request, counted from 0, and when the kernel saw it (CLOCK_MONOTONIC).</summary>
/// <param name="IsHigh">The level after it. Where a line changed faster than the kernel looked, the same comes twice.</param>
public readonly record struct GpioLineEvent(int LineIndex, bool IsHigh, long AtNs);

/// <summary>Input lines whose changes are told, of a chip or played by a test. For one thread.</summary>
public interface IGpioInputLines : IDisposable
{
    /// <summary>Readable while events wait.</summary>
    FileDescriptor Descriptor { get; }

    /// <summary>Events dropped because nobody took them, the oldest first; counted when the next one of that line is taken.</summary>
    long LostEvents { get; }

    /// <summary>Takes the oldest event that waits; false when none does.</summary>
    bool TryTake(out GpioLineEvent change);

    /// <summary>The level now, asked of the chip.</summary>
    bool IsHigh(int lineIndex);
}

/// <summary>
/// Lines of a GPIO chip, asked of the kernel itself: its events carry the time of the interrupt, which libraries throw away,
/// so that a reader who comes late still knows how long a contact held.
/// </summary>
public sealed unsafe class GpioInputLines : IGpioInputLines
{
    private readonly int[] _lines;
    private readonly uint[] _eventCounts;

    private GpioInputLines(FileDescriptor descriptor, int[] lines) => (Descriptor, _lines, _eventCounts) = (descriptor, lines, new uint[lines.Length]);

    /// <inheritdoc/>
    public FileDescriptor Descriptor { get; }

    /// <inheritdoc/>
    public long LostEvents { get; private set; }

    /// <summary>Takes lines of a chip for this process alone.</summary>
    /// <param name="chipPath">/dev/gpiochipN.</param>
    /// <param name="lines">Their numbers on the chip, 1 to 64 of them.</param>
    /// <param name="bias">A chip without resistors ignores it.</param>
    /// <param name="queuedEvents">How many events the kernel keeps until they are taken, 1..1,024.</param>
    /// <exception cref="PosixException">EBUSY: a line is taken already. EINVAL: the chip has no such line, or the kernel is older than 5.10.</exception>
    public static GpioInputLines Open(string chipPath, ReadOnlySpan<int> lines, GpioBias bias, int queuedEvents)
    {
        ArgumentOutOfRangeException.ThrowIfZero(lines.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lines.Length, Libc.GPIO_V2_LINES_MAX);
        Libc.gpio_v2_line_request request = default;
        for (int i = 0; i < lines.Length; i++) request.offsets[i] = (uint)lines[i];
        // What gpioinfo shows as the line's user.
        Encoding.ASCII.GetBytes("edgeipc", new Span<byte>(request.consumer, Libc.GPIO_MAX_NAME_SIZE - 1));
        request.config.flags = Libc.GPIO_V2_LINE_FLAG_INPUT | Libc.GPIO_V2_LINE_FLAG_EDGE_RISING | Libc.GPIO_V2_LINE_FLAG_EDGE_FALLING | BiasFlag(bias);
        request.num_lines = (uint)lines.Length;
        request.event_buffer_size = (uint)queuedEvents;

        int opened = Libc.open(chipPath, Libc.O_RDWR | Libc.O_CLOEXEC, 0);
        if (opened < 0) throw new PosixException("open", chipPath, Marshal.GetLastPInvokeError());
        using var chip = new FileDescriptor(opened);
        if (Libc.ioctl(chip, Libc.GPIO_V2_GET_LINE_IOCTL, &request) != 0)
            throw new PosixException("ioctl(GPIO_V2_GET_LINE)", $"{chipPath} lines {string.Join(", ", lines.ToArray())}", Marshal.GetLastPInvokeError());
        var descriptor = new FileDescriptor(request.fd);
        int isNonBlocking = 1;
        if (Libc.ioctl(descriptor, Libc.FIONBIO, &isNonBlocking) == 0) return new GpioInputLines(descriptor, lines.ToArray());
        int errno = Marshal.GetLastPInvokeError();
        descriptor.Dispose();
        throw new PosixException("ioctl(FIONBIO)", chipPath, errno);
    }

    /// <inheritdoc/>
    public bool TryTake(out GpioLineEvent change)
    {
        change = default;
        Libc.gpio_v2_line_event read;
        if (Descriptor.Read(new Span<byte>(&read, sizeof(Libc.gpio_v2_line_event))) < 0) return false;
        int index = Array.IndexOf(_lines, (int)read.offset);
        LostEvents += read.line_seqno - _eventCounts[index] - 1;
        _eventCounts[index] = read.line_seqno;
        change = new GpioLineEvent(index, read.id == Libc.GPIO_V2_LINE_EVENT_RISING_EDGE, (long)read.timestamp_ns);
        return true;
    }

    /// <inheritdoc/>
    public bool IsHigh(int lineIndex)
    {
        var values = new Libc.gpio_v2_line_values { mask = 1UL << lineIndex };
        if (Libc.ioctl(Descriptor, Libc.GPIO_V2_LINE_GET_VALUES_IOCTL, &values) != 0)
            throw new PosixException("ioctl(GPIO_V2_LINE_GET_VALUES)", $"line {_lines[lineIndex]}", Marshal.GetLastPInvokeError());
        return values.bits != 0;
    }

    public void Dispose() => Descriptor.Dispose();

    private static ulong BiasFlag(GpioBias bias) => bias switch
    {
        GpioBias.PullUp => Libc.GPIO_V2_LINE_FLAG_BIAS_PULL_UP,
        GpioBias.PullDown => Libc.GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN,
        _ => 0,
    };
}
