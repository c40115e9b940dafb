using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>sys/stat.h</summary>
internal static unsafe partial class Libc
{
    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fchmod(FileDescriptor fd, uint mode);
}
