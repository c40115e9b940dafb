namespace EdgeIpc.Commands;

/// <summary>
/// The sizes of all queues. Small enough that an ordinary user may have them: 10 messages is the kernel's limit without
/// privileges, and 73 such queues fit into a user's 819,200 bytes (RLIMIT_MSGQUEUE).
/// </summary>
public static class QueueLimits
{
    /// <summary>Messages that a role's or a person's queue holds.</summary>
    public const int RequestMessages = 10;

    /// <summary>At so many waiting messages ordinary senders are told that the queue is full; the rest is for <see cref="CommandPriority.Control"/> and above.</summary>
    public const int OrdinaryMessages = 8;

    /// <summary>Messages that an asker's reply queue holds: the answer it waits for, and one that came too late.</summary>
    public const int ReplyMessages = 2;

    /// <summary>How long a request may wait in the queue before it is answered "expired" instead of run.</summary>
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(5);

    /// <summary>How much longer than the deadline an asker listens, so that it hears "expired" and what was begun just in time.</summary>
    public static readonly TimeSpan ReplyGrace = TimeSpan.FromMilliseconds(500);
}
