using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EdgeIpc.Posix;

/// <summary>An open file descriptor of the kernel (a file, a queue, a timer, a terminal), closed with its owner.</summary>
public sealed class FileDescriptor : SafeHandleMinusOneIsInvalid
{
    public FileDescriptor() : base(ownsHandle: true)
    {
    }

    internal FileDescriptor(int descriptor) : base(ownsHandle: true) => SetHandle(descriptor);

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

    protected override bool ReleaseHandle() => Libc.close((int)handle) == 0;
}
