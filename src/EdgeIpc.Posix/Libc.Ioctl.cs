using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>sys/ioctl.h and asm/termbits.h: what a terminal answers that termios.h cannot ask, and what any descriptor does.</summary>
internal static unsafe partial class Libc
{
    internal const nuint FIONBIO = 0x5421;
    internal const nuint TIOCNXCL = 0x540D;
    internal const nuint TIOCGEXCL = 0x80045440;
    internal const nuint TIOCOUTQ = 0x5411;
    internal const nuint TIOCSERGETLSR = 0x5459;
    internal const uint TIOCSER_TEMT = 1;
    internal const nuint TCGETS2 = 0x802C542A;

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int ioctl(FileDescriptor fd, nuint request, void* argument);

    /// <summary>struct termios2 of the kernel, 44 bytes: the only one that names every baud rate, not only the old fixed ones.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct termios2
    {
        internal uint c_iflag;
        internal uint c_oflag;
        internal uint c_cflag;
        internal uint c_lflag;
        internal byte c_line;
        internal fixed byte c_cc[19];
        internal uint c_ispeed;
        internal uint c_ospeed;
    }
}
