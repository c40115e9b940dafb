using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>fcntl.h. Values of asm-generic/fcntl.h; O_DIRECTORY and O_NOFOLLOW differ on arm64.</summary>
internal static unsafe partial class Libc
{
    internal const int O_RDONLY = 0;
    internal const int O_WRONLY = 1;
    internal const int O_RDWR = 2;
    internal const int O_CREAT = 0x40;
    internal const int O_EXCL = 0x80;
    internal const int O_NOCTTY = 0x100;
    internal const int O_NONBLOCK = 0x800;
    internal const int O_CLOEXEC = 0x80000;
    internal const int F_OFD_GETLK = 36;
    internal const int F_OFD_SETLK = 37;
    internal const int F_OFD_SETLKW = 38;
    internal const short F_RDLCK = 0;
    internal const short F_WRLCK = 1;
    internal const short F_UNLCK = 2;

    internal const int O_NOFOLLOW_x64 = 0x20000;
    internal const int O_NOFOLLOW_arm64 = 0x8000;

    internal static int O_NOFOLLOW => IsArm64 ? O_NOFOLLOW_arm64 : O_NOFOLLOW_x64;

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int open(string path, int flags, uint mode);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int openat(int directory, string path, int flags, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fcntl(FileDescriptor fd, int command, flock* argument);

    /// <summary>Returns the error itself, not through errno.</summary>
    [LibraryImport(Library)]
    internal static partial int posix_fallocate(FileDescriptor fd, long offset, long length);

    /// <summary>struct flock, 32 bytes on 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct flock
    {
        internal short l_type;
        internal short l_whence;
        internal long l_start;
        internal long l_len;
        internal int l_pid;
    }
}
