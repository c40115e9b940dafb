using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>
/// An open-file-description lock on a file of its own that is never renamed or removed while its directory lives. The kernel
/// drops it when the last descriptor closes, so it ends with its process, whatever ended that: ownership is never a flag
/// that outlives its owner.
/// </summary>
public sealed unsafe class FileLock : IDisposable
{
    private readonly FileDescriptor _file;

    private FileLock(FileDescriptor file, string path) => (_file, Path) = (file, path);

    /// <summary>The lock's file.</summary>
    public string Path { get; }

    /// <summary>Takes the lock for as long as the result lives, or returns null at once when another holds it.</summary>
    public static FileLock? TryAcquire(string path, FileSharing sharing)
    {
        var (file, _) = PosixFile.OpenOrCreate(path, sharing, sharing.Readable);
        var request = new Libc.flock { l_type = Libc.F_WRLCK };
        if (Libc.fcntl(file, Libc.F_OFD_SETLK, &request) == 0) return new FileLock(file, path);
        int errno = Marshal.GetLastPInvokeError();
        file.Dispose();
        return errno is Errno.EAGAIN or Errno.EACCES ? null : throw new PosixException("fcntl(F_OFD_SETLK)", path, errno);
    }

    /// <summary>
    /// Takes the lock together with others who share it, or alone, and waits until it is free. Unbounded: for locks that are
    /// held only while a few lines run, by processes whose end gives them back.
    /// </summary>
    public static FileLock Await(string path, FileSharing sharing, bool isShared)
    {
        var (file, _) = PosixFile.OpenOrCreate(path, sharing, sharing.Writable);
        var request = new Libc.flock { l_type = isShared ? Libc.F_RDLCK : Libc.F_WRLCK };
        while (Libc.fcntl(file, Libc.F_OFD_SETLKW, &request) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno == Errno.EINTR) continue;
            file.Dispose();
            throw new PosixException("fcntl(F_OFD_SETLKW)", path, errno);
        }

        return new FileLock(file, path);
    }

    /// <summary>Whether a living process holds the lock. Needs only the right to read; false when there is no such file.</summary>
    public static bool IsHeld(string path)
    {
        try
        {
            using var probe = FileLockProbe.Open(path);
            return probe.IsHeld();
        }
        catch (PosixException e) when (e.Errno == Errno.ENOENT)
        {
            return false;
        }
    }

    /// <summary>Gives the lock up.</summary>
    public void Dispose()
    {
        if (_file.IsClosed) return;
        // Unlocked by name, not only by closing: a child that is being forked right now has a copy of the descriptor till its exec.
        var release = new Libc.flock { l_type = Libc.F_UNLCK };
        _ = Libc.fcntl(_file, Libc.F_OFD_SETLK, &release);
        _file.Dispose();
    }
}

/// <summary>Asks again and again whether a lock is held, without opening the file each time.</summary>
public sealed unsafe class FileLockProbe : IDisposable
{
    private readonly FileDescriptor _file;
    private readonly string _path;

    private FileLockProbe(FileDescriptor file, string path) => (_file, _path) = (file, path);

    /// <summary>Opens the lock's file read-only.</summary>
    /// <exception cref="PosixException">ENOENT when nobody ever took the lock.</exception>
    public static FileLockProbe Open(string path) => new(PosixFile.OpenRead(path), path);

    /// <summary>Whether a living process holds the lock now. About 0.3 us.</summary>
    public bool IsHeld()
    {
        // A read lock can be asked about on a read-only descriptor; it conflicts with the owner's write lock.
        var question = new Libc.flock { l_type = Libc.F_RDLCK };
        if (Libc.fcntl(_file, Libc.F_OFD_GETLK, &question) != 0) throw new PosixException("fcntl(F_OFD_GETLK)", _path, Marshal.GetLastPInvokeError());
        return question.l_type != Libc.F_UNLCK;
    }

    public void Dispose() => _file.Dispose();
}
