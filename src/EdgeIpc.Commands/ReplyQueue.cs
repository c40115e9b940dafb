using EdgeIpc.Posix;

namespace EdgeIpc.Commands;

/// <summary>An asker's own queue, to which its answers come. It ends with its asker; what a killed one left is swept by the next.</summary>
public sealed class ReplyQueue : IDisposable
{
    private readonly QueueRegistry _registry;
    private readonly PosixMessageQueue _queue;
    private readonly byte[] _message = new byte[Frame.SizeBytesMax];

    private ReplyQueue(QueueRegistry registry, PosixMessageQueue queue) => (_registry, _queue) = (registry, queue);

    public string Name => _queue.Name;

    /// <summary>Readable when an answer waits.</summary>
    public FileDescriptor File => _queue.File;

    /// <exception cref="PosixException">EMFILE: this user's limit of queue bytes is reached.</exception>
    public static ReplyQueue Create(QueueRegistry registry)
    {
        registry.SweepDeadAskers();
        return new ReplyQueue(registry, registry.Create(registry.NextReplyName(), QueueLimits.ReplyMessages));
    }

    /// <summary>Takes the next answer. What is no answer is dropped.</summary>
    /// <returns>False when none waits.</returns>
    public bool TryTake(out ulong requestId, out Reply reply)
    {
        while (_queue.TryReceive(_message, out int length, out _))
        {
            if (Frame.TryParse(_message.AsSpan(0, length), out var frame) != FrameFault.None || frame.Kind != FrameKind.Reply) continue;
            if (!CommandJson.TryRead(frame.Payload, out reply)) continue;
            requestId = frame.RequestId;
            return true;
        }

        (requestId, reply) = (0, null!);
        return false;
    }

    public void Dispose()
    {
        _queue.Dispose();
        _registry.Remove(Name);
    }
}
