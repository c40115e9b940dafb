using EdgeIpc.Posix;

namespace EdgeIpc.Devices;

/// <summary>Hands edges from the thread that sees them to the loop that waits in epoll. Bounded: a contact that chatters drops its own oldest edges.</summary>
internal sealed class EdgeQueue : IDisposable
{
    /// <summary>A press with its bounces is 2 to 20 edges.</summary>
    internal const int MaxEdges = 256;

    private readonly Queue<ButtonEdge> _edges = new(MaxEdges);
    private readonly Lock _guard = new();
    private readonly EventFd _waiting = new();
    private long _lost;

    internal FileDescriptor Descriptor => _waiting.File;

    internal long LostEdges => Interlocked.Read(ref _lost);

    internal void Put(ButtonEdge edge)
    {
        lock (_guard)
        {
            if (_edges.Count == MaxEdges)
            {
                _edges.Dequeue();
                Interlocked.Increment(ref _lost);
            }

            _edges.Enqueue(edge);
            _waiting.Signal();
        }
    }

    internal bool TryTake(out ButtonEdge edge)
    {
        lock (_guard)
        {
            bool taken = _edges.TryDequeue(out edge);
            if (_edges.Count == 0) _waiting.Reset();
            return taken;
        }
    }

    public void Dispose() => _waiting.Dispose();
}
