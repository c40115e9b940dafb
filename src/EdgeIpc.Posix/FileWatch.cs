using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>
/// Becomes readable when another process writes to a file, or makes, replaces or removes a file in a directory: inotify(7).
/// A hint only. What changed is found by looking, and whoever must not miss anything also looks now and then: a network
/// file system reports nothing, and a user may have only 128 of these (fs.inotify.max_user_instances).
/// </summary>
public sealed class FileWatch : IDisposable
{
    // struct inotify_event with the longest name (inotify(7)): a shorter buffer could not take one event out.
    private const int LongestEventSizeBytes = 16 + 255 + 1;

    /// <param name="path">A file, or a directory whose entries are watched. It must exist.</param>
    /// <exception cref="PosixException">EMFILE: this user has no watch left; ENOENT: no such file.</exception>
    public FileWatch(string path) : this(path, Libc.IN_MODIFY | Libc.IN_CREATE | Libc.IN_MOVED_TO | Libc.IN_DELETE)
    {
    }

    private FileWatch(string path, uint events)
    {
        int made = Libc.inotify_init1(Libc.IN_NONBLOCK | Libc.IN_CLOEXEC);
        if (made < 0) throw new PosixException("inotify_init1", path, Marshal.GetLastPInvokeError());
        File = new FileDescriptor(made);
        if (Libc.inotify_add_watch(File, path, events) >= 0) return;
        int errno = Marshal.GetLastPInvokeError();
        File.Dispose();
        throw new PosixException("inotify_add_watch", path, errno);
    }

    /// <summary>Becomes readable when a process closes the file or device, also by being killed.</summary>
    /// <exception cref="PosixException">As the constructor.</exception>
    public static FileWatch OfClosing(string path) => new(path, Libc.IN_CLOSE_WRITE | Libc.IN_CLOSE_NOWRITE);

    /// <summary>Readable when something changed since the last <see cref="Reset"/>.</summary>
    public FileDescriptor File { get; }

    /// <summary>Takes the reports back; do so before looking, so that a change during the look is reported again.</summary>
    /// <returns>Whether anything had changed.</returns>
    public bool Reset()
    {
        Span<byte> events = stackalloc byte[16 * LongestEventSizeBytes];
        bool changed = false;
        while (File.Read(events) > 0) changed = true;
        return changed;
    }

    public void Dispose() => File.Dispose();
}
