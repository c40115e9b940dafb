using EdgeIpc.Devices;

namespace EdgeIpc.Spooler;

/// <summary>
/// Bytes on their way to the line, in whole messages: nothing is ever put between the parts of one. A message longer than the
/// printer's buffer can be paced by time, for lines on which nothing else stops the sender.
/// </summary>
internal sealed class Outbox(TimeProvider time)
{
    /// <summary>How long one try waits for a line that flow control holds, before answers are looked at again.</summary>
    private static readonly TimeSpan WritePatience = TimeSpan.FromMilliseconds(50);

    private readonly Queue<Message> _messages = new();
    private int _offset;
    private long _pausedAt;
    private TimeSpan _pause;

    public bool IsEmpty => _messages.Count == 0;

    /// <summary>Bytes that the line has taken, ever.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>How long the pace of the message in hand still holds it back.</summary>
    public TimeSpan Held => _pause - time.GetElapsedTime(_pausedAt) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    public void Add(ReadOnlyMemory<byte> bytes) => Add(bytes, bytes.Length, TimeSpan.Zero);

    /// <param name="pieceBytes">After so many bytes it pauses.</param>
    /// <param name="pause">What the printer needs for a piece.</param>
    public void Add(ReadOnlyMemory<byte> bytes, int pieceBytes, TimeSpan pause)
    {
        if (!bytes.IsEmpty) _messages.Enqueue(new Message(bytes, pieceBytes, pause));
    }

    /// <summary>Hands over what the line takes now.</summary>
    /// <returns>False when the line is gone, or nobody knows any more how much of a message has left.</returns>
    public bool WriteTo(SerialLine line)
    {
        while (_messages.TryPeek(out var message) && Held == TimeSpan.Zero)
        {
            var piece = message.Bytes.Slice(_offset, Math.Min(message.PieceBytes, message.Bytes.Length - _offset));
            var write = line.Write(piece.Span, WritePatience, CancellationToken.None);
            _offset += write.BytesWritten;
            BytesWritten += write.BytesWritten;
            if (write.Outcome == LineWriteOutcome.Stopped) return true;
            if (write.Outcome != LineWriteOutcome.Written) return false;
            (_pausedAt, _pause) = (time.GetTimestamp(), message.Pause);
            if (_offset < message.Bytes.Length) continue;
            _messages.Dequeue();
            _offset = 0;
        }

        return true;
    }

    private readonly record struct Message(ReadOnlyMemory<byte> Bytes, int PieceBytes, TimeSpan Pause);
}
