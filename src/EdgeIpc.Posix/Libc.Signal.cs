using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>signal.h</summary>
internal static unsafe partial class Libc
{
    [LibraryImport(Library, SetLastError = true)]
    internal static partial int kill(int pid, int signal);
}
