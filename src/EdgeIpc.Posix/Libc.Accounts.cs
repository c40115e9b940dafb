using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>grp.h and pwd.h: the results point into the C library's own buffer, valid until the next call.</summary>
internal static unsafe partial class Libc
{
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint getgrnam(string name);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint getpwuid(uint uid);
}
