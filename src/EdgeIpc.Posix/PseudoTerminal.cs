using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>
/// A serial line without hardware: what is written to one end is read at the other. This side has the master; another
/// process opens <see cref="DevicePath"/> like a serial port. Raw: no byte is echoed, translated or swallowed.
/// </summary>
/// <remarks>
/// This side also holds the device's end open for its whole life: else each close by the peer would hang the line up, drop
/// the bytes on their way to it, and leave the master signalling EPOLLHUP without end. Disposing hangs the line up.
/// </remarks>
public sealed unsafe class PseudoTerminal : IDisposable
{
    private const int MaxPathBytes = 64;
    private readonly FileDescriptor _deviceEnd;

    private PseudoTerminal(FileDescriptor master, FileDescriptor deviceEnd, string devicePath)
    {
        Master = master;
        _deviceEnd = deviceEnd;
        DevicePath = devicePath;
    }

    /// <summary>This side's end. Non-blocking: Read gives -1 when the peer sent nothing, Write -1 when the kernel's buffer (about 19 kB) is full.</summary>
    public FileDescriptor Master { get; }

    /// <summary>What the peer opens, for example <c>/dev/pts/3</c>. Owner: this user.</summary>
    public string DevicePath { get; }

    /// <summary>Makes a pair. It lives as long as the result; the number in the path is given away again afterwards.</summary>
    /// <exception cref="PosixException">ENOSPC when the machine has no pseudo-terminal left; ENOENT without /dev/ptmx.</exception>
    public static PseudoTerminal Open()
    {
        int made = Libc.posix_openpt(Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
        if (made < 0) throw new PosixException("posix_openpt", "/dev/ptmx", Marshal.GetLastPInvokeError());
        var master = new FileDescriptor(made);
        try
        {
            string devicePath = Unlock(master);
            return new PseudoTerminal(master, OpenRaw(devicePath), devicePath);
        }
        catch
        {
            master.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Lets the device be opened again after its last user was killed. A serial port marks the device exclusive (TIOCEXCL)
    /// and unmarks it when it closes; a killed one cannot, and the mark stays while this side keeps the device open. Call it
    /// when somebody closed the device (<see cref="FileWatch.OfClosing"/>): who may use the line is decided by a lock file, not by this mark.
    /// </summary>
    public void AllowReopen()
    {
        if (Libc.ioctl(_deviceEnd, Libc.TIOCNXCL, null) != 0)
            throw new PosixException("ioctl(TIOCNXCL)", DevicePath, Marshal.GetLastPInvokeError());
    }

    /// <summary>Whether the peer has told its end to stop at XOFF (IXON). The kernel then stops what it writes next; what it wrote before is here already.</summary>
    public bool AskPeerObeysXoff()
    {
        Libc.termios settings;
        if (Libc.tcgetattr(_deviceEnd, &settings) != 0) throw new PosixException("tcgetattr", DevicePath, Marshal.GetLastPInvokeError());
        return (settings.c_iflag & Libc.IXON) != 0;
    }

    /// <summary>Throws away what this side sent and the peer has not read: a closed serial device loses it, a pseudo-terminal held open keeps it.</summary>
    public void DiscardUnread()
    {
        if (Libc.tcflush(_deviceEnd, Libc.TCIFLUSH) != 0) throw new PosixException("tcflush", DevicePath, Marshal.GetLastPInvokeError());
    }

    /// <summary>Hangs the line up: the peer reads the end of the file, its next write fails with EIO.</summary>
    public void Dispose()
    {
        _deviceEnd.Dispose();
        Master.Dispose();
    }

    private static string Unlock(FileDescriptor master)
    {
        if (Libc.grantpt(master) != 0) throw new PosixException("grantpt", "", Marshal.GetLastPInvokeError());
        if (Libc.unlockpt(master) != 0) throw new PosixException("unlockpt", "", Marshal.GetLastPInvokeError());
        byte* name = stackalloc byte[MaxPathBytes];
        int errno = Libc.ptsname_r(master, name, MaxPathBytes);
        return errno == 0 ? Marshal.PtrToStringUTF8((nint)name)! : throw new PosixException("ptsname_r", "", errno);
    }

    private static FileDescriptor OpenRaw(string devicePath)
    {
        int opened = Libc.open(devicePath, Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_CLOEXEC, 0);
        if (opened < 0) throw new PosixException("open", devicePath, Marshal.GetLastPInvokeError());
        var file = new FileDescriptor(opened);
        Libc.termios settings;
        if (Libc.tcgetattr(file, &settings) != 0) throw new PosixException("tcgetattr", devicePath, Marshal.GetLastPInvokeError());
        Libc.cfmakeraw(&settings);
        if (Libc.tcsetattr(file, Libc.TCSANOW, &settings) != 0) throw new PosixException("tcsetattr", devicePath, Marshal.GetLastPInvokeError());
        return file;
    }
}
