using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>stdlib.h: pseudo-terminals.</summary>
internal static unsafe partial class Libc
{
    [LibraryImport(Library, SetLastError = true)]
    internal static partial int posix_openpt(int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int grantpt(FileDescriptor fd);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int unlockpt(FileDescriptor fd);

    /// <summary>Returns the error number itself, and does not set errno on every C library.</summary>
    [LibraryImport(Library)]
    internal static partial int ptsname_r(FileDescriptor fd, byte* buffer, nuint sizeBytes);
}
