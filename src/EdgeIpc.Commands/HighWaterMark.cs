using EdgeIpc.Posix;

namespace EdgeIpc.Commands;

/// <summary>The most messages that a queue's receiver ever found waiting, over all receivers it had.</summary>
internal sealed class HighWaterMark(string recordPath, PosixMessageQueue queue)
{
    private int _mark = QueueRecord.ReadHighWaterMark(recordPath);

    /// <summary>Looks at the depth; to be called before each receive.</summary>
    public void Note()
    {
        int waiting = queue.GetAttributes().WaitingMessages;
        if (waiting <= _mark) return;
        _mark = waiting;
        QueueRecord.WriteHighWaterMark(recordPath, waiting);
    }
}
