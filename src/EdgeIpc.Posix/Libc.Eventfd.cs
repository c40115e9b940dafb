using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>sys/eventfd.h</summary>
internal static unsafe partial class Libc
{
    internal const int EFD_NONBLOCK = 0x800;
    internal const int EFD_CLOEXEC = 0x80000;

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int eventfd(uint initial, int flags);
}
