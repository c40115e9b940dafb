using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>sys/mman.h</summary>
internal static unsafe partial class Libc
{
    internal const int PROT_READ = 1;
    internal const int PROT_WRITE = 2;
    internal const int MAP_SHARED = 1;
    internal const int MAP_POPULATE = 0x8000;
    internal const nint MAP_FAILED = -1;

    [LibraryImport(Library, SetLastError = true)]
    internal static partial byte* mmap(void* address, nuint length, int protection, int flags, FileDescriptor fd, long offset);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int munmap(byte* address, nuint length);
}
