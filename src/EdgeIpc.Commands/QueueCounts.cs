namespace EdgeIpc.Commands;

/// <summary>How a request that was taken ended.</summary>
public enum CommandOutcome
{
    /// <summary>Run, and its asker has a reply.</summary>
    Answered,

    /// <summary>Not run: taken after its deadline.</summary>
    Expired,

    /// <summary>Not run: unknown, out of range, or not for this process.</summary>
    Refused,

    /// <summary>Run, and nobody wanted a reply or was there to have it.</summary>
    NoReply,
}

/// <summary>Where all senders to one queue count, in memory that outlives them.</summary>
public interface ISenderCounts
{
    /// <summary>Before a request is given to the kernel.</summary>
    void NoteAttempt();

    /// <summary>The kernel has it.</summary>
    void NoteSent();

    /// <summary>The kernel did not take it.</summary>
    void NoteFailed();
}

/// <summary>
/// Where the receiver of one queue counts, in memory that outlives it. A queue does not acknowledge: what was taken is gone
/// from the kernel, also when the taker is killed. So every step is noted, and a successor can tell how far it came.
/// </summary>
public interface IReceiverCounts
{
    /// <summary>Before the kernel is asked for a message.</summary>
    void BeginReceive();

    /// <summary>The kernel had none.</summary>
    void EndReceive();

    /// <summary>The kernel had a message that is no request of this version: no counting sender made it.</summary>
    void NoteMalformed();

    /// <summary>The kernel had a request; it is in hand, and is not acted on before this.</summary>
    void Take(ulong requestId);

    /// <summary>The request in hand ended; its answer, if any, is with the kernel.</summary>
    void Finish(CommandOutcome outcome);
}
