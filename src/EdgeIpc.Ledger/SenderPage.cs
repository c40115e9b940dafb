using EdgeIpc.Posix;

namespace EdgeIpc.Ledger;

/// <summary>What all senders to one queue did together; the words' order is the page's layout.</summary>
/// <param name="Attempted">Messages that a sender was about to send.</param>
/// <param name="Sent">Messages that the kernel took.</param>
/// <param name="Failed">Messages that it did not take: queue full, no queue, not permitted.</param>
public readonly record struct SenderCounts(long Attempted, long Sent, long Failed)
{
    /// <summary>Sends of which nobody said how they ended: under way now, or their sender was killed. Each may be in the queue or not.</summary>
    public long Unresolved => Attempted - Sent - Failed;
}

/// <summary>
/// The page of everybody who sends to one queue. A sender counts the attempt, sends, then counts how it ended. Killed between,
/// it leaves one <see cref="SenderCounts.Unresolved"/>: the balance then allows for one message more, no other doubt arises.
/// </summary>
public sealed class SenderPage : IDisposable
{
    private const int Attempted = 0, Sent = 1, Failed = 2, WordCount = 3;
    private readonly SharedCounters _counters;

    private SenderPage(SharedCounters counters) => _counters = counters;

    /// <summary>Opens the page, and makes it when it is new. Any number of processes and threads may count in it.</summary>
    public static SenderPage Open(string path, FileSharing sharing) => new(SharedCounters.Open(path, PageKind.Sender, WordCount, sharing));

    /// <summary>The page as it is; null when nobody ever sent.</summary>
    public static SenderCounts? TryRead(string path)
    {
        using var memory = CounterPage.TryMap(path);
        if (memory is null) return null;
        CounterPage.Check(memory, PageKind.Sender, WordCount);
        return Read(word => Volatile.Read(ref memory.At<long>(CounterPage.SlotOffset + word * sizeof(long))));
    }

    /// <summary>The counts now.</summary>
    public SenderCounts Read() => Read(_counters.Read);

    /// <summary>Before the message is handed to the kernel.</summary>
    public void NoteAttempt() => _counters.Increment(Attempted);

    /// <summary>The kernel took it.</summary>
    public void NoteSent() => _counters.Increment(Sent);

    /// <summary>The kernel did not take it.</summary>
    public void NoteFailed() => _counters.Increment(Failed);

    public void Dispose() => _counters.Dispose();

    private static SenderCounts Read(Func<int, long> word)
    {
        // Ends before beginnings: an end that is seen has its beginning seen as well, so Unresolved is never negative.
        long sent = word(Sent), failed = word(Failed);
        return new SenderCounts(word(Attempted), sent, failed);
    }
}
