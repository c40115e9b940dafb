using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>
/// Opens the shared files of an instance in the order that keeps them safe: create, mode and group on the descriptor, then use.
/// An existing file is opened without O_CREAT (fs.protected_regular forbids O_CREAT on another's file in a sticky directory),
/// and a symbolic link in its place is refused.
/// </summary>
public static class PosixFile
{
    /// <summary>Opens a file to read and write, and makes it when it is not there.</summary>
    /// <returns>The descriptor, and whether this call made the file.</returns>
    public static (FileDescriptor File, bool Created) OpenOrCreate(string path, FileSharing sharing, UnixFileMode mode)
    {
        // Two processes may start at once: whoever loses the race opens what the other made.
        while (true)
        {
            if (TryOpen(path, Libc.O_RDWR) is { } existing) return (existing, false);
            int made = Libc.open(path, Libc.O_RDWR | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0x180);
            if (made < 0)
            {
                int errno = Marshal.GetLastPInvokeError();
                if (errno is Errno.EEXIST or Errno.EINTR) continue;
                throw new PosixException("open", path, errno);
            }

            var file = new FileDescriptor(made);
            sharing.Apply(file, mode, path);
            return (file, true);
        }
    }

    /// <summary>Opens an existing file to read and write.</summary>
    /// <exception cref="PosixException">ENOENT when it is not there.</exception>
    public static FileDescriptor OpenReadWrite(string path) => TryOpen(path, Libc.O_RDWR) ?? throw new PosixException("open", path, Errno.ENOENT);

    /// <summary>Opens an existing file read-only.</summary>
    /// <exception cref="PosixException">ENOENT when it is not there.</exception>
    public static FileDescriptor OpenRead(string path) => TryOpen(path, Libc.O_RDONLY) ?? throw new PosixException("open", path, Errno.ENOENT);

    /// <summary>Gives the file a length in bytes; a file that grows reads as zeros there.</summary>
    public static void SetLength(FileDescriptor file, long lengthBytes, string path)
    {
        if (Libc.ftruncate(file, lengthBytes) != 0) throw new PosixException("ftruncate", path, Marshal.GetLastPInvokeError());
    }

    private static FileDescriptor? TryOpen(string path, int access)
    {
        while (true)
        {
            int opened = Libc.open(path, access | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0);
            if (opened >= 0) return new FileDescriptor(opened);
            int errno = Marshal.GetLastPInvokeError();
            if (errno == Errno.ENOENT) return null;
            if (errno != Errno.EINTR) throw new PosixException("open", path, errno);
        }
    }
}
