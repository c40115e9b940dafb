using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using EdgeIpc.Posix;

namespace EdgeIpc.Ledger;

/// <summary>
/// A page with one writer, the process that holds the lock on its file. The counts are a record of 64-bit words; each change
/// is one commit that happens wholly or not at all, see <see cref="CounterPage"/>. Not for several threads. Allocates nothing after opening.
/// </summary>
/// <typeparam name="TCounts">Only 64-bit words, at most 248.</typeparam>
[SuppressMessage("Design", "CA1063", Justification = "Only the sealed pages of this project derive from it, and none owns anything more.")]
public abstract class OwnedPage<TCounts> : IDisposable where TCounts : unmanaged
{
    private readonly SharedMemory _memory;
    private readonly FileLock _lock;
    private readonly Action? _beforeStore;
    private TCounts _counts;
    private long _sequence;

    /// <param name="memory">The mapped page, this object's from now on.</param>
    /// <param name="ownership">The lock on the page's file, this object's from now on.</param>
    /// <param name="kind">What the page counts.</param>
    /// <param name="beforeStore">Called before each store: where a test lets the process die.</param>
    private protected OwnedPage(SharedMemory memory, FileLock ownership, PageKind kind, Action? beforeStore)
    {
        (_memory, _lock, _beforeStore) = (memory, ownership, beforeStore);
        try
        {
            CounterPage.MakeOrCheck(memory, kind, CounterPage.WordCount<TCounts>(), beforeStore);
            NoteOwner();
        }
        catch
        {
            Dispose();
            throw;
        }

        _sequence = memory.At<long>(CounterPage.SequenceOffset);
        _counts = memory.At<TCounts>(CounterPage.SlotAt(_sequence));
    }

    /// <summary>The counts as last committed, by this process or by the one before it.</summary>
    public ref readonly TCounts Counts => ref _counts;

    /// <summary>How often a process of this role started, this one included.</summary>
    public long Starts => _memory.At<long>(CounterPage.StartsOffset);

    public void Dispose()
    {
        _memory.Dispose();
        _lock.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes the page's file for this process; null when another living process has it.</summary>
    private protected static (SharedMemory Memory, FileLock Ownership)? TryTake(string path, FileSharing sharing)
    {
        // The file is never renamed, so it can carry its own lock.
        if (FileLock.TryAcquire(path, sharing) is not { } ownership) return null;
        try
        {
            return (SharedMemory.OpenOrCreate(path, CounterPage.SizeBytes, sharing, sharing.Readable, populate: true), ownership);
        }
        catch
        {
            ownership.Dispose();
            throw;
        }
    }

    /// <summary>Makes these the page's counts: all of them or, when the process dies meanwhile, none.</summary>
    private protected void Commit(in TCounts counts)
    {
        long next = _sequence + 1;
        long slot = CounterPage.SlotAt(next);
        var words = MemoryMarshal.Cast<TCounts, long>(new ReadOnlySpan<TCounts>(in counts));
        for (int i = 0; i < words.Length; i++) CounterPage.Store(_memory, slot + i * sizeof(long), words[i], _beforeStore);
        // This store publishes: the slot above becomes the page's counts.
        CounterPage.Store(_memory, CounterPage.SequenceOffset, next, _beforeStore);
        (_sequence, _counts) = (next, counts);
    }

    private void NoteOwner()
    {
        // Without a pid while the other words change: nobody pairs the old pid with the new start.
        CounterPage.Store(_memory, CounterPage.ProcessIdOffset, 0, _beforeStore);
        CounterPage.Store(_memory, CounterPage.StartTicksOffset, CounterPage.OwnStartTicks, _beforeStore);
        CounterPage.Store(_memory, CounterPage.StartedAtOffset, MonotonicClock.NowNs, _beforeStore);
        CounterPage.Store(_memory, CounterPage.StartsOffset, _memory.At<long>(CounterPage.StartsOffset) + 1, _beforeStore);
        CounterPage.Store(_memory, CounterPage.ProcessIdOffset, Environment.ProcessId, _beforeStore);
    }
}
