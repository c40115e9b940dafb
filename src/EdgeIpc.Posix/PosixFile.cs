using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>Which file it is, whatever its name: equal for two names of one file, never reused while the file is open or mapped.</summary>
public readonly record struct FileIdentity(ulong Device, ulong Inode);

/// <summary>
/// Opens the shared files of an instance in the order that keeps them safe: create, mode and group on the descriptor, then use.
/// An existing file is opened without O_CREAT (fs.protected_regular forbids O_CREAT on another's file in a sticky directory),
/// and a symbolic link in its place is refused.
/// </summary>
public static unsafe class PosixFile
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

    /// <summary>Opens a device's file or a pipe read-only, whatever links lead to it: <see cref="FileDescriptor.Read"/> gives -1 when nothing is there yet.</summary>
    /// <exception cref="PosixException">ENOENT when it is not there, EACCES without the right to it.</exception>
    public static FileDescriptor OpenNonBlocking(string path)
    {
        int opened = Libc.open(path, Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_NOCTTY | Libc.O_CLOEXEC, 0);
        return opened >= 0 ? new FileDescriptor(opened) : throw new PosixException("open", path, Marshal.GetLastPInvokeError());
    }

    /// <summary>Makes a named pipe of this user alone; <see cref="OpenReadWrite"/> opens an end of it without waiting for the other.</summary>
    /// <exception cref="PosixException">EEXIST when something has this name.</exception>
    public static void MakePipe(string path)
    {
        if (Libc.mkfifo(path, 0x180) != 0) throw new PosixException("mkfifo", path, Marshal.GetLastPInvokeError());
    }

    /// <summary>Gives the file a length in bytes; a file that grows reads as zeros there.</summary>
    public static void SetLength(FileDescriptor file, long lengthBytes, string path)
    {
        if (Libc.ftruncate(file, lengthBytes) != 0) throw new PosixException("ftruncate", path, Marshal.GetLastPInvokeError());
    }

    /// <summary>
    /// Makes a file at least this long, with room on the file system for every byte: a mapped page for which there is no
    /// room ends its process with SIGBUS, long after the file was made.
    /// </summary>
    /// <exception cref="PosixException">ENOSPC: the file system is full.</exception>
    public static void Reserve(FileDescriptor file, long lengthBytes, string path)
    {
        int errno;
        do errno = Libc.posix_fallocate(file, 0, lengthBytes);
        while (errno == Errno.EINTR);
        if (errno != 0) throw new PosixException("posix_fallocate", path, errno);
    }

    /// <summary>
    /// Returns once the device has what was written: a power cut takes back what came later, not this. For a directory: which
    /// files are in it. On an SD card this takes 5 to 500 ms.
    /// </summary>
    public static void Sync(FileDescriptor file, string path)
    {
        while (Libc.fsync(file) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != Errno.EINTR) throw new PosixException("fsync", path, errno);
        }
    }

    /// <summary>The length in bytes of an open file, whatever has happened to its name since.</summary>
    public static long LengthBytes(FileDescriptor file, string path) => (long)Query(file, path).stx_size;

    /// <summary>Which file is open.</summary>
    public static FileIdentity Identify(FileDescriptor file, string path) => IdentityOf(Query(file, path));

    /// <summary>Which file has this name now, or null when none has. Nothing is opened or allocated.</summary>
    public static FileIdentity? TryIdentify(string path)
    {
        Libc.statx found;
        if (Libc.statx_at(Libc.AT_FDCWD, path, Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_INO, &found) == 0) return IdentityOf(found);
        int errno = Marshal.GetLastPInvokeError();
        return errno is Errno.ENOENT or Errno.ENOTDIR ? null : throw new PosixException("statx", path, errno);
    }

    private static Libc.statx Query(FileDescriptor file, string path)
    {
        Libc.statx found;
        if (Libc.statx_of(file, "", Libc.AT_EMPTY_PATH, Libc.STATX_INO | Libc.STATX_SIZE, &found) == 0) return found;
        throw new PosixException("statx", path, Marshal.GetLastPInvokeError());
    }

    private static FileIdentity IdentityOf(in Libc.statx found) => new(((ulong)found.stx_dev_major << 32) | found.stx_dev_minor, found.stx_ino);

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
