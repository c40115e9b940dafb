using EdgeIpc.Posix;

namespace EdgeIpc.Commands.Tests;

/// <summary>Counts in a file in memory, so that they outlive a killed process as the station's do.</summary>
internal sealed class SharedCounts(string path) : IQueueCounts, IDisposable
{
    private readonly SharedMemory _memory = SharedMemory.OpenOrCreate(path, 4096, FileSharing.OwnerOnly, FileSharing.OwnerOnly.Writable);

    public long Read(QueueCount count) => Volatile.Read(ref Word(count));

    public void Write(QueueCount count, long value) => Volatile.Write(ref Word(count), value);

    public void Increment(QueueCount count) => Interlocked.Increment(ref Word(count));

    /// <summary>sent = answered + expired + refused + noReply + interrupted + waiting.</summary>
    public void AssertBalanced(int waiting) =>
        Assert.Equal(Read(QueueCount.Sent), CrashRecovery.Concluded(this) - Read(QueueCount.Malformed) + waiting);

    public void Dispose() => _memory.Dispose();

    private ref long Word(QueueCount count) => ref _memory.At<long>((int)count * sizeof(long));
}
