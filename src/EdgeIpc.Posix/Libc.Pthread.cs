using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>pthread.h: mutexes that processes share. These functions return the error, they don't set errno.</summary>
internal static unsafe partial class Libc
{
    internal const int PTHREAD_PROCESS_SHARED = 1;
    internal const int PTHREAD_MUTEX_ROBUST = 1;

    internal const int SizeOfMutex_x64 = 40;
    internal const int SizeOfMutex_arm64 = 48;

    // Room for the attributes of either, which live only on the stack.
    internal const int SizeOfMutexAttributes_x64 = 4;
    internal const int SizeOfMutexAttributes_arm64 = 8;

    internal static int SizeOfMutex => IsArm64 ? SizeOfMutex_arm64 : SizeOfMutex_x64;

    [LibraryImport(Library)]
    internal static partial int pthread_mutexattr_init(long* attributes);

    [LibraryImport(Library)]
    internal static partial int pthread_mutexattr_setpshared(long* attributes, int shared);

    [LibraryImport(Library)]
    internal static partial int pthread_mutexattr_setrobust(long* attributes, int robust);

    [LibraryImport(Library)]
    internal static partial int pthread_mutexattr_destroy(long* attributes);

    [LibraryImport(Library)]
    internal static partial int pthread_mutex_init(void* mutex, long* attributes);

    [LibraryImport(Library)]
    internal static partial int pthread_mutex_trylock(void* mutex);

    [LibraryImport(Library)]
    internal static partial int pthread_mutex_timedlock(void* mutex, timespec* deadline);

    [LibraryImport(Library)]
    internal static partial int pthread_mutex_consistent(void* mutex);

    [LibraryImport(Library)]
    internal static partial int pthread_mutex_unlock(void* mutex);
}
