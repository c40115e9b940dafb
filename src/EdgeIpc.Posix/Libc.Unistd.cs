using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>unistd.h</summary>
internal static unsafe partial class Libc
{
    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint read(FileDescriptor fd, ref byte buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint write(FileDescriptor fd, in byte buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int close(int fd);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int ftruncate(FileDescriptor fd, long length);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fsync(FileDescriptor fd);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fchown(FileDescriptor fd, uint owner, uint group);

    [LibraryImport(Library)]
    internal static partial uint geteuid();

    [LibraryImport(Library)]
    internal static partial uint getegid();

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int getgroups(int count, uint* groups);
}
