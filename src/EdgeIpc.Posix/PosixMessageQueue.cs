using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>What became of a message.</summary>
public enum QueueSendResult
{
    /// <summary>The kernel has it and keeps it until somebody receives it, the queue is unlinked or the machine stops.</summary>
    Sent,

    /// <summary>The queue holds as many messages as it may.</summary>
    Full,

    /// <summary>Longer than the queue's limit.</summary>
    TooLong,
}

/// <summary>What a queue may hold and holds.</summary>
/// <param name="MaxMessages">Messages it may hold.</param>
/// <param name="MaxMessageBytes">The length of the longest.</param>
/// <param name="WaitingMessages">Messages it holds now; others may send and receive meanwhile.</param>
public readonly record struct QueueAttributes(int MaxMessages, int MaxMessageBytes, int WaitingMessages);

/// <summary>
/// A message queue of the kernel (mq_overview(7)): messages of any bytes, highest priority first, within a priority in the
/// order sent; each goes to exactly one receiver. The queue outlives every process. Never blocks: wait with <see cref="Epoll"/>.
/// </summary>
/// <remarks>
/// Without privileges a queue may have at most 10 messages of 8192 bytes (fs.mqueue.msg_max, msgsize_max), and all queues of
/// a user together 819,200 bytes (RLIMIT_MSGQUEUE), counted in full when a queue is made.
/// </remarks>
public sealed unsafe class PosixMessageQueue : IDisposable
{
    /// <summary>The highest priority that every POSIX system has; Linux has 32767.</summary>
    public const int MaxPriority = 31;

    // The kernel books a struct msg_msg and a struct posix_msg_tree_node for each message a queue may hold (mqueue_get_inode of ipc/mqueue.c, 64-bit).
    private const long BookkeepingBytesPerMessage = 48 + 48;

    private PosixMessageQueue(string name, FileDescriptor file) => (Name, File) = (name, file);

    /// <summary>With the leading slash.</summary>
    public string Name { get; }

    /// <summary>Readable when a message waits, writable when there is room. read(2) on it gives status text, not messages.</summary>
    public FileDescriptor File { get; }

    /// <summary>Makes a new queue to send and receive.</summary>
    /// <param name="name">A slash and 1 to 254 more characters, none a slash.</param>
    /// <param name="maxMessages">1 to fs.mqueue.msg_max (10 by default).</param>
    /// <param name="maxMessageBytes">1 to fs.mqueue.msgsize_max (8192 by default).</param>
    /// <param name="sharing">Its members may send and receive.</param>
    /// <exception cref="PosixException">EEXIST: there is one. EMFILE: the user's limit of queue bytes (the message says which) or of open files. EINVAL: a limit above the kernel's, or a bad name.</exception>
    public static PosixMessageQueue Create(string name, int maxMessages, int maxMessageBytes, FileSharing sharing)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxMessages);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxMessageBytes);
        var attributes = new Libc.mq_attr { mq_maxmsg = maxMessages, mq_msgsize = maxMessageBytes };
        const int Flags = Libc.O_RDWR | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NONBLOCK | Libc.O_CLOEXEC;
        int made = Libc.mq_open(name, Flags, 0x180, &attributes);
        if (made < 0) throw CannotCreate(name, maxMessages, maxMessageBytes, Marshal.GetLastPInvokeError());
        var queue = new PosixMessageQueue(name, new FileDescriptor(made));
        sharing.Apply(queue.File, sharing.Writable, name);
        return queue;
    }

    /// <summary>Opens an existing queue to send and receive, with the limits it was made with.</summary>
    /// <returns>Null when there is no queue of that name.</returns>
    /// <exception cref="PosixException">EACCES: it is another's and not shared with this user.</exception>
    public static PosixMessageQueue? Open(string name)
    {
        int opened = Libc.mq_open(name, Libc.O_RDWR | Libc.O_NONBLOCK | Libc.O_CLOEXEC, 0, null);
        if (opened >= 0) return new PosixMessageQueue(name, new FileDescriptor(opened));
        int errno = Marshal.GetLastPInvokeError();
        return errno == Errno.ENOENT ? null : throw new PosixException("mq_open", name, errno);
    }

    /// <summary>Takes the name away; the queue goes when the last process closes it.</summary>
    /// <returns>False when there was none.</returns>
    /// <exception cref="PosixException">EACCES or EPERM: it is another user's.</exception>
    public static bool Unlink(string name)
    {
        if (Libc.mq_unlink(name) == 0) return true;
        int errno = Marshal.GetLastPInvokeError();
        return errno == Errno.ENOENT ? false : throw new PosixException("mq_unlink", name, errno);
    }

    /// <summary>Gives a message to the kernel, or says at once why not.</summary>
    /// <param name="message">May be empty.</param>
    /// <param name="priority">0 to <see cref="MaxPriority"/>; the highest is received first.</param>
    public QueueSendResult TrySend(ReadOnlySpan<byte> message, int priority)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)priority, (uint)MaxPriority, nameof(priority));
        while (true)
        {
            if (Libc.mq_timedsend(File, in MemoryMarshal.GetReference(message), (nuint)message.Length, (uint)priority, null) == 0)
                return QueueSendResult.Sent;
            int errno = Marshal.GetLastPInvokeError();
            switch (errno)
            {
                case Errno.EAGAIN: return QueueSendResult.Full;
                case Errno.EMSGSIZE: return QueueSendResult.TooLong;
                case Errno.EINTR: continue;
                default: throw new PosixException("mq_send", Name, errno);
            }
        }
    }

    /// <summary>Takes the most urgent message out of the queue.</summary>
    /// <param name="destination">At least as long as the queue's longest message, however short the next one is (EMSGSIZE otherwise).</param>
    /// <param name="length">Bytes of the message; 0 for an empty one.</param>
    /// <param name="priority">What it was sent with.</param>
    /// <returns>False when none waits.</returns>
    public bool TryReceive(Span<byte> destination, out int length, out int priority)
    {
        while (true)
        {
            uint sentWith;
            nint count = Libc.mq_timedreceive(File, ref MemoryMarshal.GetReference(destination), (nuint)destination.Length, &sentWith, null);
            if (count >= 0)
            {
                (length, priority) = ((int)count, (int)sentWith);
                return true;
            }

            int errno = Marshal.GetLastPInvokeError();
            if (errno == Errno.EINTR) continue;
            if (errno != Errno.EAGAIN) throw new PosixException("mq_receive", Name, errno);
            (length, priority) = (0, 0);
            return false;
        }
    }

    /// <summary>Limits and depth at this moment.</summary>
    public QueueAttributes GetAttributes()
    {
        Libc.mq_attr attributes;
        if (Libc.mq_getattr(File, &attributes) != 0) throw new PosixException("mq_getattr", Name, Marshal.GetLastPInvokeError());
        return new QueueAttributes((int)attributes.mq_maxmsg, (int)attributes.mq_msgsize, (int)attributes.mq_curmsgs);
    }

    /// <summary>Who owns the queue and who else may use it.</summary>
    public FileOwnership GetOwnership() => FileOwnership.Of(File, Name);

    /// <summary>Closes this end; the queue and its messages stay.</summary>
    public void Dispose() => File.Dispose();

    private static PosixException CannotCreate(string name, int maxMessages, int maxMessageBytes, int errno)
    {
        long neededBytes = maxMessages * (maxMessageBytes + BookkeepingBytesPerMessage);
        string reason = errno switch
        {
            // The kernel uses the same number for two limits; this one is met far sooner.
            Errno.EMFILE => $" ({neededBytes} bytes more than RLIMIT_MSGQUEUE leaves of {ResourceLimits.Get(ResourceLimit.MessageQueueBytes).Soft} for all queues of this user)",
            Errno.ENOSPC => " (fs.mqueue.queues_max queues exist on this machine)",
            Errno.EINVAL => $" ({maxMessages} messages of {maxMessageBytes} bytes; the kernel's limits are fs.mqueue.msg_max and msgsize_max)",
            _ => "",
        };
        return new PosixException("mq_open", name + reason, errno);
    }
}
