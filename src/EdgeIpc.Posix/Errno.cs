using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>The errors of the kernel that callers tell apart. Values of asm-generic/errno.h; the same on linux-x64 and linux-arm64.</summary>
public static class Errno
{
    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int ESRCH = 3;
    public const int EINTR = 4;
    public const int EIO = 5;
    public const int ENXIO = 6;
    public const int EAGAIN = 11;
    public const int ENOMEM = 12;
    public const int EACCES = 13;
    public const int EBUSY = 16;
    public const int EEXIST = 17;
    public const int ENODEV = 19;
    public const int ENOTDIR = 20;
    public const int EISDIR = 21;
    public const int EINVAL = 22;
    public const int EMFILE = 24;
    public const int ENOTTY = 25;
    public const int EFBIG = 27;
    public const int ENOSPC = 28;
    public const int EROFS = 30;
    public const int EPIPE = 32;
    public const int ENOSYS = 38;
    public const int ELOOP = 40;
    public const int EMSGSIZE = 90;
    public const int ETIMEDOUT = 110;
    public const int EDQUOT = 122;

    /// <summary>The holder of a robust mutex died with it.</summary>
    public const int EOWNERDEAD = 130;
    public const int ENOTRECOVERABLE = 131;

    /// <summary>The kernel's own sentence for an error, as strerror(3) says it.</summary>
    public static string Describe(int errno) => Marshal.GetPInvokeErrorMessage(errno);
}
