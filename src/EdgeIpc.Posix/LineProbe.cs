using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>What came of opening a terminal device; each but <see cref="Opened"/> is an ordinary outcome that a person can mend.</summary>
public enum TerminalOpenOutcome
{
    Opened,

    /// <summary>No such file, or a device file without the hardware behind it.</summary>
    Missing,

    /// <summary>The path is there, but it is a file, a directory or another kind of device.</summary>
    NotATerminal,

    /// <summary>This user may not read and write it.</summary>
    NotPermitted,

    /// <summary>Another program has it open and marked exclusive (TIOCEXCL).</summary>
    Busy,
}

/// <summary>Whether the last bit has left a UART.</summary>
public enum TransmitterState
{
    Empty,
    Sending,

    /// <summary>The driver does not tell: pseudo-terminals and USB adapters.</summary>
    Unknown,
}

/// <summary>
/// A second descriptor on a serial line for what System.IO.Ports does not offer: a place in an <see cref="Epoll"/> (also for
/// the hang-up), replies without its 1 ms polling loop, bytes still queued, and whether they have left. It changes no
/// setting: both descriptors share one set of them. Open it before the serial port, which marks the device exclusive.
/// </summary>
public sealed unsafe class LineProbe : IDisposable
{
    private readonly string _path;

    private LineProbe(FileDescriptor file, string path) => (File, _path) = (file, path);

    /// <summary>Non-blocking; readable when a reply is there, hung up when the other end is gone.</summary>
    public FileDescriptor File { get; }

    /// <summary>
    /// Bytes that the kernel has taken and not yet given to the UART's own FIFO (16 to 64 bytes). On a pseudo-terminal always
    /// 0: what is written there is at once the peer's.
    /// </summary>
    /// <exception cref="PosixException">EIO when the line hung up.</exception>
    public int CountBytesQueued()
    {
        int count;
        return Libc.ioctl(File, Libc.TIOCOUTQ, &count) == 0 ? count : throw Failure("ioctl(TIOCOUTQ)");
    }

    /// <summary>Whether the UART's FIFO and shift register are empty as well.</summary>
    /// <exception cref="PosixException">EIO when the line hung up.</exception>
    public TransmitterState AskTransmitter()
    {
        uint state;
        if (Libc.ioctl(File, Libc.TIOCSERGETLSR, &state) == 0)
            return (state & Libc.TIOCSER_TEMT) != 0 ? TransmitterState.Empty : TransmitterState.Sending;
        return Marshal.GetLastPInvokeError() is Errno.ENOTTY or Errno.EINVAL ? TransmitterState.Unknown : throw Failure("ioctl(TIOCSERGETLSR)");
    }

    /// <summary>The speed that the driver really set, in bits per second: one that cannot do what was asked takes another without a word.</summary>
    public int AskOutputBaud()
    {
        Libc.termios2 settings;
        return Libc.ioctl(File, Libc.TCGETS2, &settings) == 0 ? (int)settings.c_ospeed : throw Failure("ioctl(TCGETS2)");
    }

    /// <summary>Whether a serial port has it open and wants it alone (TIOCEXCL). The mark keeps others out, but not root: root has to ask.</summary>
    public bool IsMarkedExclusive()
    {
        int marked;
        return Libc.ioctl(File, Libc.TIOCGEXCL, &marked) == 0 ? marked != 0 : throw Failure("ioctl(TIOCGEXCL)");
    }

    /// <summary>Opens a terminal device to ask about it. Follows symbolic links (<c>/dev/serial0</c> is one); never becomes the controlling terminal.</summary>
    /// <param name="path">The device.</param>
    /// <param name="probe">Set when the outcome is <see cref="TerminalOpenOutcome.Opened"/>, else null.</param>
    public static TerminalOpenOutcome TryOpen(string path, out LineProbe? probe)
    {
        probe = null;
        int opened = Libc.open(path, Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_NONBLOCK | Libc.O_CLOEXEC, 0);
        if (opened < 0) return OutcomeOf(Marshal.GetLastPInvokeError(), path);
        var file = new FileDescriptor(opened);
        Libc.termios settings;
        if (Libc.tcgetattr(file, &settings) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            file.Dispose();
            return OutcomeOf(errno, path);
        }

        probe = new LineProbe(file, path);
        return TerminalOpenOutcome.Opened;
    }

    /// <summary>
    /// Returns when the driver says that its bytes have left (tcdrain(3)). Unbounded and deaf to cancellation while the line is
    /// stopped by flow control: call it only when <see cref="CountBytesQueued"/> is 0.
    /// </summary>
    public void WaitUntilSent()
    {
        while (Libc.tcdrain(File) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Errno.EINTR) throw Failure("tcdrain");
        }
    }

    public void Dispose() => File.Dispose();

    private static TerminalOpenOutcome OutcomeOf(int errno, string path) => errno switch
    {
        // A device file whose driver finds no hardware opens with ENXIO or ENODEV, or (8250) opens and then answers EIO.
        Errno.ENOENT or Errno.ENOTDIR or Errno.ENXIO or Errno.ENODEV or Errno.EIO => TerminalOpenOutcome.Missing,
        Errno.ENOTTY or Errno.EISDIR or Errno.EINVAL => TerminalOpenOutcome.NotATerminal,
        Errno.EACCES or Errno.EPERM or Errno.EROFS => TerminalOpenOutcome.NotPermitted,
        Errno.EBUSY => TerminalOpenOutcome.Busy,
        _ => throw new PosixException("open", path, errno),
    };

    private PosixException Failure(string call) => new(call, _path, Marshal.GetLastPInvokeError());
}
