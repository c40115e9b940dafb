using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>sys/timex.h</summary>
internal static unsafe partial class Libc
{
    internal const int TIME_ERROR = 5;

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int adjtimex(timex* clock);

    /// <summary>struct timex, 208 bytes; with <c>modes</c> 0 it only asks.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 208)]
    internal struct timex
    {
        [FieldOffset(0)] internal uint modes;
    }
}
