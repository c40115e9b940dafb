using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>sys/timerfd.h</summary>
internal static unsafe partial class Libc
{
    internal const int TFD_NONBLOCK = 0x800;
    internal const int TFD_CLOEXEC = 0x80000;
    internal const int TFD_TIMER_ABSTIME = 1;

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int timerfd_create(int clock, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int timerfd_settime(FileDescriptor fd, int flags, itimerspec* newValue, itimerspec* oldValue);

    /// <summary>struct itimerspec, 32 bytes on 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct itimerspec
    {
        internal timespec it_interval;
        internal timespec it_value;
    }
}
