using EdgeIpc.Posix;

namespace EdgeIpc.TestChild;

/// <summary>What a reader got so far.</summary>
public record struct ReadCounts(long Cursor, long Read, long Lost, long Torn);

/// <summary>
/// A reader's counts in a file of their own, whole at every instant: two places take turns, and the turn is the last store.
/// After a kill the next reader goes on exactly there.
/// </summary>
public sealed class ReadProgress(string path) : IDisposable
{
    private const int PlaceSizeBytes = 32;
    private readonly SharedMemory _memory = SharedMemory.OpenOrCreate(path, 8 + 2 * PlaceSizeBytes, FileSharing.OwnerOnly, FileSharing.OwnerOnly.Readable);

    public bool HasBegun => Turn > 0;

    private ref long Turn => ref _memory.At<long>(0);

    public ReadCounts Load() => _memory.At<ReadCounts>(8 + (Volatile.Read(ref Turn) & 1) * PlaceSizeBytes);

    public void Store(ReadCounts counts)
    {
        long turn = Turn + 1;
        _memory.At<ReadCounts>(8 + (turn & 1) * PlaceSizeBytes) = counts;
        Volatile.Write(ref Turn, turn);
    }

    public void Dispose() => _memory.Dispose();
}
