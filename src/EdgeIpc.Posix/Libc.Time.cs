using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>time.h</summary>
internal static unsafe partial class Libc
{
    internal const int CLOCK_MONOTONIC = 1;

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int clock_gettime(int clock, timespec* now);

    /// <summary>struct timespec, 16 bytes on 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct timespec
    {
        internal long tv_sec;
        internal long tv_nsec;

        internal static timespec FromNanoseconds(long nanoseconds) =>
            new() { tv_sec = nanoseconds / 1_000_000_000, tv_nsec = nanoseconds % 1_000_000_000 };
    }
}
