using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>linux/futex.h; glibc has no wrapper, so by syscall(2).</summary>
internal static unsafe partial class Libc
{
    // Without FUTEX_PRIVATE_FLAG: the word is shared between processes.
    internal const int FUTEX_WAIT = 0;
    internal const int FUTEX_WAKE = 1;

    internal static nint SYS_futex => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 202,
        Architecture.Arm64 => 98,
        _ => throw new PlatformNotSupportedException("EdgeIpc runs on linux-x64 and linux-arm64."),
    };

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint syscall(nint number, int* word, nint operation, nint value, timespec* timeout, int* word2, nint value3);
}
