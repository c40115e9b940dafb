using EdgeIpc.Posix;

namespace EdgeIpc.Ledger;

/// <summary>How far a reader of the ring came; the words' order is the page's layout.</summary>
/// <param name="Joined">0 before the reader chose where to begin, then 1, and 2 once it left by itself.</param>
/// <param name="JoinedAt">The ring position it began at.</param>
/// <param name="Cursor">The ring position it reads next.</param>
/// <param name="Read">Samples it took since.</param>
/// <param name="Lost">Samples that were overwritten before it took them.</param>
public readonly record struct ReaderCounts(long Joined, long JoinedAt, long Cursor, long Read, long Lost)
{
    /// <summary>Whether there is a position to go on from.</summary>
    public bool HasJoined => Joined != 0;

    /// <summary>Whether it left by itself: what is published from there on is not its to read, until it comes back.</summary>
    public bool HasLeft => Joined == 2;
}

/// <summary>
/// The page of one long-lived reader. Position and counts change in one commit, so a killed reader resumes exactly where its
/// page says: what it read and did not commit it reads again, and it is counted once.
/// </summary>
public sealed class ReaderPage : OwnedPage<ReaderCounts>
{
    private ReaderPage(SharedMemory memory, FileLock ownership, Action? beforeStore) : base(memory, ownership, PageKind.Reader, beforeStore)
    {
    }

    /// <summary>Takes the page for this process, and makes it when it is new; null when another process has it.</summary>
    public static ReaderPage? TryOwn(string path, FileSharing sharing) => TryOwn(path, sharing, null);

    internal static ReaderPage? TryOwn(string path, FileSharing sharing, Action? beforeStore) =>
        TryTake(path, sharing) is var (memory, ownership) ? new ReaderPage(memory, ownership, beforeStore) : null;

    /// <summary>The page as it is; null when there is none yet. Read it before the ring's cursor: then the lag is never negative.</summary>
    public static PageReading<ReaderCounts>? TryRead(string path) => CounterPage.TryRead<ReaderCounts>(path, PageKind.Reader);

    /// <summary>Begins anew at a ring position, with nothing read and nothing lost.</summary>
    public void Join(long position) => Commit(new ReaderCounts(1, position, position, 0, 0));

    /// <summary>Goes on where the page says: what was published while it was away is its to read, or to lose.</summary>
    public void Resume()
    {
        if (Counts.HasLeft) Commit(Counts with { Joined = 1 });
    }

    /// <summary>Ends its reading in order. A reader that dies can't, and so the two can be told apart.</summary>
    public void Leave()
    {
        if (Counts.HasJoined) Commit(Counts with { Joined = 2 });
    }

    /// <summary>Moves on.</summary>
    /// <param name="cursor">Where the ring's reader stands now, as it says itself.</param>
    /// <param name="read">Samples taken since the last commit, as counted by who took them.</param>
    /// <param name="lost">Samples that the ring reported lost since.</param>
    public void Commit(long cursor, long read, long lost) =>
        Commit(Counts with { Cursor = cursor, Read = Counts.Read + read, Lost = Counts.Lost + lost });
}
