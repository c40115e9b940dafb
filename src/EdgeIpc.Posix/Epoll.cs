using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>What an <see cref="Epoll"/> waits for. A hang-up or an error is always reported.</summary>
[Flags]
public enum PollEvents
{
    None = 0,
    Readable = 1,
    Writable = 4,
    Error = 8,
    HangUp = 16,
}

/// <summary>One descriptor that is ready: the key it was added with, and what for.</summary>
public readonly record struct ReadyEvent(int Key, PollEvents Events);

/// <summary>Waits on many descriptors at once: queues, timers, events, terminals. One thread waits; level-triggered.</summary>
public sealed unsafe class Epoll : IDisposable
{
    private const int MaxEvents = 16;
    private readonly FileDescriptor _epoll;
    private readonly byte[] _events = new byte[MaxEvents * 16];

    public Epoll()
    {
        int made = Libc.epoll_create1(Libc.EPOLL_CLOEXEC);
        if (made < 0) throw new PosixException("epoll_create1", "", Marshal.GetLastPInvokeError());
        _epoll = new FileDescriptor(made);
    }

    /// <summary>Watches a descriptor; <paramref name="key"/> names it in the results.</summary>
    public void Add(FileDescriptor file, int key, PollEvents events = PollEvents.Readable)
    {
        Span<byte> request = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(request, (uint)events);
        BinaryPrimitives.WriteInt32LittleEndian(request[Libc.EpollEventDataOffset..], key);
        fixed (byte* at = request) Control(Libc.EPOLL_CTL_ADD, file, at);
    }

    /// <summary>Stops watching a descriptor. A closed one leaves by itself.</summary>
    public void Remove(FileDescriptor file) => Control(Libc.EPOLL_CTL_DEL, file, null);

    /// <summary>Waits until something is ready or the time is over.</summary>
    /// <returns>How many of <paramref name="ready"/> were filled in; 0 on time-out or on a signal.</returns>
    public int Wait(Span<ReadyEvent> ready, TimeSpan timeout)
    {
        int timeoutMs = (int)Math.Min(Math.Ceiling(timeout.TotalMilliseconds), int.MaxValue);
        fixed (byte* events = _events)
        {
            int count = Libc.epoll_wait(_epoll, events, Math.Min(ready.Length, MaxEvents), timeoutMs);
            if (count < 0)
            {
                int errno = Marshal.GetLastPInvokeError();
                return errno == Errno.EINTR ? 0 : throw new PosixException("epoll_wait", "", errno);
            }

            for (int i = 0; i < count; i++)
            {
                var entry = _events.AsSpan(i * Libc.EpollEventSizeBytes);
                ready[i] = new ReadyEvent(
                    BinaryPrimitives.ReadInt32LittleEndian(entry[Libc.EpollEventDataOffset..]),
                    (PollEvents)BinaryPrimitives.ReadUInt32LittleEndian(entry));
            }

            return count;
        }
    }

    public void Dispose() => _epoll.Dispose();

    private void Control(int operation, FileDescriptor file, byte* request)
    {
        if (Libc.epoll_ctl(_epoll, operation, file, request) != 0)
            throw new PosixException("epoll_ctl", $"descriptor {file.Number}", Marshal.GetLastPInvokeError());
    }
}
