using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>time.h</summary>
internal static unsafe partial class Libc
{
    internal const int CLOCK_REALTIME = 0;
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

        /// <summary>So much later than now, by the wall clock: what mutexes and semaphores take for a deadline.</summary>
        internal static timespec After(TimeSpan patience)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(patience, TimeSpan.Zero);
            timespec now;
            _ = clock_gettime(CLOCK_REALTIME, &now);
            return FromNanoseconds(now.tv_sec * 1_000_000_000 + now.tv_nsec + patience.Ticks * TimeSpan.NanosecondsPerTick);
        }
    }
}
