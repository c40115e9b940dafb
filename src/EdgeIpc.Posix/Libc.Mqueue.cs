using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>mqueue.h. mq_open is variadic in C; mode and attributes travel as fixed arguments on linux-x64 and linux-arm64 alike.</summary>
internal static unsafe partial class Libc
{
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mq_open(string name, int flags, uint mode, mq_attr* attributes);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mq_unlink(string name);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int mq_getattr(FileDescriptor queue, mq_attr* attributes);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int mq_timedsend(FileDescriptor queue, in byte message, nuint length, uint priority, timespec* deadline);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint mq_timedreceive(FileDescriptor queue, ref byte message, nuint length, uint* priority, timespec* deadline);

    /// <summary>struct mq_attr, 64 bytes on 64-bit Linux: four longs and four reserved ones.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 64)]
    internal struct mq_attr
    {
        internal long mq_flags;
        internal long mq_maxmsg;
        internal long mq_msgsize;
        internal long mq_curmsgs;
    }
}
