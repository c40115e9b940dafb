using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>A counter of the kernel that an <see cref="Epoll"/> can wait on: one thread says "stop" or "look", the loop wakes.</summary>
public sealed class EventFd : IDisposable
{
    public EventFd()
    {
        int made = Libc.eventfd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK);
        if (made < 0) throw new PosixException("eventfd", "", Marshal.GetLastPInvokeError());
        File = new FileDescriptor(made);
    }

    /// <summary>Readable while signalled.</summary>
    public FileDescriptor File { get; }

    /// <summary>Makes the descriptor readable. Any thread; safe in a cancellation callback.</summary>
    public void Signal()
    {
        ReadOnlySpan<byte> one = [1, 0, 0, 0, 0, 0, 0, 0];
        File.Write(one);
    }

    /// <summary>Takes the signal back.</summary>
    public void Reset()
    {
        Span<byte> count = stackalloc byte[8];
        File.Read(count);
    }

    public void Dispose() => File.Dispose();
}
