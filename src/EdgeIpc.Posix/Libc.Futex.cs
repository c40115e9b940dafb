using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>linux/futex.h; glibc has no wrapper, so by syscall(2).</summary>
internal static unsafe partial class Libc
{
    // Without FUTEX_PRIVATE_FLAG: the word is shared between processes.
    internal const int FUTEX_WAIT = 0;
    internal const int FUTEX_WAKE = 1;

    internal const int SYS_futex_x64 = 202;
    internal const int SYS_futex_arm64 = 98;

    internal static nint SYS_futex => IsArm64 ? SYS_futex_arm64 : SYS_futex_x64;

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint syscall(nint number, int* word, nint operation, nint value, timespec* timeout, int* word2, nint value3);
}
