using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>sched.h</summary>
internal static unsafe partial class Libc
{
    internal const int SCHED_FIFO = 1;
    internal const int SCHED_RR = 2;
    internal const int SCHED_RESET_ON_FORK = 0x40000000;

    /// <summary>With process 0 it is the calling thread alone that changes, as sched(7) says.</summary>
    [LibraryImport(Library, SetLastError = true)]
    internal static partial int sched_setscheduler(int process, int policy, sched_param* parameters);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int sched_getscheduler(int process);

    /// <summary>Process 0 is the calling thread; the size is that of the mask, in bytes.</summary>
    [LibraryImport(Library, SetLastError = true)]
    internal static partial int sched_setaffinity(int process, nuint size, ulong* mask);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int sched_getaffinity(int process, nuint size, ulong* mask);

    [StructLayout(LayoutKind.Sequential)]
    internal struct sched_param
    {
        internal int sched_priority;
    }
}
