using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EdgeIpc.Posix;

/// <summary>An open file descriptor of the kernel (a file, a queue, a timer, a terminal), closed with its owner.</summary>
public sealed class FileDescriptor : SafeHandleMinusOneIsInvalid
{
    public FileDescriptor() : base(ownsHandle: true)
    {
    }

    internal FileDescriptor(int descriptor, bool ownsHandle = true) : base(ownsHandle) => SetHandle(descriptor);

    /// <summary>
    /// Where this process's output goes, unbuffered; never closed. Unlike a FileStream on the same descriptor it moves the
    /// position that the shell shares between commands, and unlike the console's stream it tells that nobody reads (EPIPE).
    /// </summary>
    public static FileDescriptor StandardOutput { get; } = new(1, ownsHandle: false);

    /// <summary>A descriptor that somebody else owns and closes, such as a socket's, for epoll, read(2) and write(2).</summary>
    /// <param name="owner">Must stay open as long as this is used.</param>
    public static FileDescriptor Borrow(SafeHandle owner) => new((int)owner.DangerousGetHandle(), ownsHandle: false);

    /// <summary>The descriptor's number, for epoll and for messages.</summary>
    public int Number => (int)handle;

    /// <summary>Bytes read, 0 at the end, or -1 when nothing is there yet on a non-blocking descriptor. EINTR is retried.</summary>
    /// <exception cref="PosixException">read(2) failed otherwise (EIO on a terminal whose other end hung up).</exception>
    public int Read(Span<byte> destination)
    {
        while (true)
        {
            nint count = Libc.read(this, ref MemoryMarshal.GetReference(destination), (nuint)destination.Length);
            if (count >= 0) return (int)count;
            int errno = Marshal.GetLastPInvokeError();
            if (errno == Errno.EAGAIN) return -1;
            if (errno != Errno.EINTR) throw new PosixException("read", $"descriptor {Number}", errno);
        }
    }

    /// <summary>Bytes written, 0..source.Length, or -1 when a non-blocking descriptor takes nothing now. EINTR is retried.</summary>
    /// <exception cref="PosixException">write(2) failed otherwise.</exception>
    public int Write(ReadOnlySpan<byte> source)
    {
        while (true)
        {
            nint count = Libc.write(this, in MemoryMarshal.GetReference(source), (nuint)source.Length);
            if (count >= 0) return (int)count;
            int errno = Marshal.GetLastPInvokeError();
            if (errno == Errno.EAGAIN) return -1;
            if (errno != Errno.EINTR) throw new PosixException("write", $"descriptor {Number}", errno);
        }
    }

    /// <summary>Writes all of it, however often the kernel takes only a part.</summary>
    /// <exception cref="PosixException">EPIPE: nobody reads any more. EAGAIN: the descriptor does not block, and is full.</exception>
    public void WriteAll(ReadOnlySpan<byte> source)
    {
        while (source.Length > 0)
        {
            int count = Write(source);
            if (count < 0) throw new PosixException("write", $"descriptor {Number}", Errno.EAGAIN);
            source = source[count..];
        }
    }

    protected override bool ReleaseHandle() => Libc.close((int)handle) == 0;
}
