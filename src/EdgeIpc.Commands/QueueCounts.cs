namespace EdgeIpc.Commands;

/// <summary>What is counted about a role's queue. sent = answered + expired + refused + noReply + interrupted + waiting in the kernel.</summary>
public enum QueueCount
{
    /// <summary>By senders, before they give a request to the kernel. Attempted - sent - failed is more than 0 only while one is at it, or was killed at it.</summary>
    Attempted,

    /// <summary>By senders: the kernel has it.</summary>
    Sent,

    /// <summary>By senders: the kernel did not take it (full, no such queue).</summary>
    Failed,

    /// <summary>By the receiver, from here on: messages taken out of the kernel.</summary>
    Taken,

    /// <summary>Not a sum: <see cref="Taken"/> + 1 from just before a message is received; the same as <see cref="Taken"/> or 0 otherwise.</summary>
    Receiving,

    /// <summary>Not a sum: the id of the request that is being run, 0 when none is.</summary>
    InHand,

    /// <summary>Run, and the asker has a reply.</summary>
    Answered,

    /// <summary>Not run: taken after its deadline.</summary>
    Expired,

    /// <summary>Not run: unknown, out of range, or not for this process.</summary>
    Refused,

    /// <summary>Run, and nobody wanted a reply or was there to have it.</summary>
    NoReply,

    /// <summary>In hand when the receiver was killed; never run again.</summary>
    Interrupted,

    /// <summary>Messages that are no frame of this version; no counting sender made them, so they are in no equation.</summary>
    Malformed,

    /// <summary>Kills in the moment of receiving after which the counts could not tell whether a message was taken; each widens the equation by one.</summary>
    Uncertain,
}

/// <summary>The counts of one role's queue, in memory that outlives the processes which count.</summary>
public interface IQueueCounts
{
    /// <summary>With acquire order.</summary>
    long Read(QueueCount count);

    /// <summary>With release order. Only the receiver's counts, and only by the one receiver.</summary>
    void Write(QueueCount count, long value);

    /// <summary>Adds one; many senders may at once. Only the senders' counts.</summary>
    void Increment(QueueCount count);
}
