using EdgeIpc.Posix;

namespace EdgeIpc.Ledger;

/// <summary>
/// A page that many processes write: each word is counted up by an atomic add, and no rule spans two words that a kill could
/// break; what a count means after a kill is said where it is counted.
/// </summary>
internal sealed class SharedCounters : IDisposable
{
    private readonly SharedMemory _memory;

    private SharedCounters(SharedMemory memory) => _memory = memory;

    public static SharedCounters Open(string path, PageKind kind, int wordCount, FileSharing sharing)
    {
        var memory = SharedMemory.OpenOrCreate(path, CounterPage.SizeBytes, sharing, sharing.Writable);
        CounterPage.MakeOrCheck(memory, kind, wordCount, beforeStore: null);
        return new SharedCounters(memory);
    }

    public long Read(int word) => Volatile.Read(ref Word(word));

    public void Increment(int word) => Interlocked.Increment(ref Word(word));

    /// <summary>Sets a word that is still 0; whoever comes first decides.</summary>
    public void SetOnce(int word, long value) => Interlocked.CompareExchange(ref Word(word), value, 0);

    public void Dispose() => _memory.Dispose();

    private ref long Word(int word) => ref _memory.At<long>(CounterPage.SlotOffset + word * sizeof(long));
}
