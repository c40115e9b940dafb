using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>termios.h</summary>
internal static unsafe partial class Libc
{
    internal const int TCSANOW = 0;
    internal const int TCIFLUSH = 0;
    internal const uint IXON = 0x400;

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int tcgetattr(FileDescriptor fd, termios* settings);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int tcsetattr(FileDescriptor fd, int when, termios* settings);

    [LibraryImport(Library)]
    internal static partial void cfmakeraw(termios* settings);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int tcdrain(FileDescriptor fd);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int tcflush(FileDescriptor fd, int queue);

    /// <summary>struct termios of the C library, 60 bytes. The kernel's own (termios2) is shorter.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct termios
    {
        internal uint c_iflag;
        internal uint c_oflag;
        internal uint c_cflag;
        internal uint c_lflag;
        internal byte c_line;
        internal fixed byte c_cc[32];
        internal uint c_ispeed;
        internal uint c_ospeed;
    }
}
