using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>
/// A periodic timer of the kernel on CLOCK_MONOTONIC that keeps its own schedule: a late reader is told how many periods
/// passed, so none is ever uncounted. .NET's PeriodicTimer is quantised to 1/HZ (4 ms) and cannot do this.
/// </summary>
public sealed unsafe class TimerFd : IDisposable
{
    /// <param name="blocking">True: <see cref="ReadExpirations"/> sleeps until the timer fires; false: for use with <see cref="Epoll"/>.</param>
    public TimerFd(bool blocking)
    {
        int made = Libc.timerfd_create(Libc.CLOCK_MONOTONIC, blocking ? Libc.TFD_CLOEXEC : Libc.TFD_CLOEXEC | Libc.TFD_NONBLOCK);
        if (made < 0) throw new PosixException("timerfd_create", "", Marshal.GetLastPInvokeError());
        File = new FileDescriptor(made);
    }

    /// <summary>Readable when at least one period has passed unread.</summary>
    public FileDescriptor File { get; }

    /// <summary>Fires first at <paramref name="firstAtNs"/> (CLOCK_MONOTONIC, at once if past), then every <paramref name="periodNs"/>; a period of 0 fires once.</summary>
    public void Start(long firstAtNs, long periodNs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(firstAtNs, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(periodNs);
        Set(firstAtNs, periodNs);
    }

    /// <summary>Fires no more.</summary>
    public void Stop() => Set(0, 0);

    /// <summary>Periods that passed since the last read; 0 when none has, on a non-blocking timer.</summary>
    public long ReadExpirations()
    {
        Span<byte> count = stackalloc byte[8];
        return File.Read(count) == 8 ? BinaryPrimitives.ReadInt64LittleEndian(count) : 0;
    }

    public void Dispose() => File.Dispose();

    private void Set(long firstAtNs, long periodNs)
    {
        var schedule = new Libc.itimerspec
        {
            it_value = Libc.timespec.FromNanoseconds(firstAtNs),
            it_interval = Libc.timespec.FromNanoseconds(periodNs),
        };
        if (Libc.timerfd_settime(File, Libc.TFD_TIMER_ABSTIME, &schedule, null) != 0)
            throw new PosixException("timerfd_settime", "", Marshal.GetLastPInvokeError());
    }
}
