using EdgeIpc.Posix;

namespace EdgeIpc.Ledger;

/// <summary>How far a reader of frames came, and what it found; the words' order is the page's layout.</summary>
/// <param name="Joined">1 once the reader chose where to begin, else 0.</param>
/// <param name="JoinedAt">The ring position it began at.</param>
/// <param name="Cursor">The ring position it reads next.</param>
/// <param name="Read">Frames it took since.</param>
/// <param name="Lost">Frames that were overwritten before it took them.</param>
/// <param name="Torn">Frames that it took and whose checksum was wrong; must stay 0.</param>
public readonly record struct FrameReaderCounts(long Joined, long JoinedAt, long Cursor, long Read, long Lost, long Torn)
{
    /// <summary>Whether there is a position to go on from.</summary>
    public bool HasJoined => Joined != 0;
}

/// <summary>The page of one reader of one ring of frames; it resumes after a kill exactly where its page says.</summary>
public sealed class FrameReaderPage : OwnedPage<FrameReaderCounts>
{
    private FrameReaderPage(SharedMemory memory, FileLock ownership) : base(memory, ownership, PageKind.FrameReader, beforeStore: null)
    {
    }

    /// <summary>Takes the page for this process, and makes it when it is new; null when another process has it.</summary>
    public static FrameReaderPage? TryOwn(string path, FileSharing sharing) =>
        TryTake(path, sharing) is var (memory, ownership) ? new FrameReaderPage(memory, ownership) : null;

    /// <summary>The page as it is; null when there is none yet. Read it before the ring's cursor: then the lag is never negative.</summary>
    public static PageReading<FrameReaderCounts>? TryRead(string path) => CounterPage.TryRead<FrameReaderCounts>(path, PageKind.FrameReader);

    /// <summary>Begins anew at a ring position, with nothing read and nothing lost.</summary>
    public void Join(long position) => Commit(new FrameReaderCounts(1, position, position, 0, 0, 0));

    /// <summary>Moves on.</summary>
    /// <param name="cursor">Where the ring's reader stands now.</param>
    /// <param name="read">Frames taken since the last commit.</param>
    /// <param name="lost">Frames that the ring reported lost since.</param>
    /// <param name="torn">Of those taken, frames that were not whole.</param>
    public void Commit(long cursor, long read, long lost, long torn) =>
        Commit(Counts with { Cursor = cursor, Read = Counts.Read + read, Lost = Counts.Lost + lost, Torn = Counts.Torn + torn });
}
