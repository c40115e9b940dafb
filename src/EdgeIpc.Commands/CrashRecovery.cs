using EdgeIpc.Posix;

namespace EdgeIpc.Commands;

/// <summary>What was found of a receiver that did not come to its end.</summary>
/// <param name="Interrupted">Commands that were taken and not concluded, 0 or 1 as a rule; counted, and never run again.</param>
/// <param name="RequestId">The id of the one in hand; 0 when none was, or when it was not yet read.</param>
/// <param name="WasUncertain">It was killed in the moment of receiving, and whether it took a message can't be told.</param>
public readonly record struct CrashFinding(long Interrupted, ulong RequestId, bool WasUncertain);

/// <summary>Brings the counts of a queue in order before its new receiver begins.</summary>
internal static class CrashRecovery
{
    private const int SnapshotAttempts = 100;

    public static CrashFinding Run(IQueueCounts counts, PosixMessageQueue queue)
    {
        bool uncertain = ResolveReceiving(counts, queue);
        long taken = counts.Read(QueueCount.Taken);
        long interrupted = Math.Max(0, taken - Concluded(counts));
        if (interrupted > 0) counts.Write(QueueCount.Interrupted, counts.Read(QueueCount.Interrupted) + interrupted);
        ulong requestId = interrupted > 0 ? (ulong)counts.Read(QueueCount.InHand) : 0;
        counts.Write(QueueCount.InHand, 0);
        return new CrashFinding(interrupted, requestId, uncertain);
    }

    internal static long Concluded(IQueueCounts counts) =>
        counts.Read(QueueCount.Answered) + counts.Read(QueueCount.Expired) + counts.Read(QueueCount.Refused)
        + counts.Read(QueueCount.NoReply) + counts.Read(QueueCount.Interrupted) + counts.Read(QueueCount.Malformed);

    // Killed between the note "receiving" and the note "taken": the kernel's depth and the senders' counts tell which it was.
    private static bool ResolveReceiving(IQueueCounts counts, PosixMessageQueue queue)
    {
        long taken = counts.Read(QueueCount.Taken);
        if (counts.Read(QueueCount.Receiving) != taken + 1) return false;
        bool known = TryCountMissing(counts, queue, out long missing) && missing is 0 or 1;
        if (!known) counts.Write(QueueCount.Uncertain, counts.Read(QueueCount.Uncertain) + 1);
        else if (missing == 1) counts.Write(QueueCount.Taken, taken + 1);
        counts.Write(QueueCount.Receiving, 0);
        return !known;
    }

    private static bool TryCountMissing(IQueueCounts counts, PosixMessageQueue queue, out long missing)
    {
        missing = 0;
        for (int attempt = 0; attempt < SnapshotAttempts; attempt++)
        {
            long attempted = counts.Read(QueueCount.Attempted);
            int waiting = queue.GetAttributes().WaitingMessages;
            long sent = counts.Read(QueueCount.Sent);
            // A sender in the middle of sending may or may not be part of the depth: look again until all have ended.
            bool quiet = attempted == counts.Read(QueueCount.Attempted) && attempted == sent + counts.Read(QueueCount.Failed);
            if (!quiet) continue;
            long takenFromSenders = counts.Read(QueueCount.Taken) - counts.Read(QueueCount.Malformed);
            missing = sent - takenFromSenders - waiting;
            return true;
        }

        return false;
    }
}
