using EdgeIpc.Posix;

namespace EdgeIpc.Ledger;

/// <summary>How a message that was taken from a queue ended.</summary>
public enum ReceivedOutcome
{
    /// <summary>Done, and the answer was handed to the kernel.</summary>
    Answered,

    /// <summary>Its deadline had passed; it was not run.</summary>
    Expired,

    /// <summary>Unknown, out of range or not allowed; it was not run.</summary>
    Refused,

    /// <summary>Done; no answer was asked for, or nobody was there any more to take it.</summary>
    NoReply,
}

/// <summary>What became of the messages of one queue; the words' order is the page's layout.</summary>
/// <param name="Answered">See <see cref="ReceivedOutcome.Answered"/>.</param>
/// <param name="Expired">See <see cref="ReceivedOutcome.Expired"/>.</param>
/// <param name="Refused">See <see cref="ReceivedOutcome.Refused"/>.</param>
/// <param name="NoReply">See <see cref="ReceivedOutcome.NoReply"/>.</param>
/// <param name="Interrupted">Messages that a receiver died with; they are never run again.</param>
/// <param name="Doubtful">Receivers that died while receiving, with a send under way, so that nobody can tell whether a message went with them.</param>
/// <param name="Receiving">1 from before the kernel is asked for a message until it is in hand, or there was none.</param>
/// <param name="InHand">1 while a message is in hand.</param>
/// <param name="RequestId">The request in hand, or the last one.</param>
/// <param name="Malformed">Messages that are no request at all: no counting sender made them, so they are in no equation.</param>
public readonly record struct ReceiverCounts(
    long Answered, long Expired, long Refused, long NoReply, long Interrupted, long Doubtful, long Receiving, long InHand, ulong RequestId,
    long Malformed)
{
    /// <summary>Messages whose end is known.</summary>
    public long Ended => Answered + Expired + Refused + NoReply + Interrupted;
}

/// <summary>What a restarted receiver finds of its predecessor.</summary>
/// <param name="Interrupted">Messages newly counted as interrupted: 0 or 1, and those of earlier crashes that were in doubt until now.</param>
/// <param name="RequestId">The request that was in hand, or null when it is not known.</param>
public readonly record struct ReceiverRecovery(long Interrupted, ulong? RequestId);

/// <summary>
/// The page of the process that receives from one queue, the controller's for example. A message is:
/// <see cref="BeginReceive"/>, the kernel's receive, then <see cref="EndReceive"/> when there was none or <see cref="Take"/>,
/// act, answer, <see cref="Finish"/>. Each is one commit, so a kill leaves one of three states: nothing begun (no message is
/// concerned), in hand (exactly one is, and it is interrupted), or receiving (one may have left the queue; the senders' page
/// and the queue's depth tell). A crash therefore costs at most one message, and it is counted once.
/// </summary>
public sealed class ReceiverPage : OwnedPage<ReceiverCounts>
{
    private ReceiverPage(SharedMemory memory, FileLock ownership, Action? beforeStore) : base(memory, ownership, PageKind.Receiver, beforeStore)
    {
    }

    /// <summary>Takes the page for this process, and makes it when it is new; null when another process has it.</summary>
    public static ReceiverPage? TryOwn(string path, FileSharing sharing) => TryOwn(path, sharing, null);

    internal static ReceiverPage? TryOwn(string path, FileSharing sharing, Action? beforeStore) =>
        TryTake(path, sharing) is var (memory, ownership) ? new ReceiverPage(memory, ownership, beforeStore) : null;

    /// <summary>The page as it is; null when there is none yet.</summary>
    public static PageReading<ReceiverCounts>? TryRead(string path) => CounterPage.TryRead<ReceiverCounts>(path, PageKind.Receiver);

    /// <summary>Before the kernel is asked for a message.</summary>
    public void BeginReceive() => Commit(Counts with { Receiving = 1 });

    /// <summary>The kernel had none.</summary>
    public void EndReceive() => Commit(Counts with { Receiving = 0 });

    /// <summary>The kernel had a message that is no request.</summary>
    public void NoteMalformed() => Commit(Counts with { Receiving = 0, Malformed = Counts.Malformed + 1 });

    /// <summary>A message is in hand; it is not acted on before this.</summary>
    /// <param name="requestId">0 for one that names no request.</param>
    public void Take(ulong requestId)
    {
        if (Counts.InHand != 0) throw new InvalidOperationException("A message is in hand; finish it first.");
        Commit(Counts with { Receiving = 0, InHand = 1, RequestId = requestId });
    }

    /// <summary>The message in hand ended thus; its answer, if any, is already with the kernel.</summary>
    public void Finish(ReceivedOutcome outcome)
    {
        if (Counts.InHand == 0) throw new InvalidOperationException("No message is in hand.");
        var done = Counts with { InHand = 0 };
        Commit(outcome switch
        {
            ReceivedOutcome.Answered => done with { Answered = done.Answered + 1 },
            ReceivedOutcome.Expired => done with { Expired = done.Expired + 1 },
            ReceivedOutcome.Refused => done with { Refused = done.Refused + 1 },
            ReceivedOutcome.NoReply => done with { NoReply = done.NoReply + 1 },
            _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
        });
    }

    /// <summary>What a restarted receiver does before its first receive.</summary>
    /// <param name="senders">Everybody who sends to this queue.</param>
    /// <param name="readWaiting">Asks the kernel how many messages wait in the queue.</param>
    public ReceiverRecovery Recover(SenderPage senders, Func<long> readWaiting)
    {
        var found = Counts;
        var settled = found with { InHand = 0, Receiving = 0 };
        if (found.InHand != 0)
        {
            Commit(settled with { Interrupted = found.Interrupted + 1 });
            return new ReceiverRecovery(1, found.RequestId);
        }

        if (found.Receiving == 0) return default;
        var (sent, waiting) = ReadTogether(senders, readWaiting);
        // Sent is certain, an unresolved send may be in the queue or not. More than one message a crash is never explained
        // away here: a second missing one stays missing and breaks the balance.
        long most = found.Doubtful + 1, missing = sent.Sent - found.Ended - waiting;
        long certain = Math.Clamp(missing, 0, most), possible = Math.Clamp(missing + sent.Unresolved, 0, most);
        Commit(settled with { Interrupted = found.Interrupted + certain, Doubtful = possible - certain });
        return new ReceiverRecovery(certain, null);
    }

    /// <summary>The senders' counts and the queue's depth with no send beginning or ending between.</summary>
    private static (SenderCounts Sent, long Waiting) ReadTogether(SenderPage senders, Func<long> readWaiting)
    {
        const int MaxAttempts = 10_000;
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var before = senders.Read();
            long waiting = readWaiting();
            if (senders.Read() == before) return (before, waiting);
        }

        throw new InvalidDataException("The senders' page changes faster than it can be read.");
    }
}
