using EdgeIpc.Posix;

namespace EdgeIpc.Commands;

/// <summary>A line that one person wrote to another.</summary>
/// <param name="From">Who wrote it.</param>
/// <param name="Text">1 to 256 bytes of UTF-8, no control characters.</param>
public sealed record ChatMessage(string From, string Text);

/// <summary>What came out of a chat queue.</summary>
public enum ChatResult
{
    Empty,
    Received,

    /// <summary>A message that is no chat line; it is dropped.</summary>
    Malformed,
}

/// <summary>
/// A person's own queue. Whoever comes first makes it, reader or writer, so that what is written to somebody who is away
/// waits in the kernel until they come.
/// </summary>
public sealed class ChatQueue : IDisposable
{
    private static int s_linesOfThisProcess;
    private readonly PosixMessageQueue _queue;
    private readonly FileLock? _ownership;
    private readonly HighWaterMark? _highWaterMark;
    private readonly byte[] _message = new byte[Frame.SizeBytesMax];

    private ChatQueue(PosixMessageQueue queue, FileLock? ownership, HighWaterMark? highWaterMark) =>
        (_queue, _ownership, _highWaterMark) = (queue, ownership, highWaterMark);

    /// <summary>Readable when a line waits, writable when there is room.</summary>
    public FileDescriptor File => _queue.File;

    /// <summary>Opens somebody's queue to write to it.</summary>
    /// <param name="registry">The instance's queues.</param>
    /// <param name="person">A name that <see cref="IsName"/> accepts.</param>
    public static ChatQueue OpenOrCreate(QueueRegistry registry, string person) => new(OpenQueue(registry, person), ownership: null, highWaterMark: null);

    /// <summary>Opens this person's own queue to read from it; null when another process does so already, for each message goes to one reader only.</summary>
    public static ChatQueue? TryOwn(QueueRegistry registry, string person)
    {
        var queue = OpenQueue(registry, person);
        string record = registry.RecordPath(queue.Name);
        if (FileLock.TryAcquire(record, registry.Sharing) is { } ownership) return new ChatQueue(queue, ownership, new HighWaterMark(record, queue));
        queue.Dispose();
        return null;
    }

    /// <summary>1 to 16 of a-z, 0-9 and '-'.</summary>
    public static bool IsName(string person) =>
        person.Length is > 0 and <= 16 && person.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>Writes a line to this person.</summary>
    public QueueSendResult TrySend(ChatMessage line)
    {
        var frame = new Frame { Kind = FrameKind.Chat, RequestId = (uint)Interlocked.Increment(ref s_linesOfThisProcess), ReplyQueueName = "", Payload = CommandJson.Write(line) };
        return frame.TryWrite(_message, out int sizeBytes)
            ? _queue.TrySend(_message.AsSpan(0, sizeBytes), (int)CommandPriority.Ordinary)
            : QueueSendResult.TooLong;
    }

    /// <summary>Reads the next line that was written to this person.</summary>
    public ChatResult TryReceive(out ChatMessage line)
    {
        line = null!;
        _highWaterMark?.Note();
        if (!_queue.TryReceive(_message, out int length, out _)) return ChatResult.Empty;
        bool isChat = Frame.TryParse(_message.AsSpan(0, length), out var frame) == FrameFault.None && frame.Kind == FrameKind.Chat;
        return isChat && CommandJson.TryRead(frame.Payload, out line) && IsName(line.From) && !CommandRules.TryFindFault(new Command.Say(line.Text), out _)
            ? ChatResult.Received
            : ChatResult.Malformed;
    }

    /// <summary>Closes this end; the queue and its lines stay.</summary>
    public void Dispose()
    {
        _queue.Dispose();
        _ownership?.Dispose();
    }

    private static PosixMessageQueue OpenQueue(QueueRegistry registry, string person)
    {
        if (!IsName(person)) throw new ArgumentException($"'{person}' is no name.", nameof(person));
        return registry.OpenOrCreate(registry.ChatNameOf(person), QueueLimits.RequestMessages);
    }
}
