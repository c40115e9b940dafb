using EdgeIpc.Ledger;

namespace EdgeIpc.Web;

/// <summary>What this process served since it started; counted by any thread.</summary>
internal sealed class WebCounters
{
    private long _requests;
    private long _streamsOpened;
    private long _streamsOpen;
    private long _eventBytes;

    public long StreamsOpen => Volatile.Read(ref _streamsOpen);

    public void NoteRequest() => Interlocked.Increment(ref _requests);

    public void NoteEvents(long bytes) => Interlocked.Add(ref _eventBytes, bytes);

    /// <summary>Takes a place for an event stream.</summary>
    /// <returns>False when so many are open already.</returns>
    public bool TryOpenStream(int limit)
    {
        if (Interlocked.Increment(ref _streamsOpen) > limit)
        {
            Interlocked.Decrement(ref _streamsOpen);
            return false;
        }

        Interlocked.Increment(ref _streamsOpened);
        return true;
    }

    public void CloseStream() => Interlocked.Decrement(ref _streamsOpen);

    public WebCounts Read(long refused) =>
        new(Volatile.Read(ref _requests), refused, Volatile.Read(ref _streamsOpened), StreamsOpen, Volatile.Read(ref _eventBytes));
}
