using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>semaphore.h</summary>
internal static unsafe partial class Libc
{
    /// <summary>The same on linux-x64 and linux-arm64.</summary>
    internal const int SizeOfSemaphore = 32;

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int sem_init(void* semaphore, int shared, uint value);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int sem_post(void* semaphore);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int sem_trywait(void* semaphore);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int sem_timedwait(void* semaphore, timespec* deadline);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int sem_getvalue(void* semaphore, int* value);
}
