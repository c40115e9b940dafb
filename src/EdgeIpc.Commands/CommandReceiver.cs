using EdgeIpc.Posix;

namespace EdgeIpc.Commands;

/// <summary>What <see cref="CommandReceiver.TryTake"/> found.</summary>
public enum TakeResult
{
    /// <summary>Nothing waits.</summary>
    Empty,

    /// <summary>A command to run, and then to answer.</summary>
    Taken,

    /// <summary>A message that is not to be run; it has been answered as far as it can be, and counted.</summary>
    TurnedAway,
}

/// <summary>A command that has been taken and must be answered once.</summary>
public sealed class ReceivedCommand
{
    internal ReceivedCommand(ulong requestId, Command command, long deadlineNs, string replyQueueName) =>
        (RequestId, Command, DeadlineNs, ReplyQueueName) = (requestId, command, deadlineNs, replyQueueName);

    public ulong RequestId { get; }

    /// <summary>Its values obey <see cref="CommandRules"/>.</summary>
    public Command Command { get; }

    /// <summary>CLOCK_MONOTONIC ns; 0: none.</summary>
    public long DeadlineNs { get; }

    internal string ReplyQueueName { get; }

    internal bool IsAnswered { get; set; }
}

/// <summary>
/// Takes requests from a role's queue; the pair of <see cref="CommandSender"/>. One process has the role and one thread calls
/// this. The queue outlives it: what is sent while it is down waits in the kernel.
/// </summary>
public sealed class CommandReceiver : IDisposable
{
    private readonly QueueRegistry _registry;
    private readonly PosixMessageQueue _queue;
    private readonly IReceiverCounts _counts;
    private readonly Func<long> _nowNs;
    private readonly byte[] _message = new byte[Frame.SizeBytesMax];
    private readonly byte[] _answer = new byte[Frame.SizeBytesMax];
    private readonly HighWaterMark _highWaterMark;

    private CommandReceiver(QueueRegistry registry, PosixMessageQueue queue, IReceiverCounts counts, Func<long> nowNs)
    {
        (_registry, _queue, _counts, _nowNs) = (registry, queue, counts, nowNs);
        _highWaterMark = new HighWaterMark(registry.RecordPath(queue.Name), queue);
    }

    /// <summary>Readable when a message waits.</summary>
    public FileDescriptor File => _queue.File;

    /// <summary>Messages that the kernel holds at this moment.</summary>
    public int CountWaiting() => _queue.GetAttributes().WaitingMessages;

    /// <summary>Opens the role's queue, with the messages that wait in it, or makes it.</summary>
    /// <param name="registry">The instance's queues.</param>
    /// <param name="role">This process's own: only the process that has the role may call this.</param>
    /// <param name="counts">The counts of this queue.</param>
    /// <param name="nowNs">CLOCK_MONOTONIC; another only in tests.</param>
    /// <exception cref="PosixException">EACCES: another user's queue has the name. EMFILE: this user's limit of queue bytes is reached.</exception>
    public static CommandReceiver Open(QueueRegistry registry, string role, IReceiverCounts counts, Func<long>? nowNs = null) =>
        new(registry, registry.OpenOrCreate(registry.NameOf(role), QueueLimits.RequestMessages), counts, nowNs ?? (() => MonotonicClock.NowNs));

    /// <summary>Takes the most urgent message. Never blocks.</summary>
    /// <param name="received">Set when the result is <see cref="TakeResult.Taken"/>; to be given to <see cref="Answer"/>.</param>
    public TakeResult TryTake(out ReceivedCommand received)
    {
        received = null!;
        _highWaterMark.Note();
        _counts.BeginReceive();
        if (!_queue.TryReceive(_message, out int length, out _))
        {
            _counts.EndReceive();
            return TakeResult.Empty;
        }

        var fault = Frame.TryParse(_message.AsSpan(0, length), out var frame);
        if (fault != FrameFault.None || frame.Kind != FrameKind.Request)
        {
            _counts.NoteMalformed();
            Deliver(frame.ReplyQueueName, frame.RequestId, new Reply(ReplyCode.Malformed, Describe(fault)));
            return TakeResult.TurnedAway;
        }

        _counts.Take(frame.RequestId);
        if (frame.DeadlineNs != 0 && frame.DeadlineNs < _nowNs())
            return TurnAway(frame, CommandOutcome.Expired, new Reply(ReplyCode.Expired, "The command expired while it waited; it was not run."));
        if (!CommandJson.TryRead(frame.Payload, out Command command, out var refusal))
            return TurnAway(frame, CommandOutcome.Refused, refusal);
        received = new ReceivedCommand(frame.RequestId, command, frame.DeadlineNs, frame.ReplyQueueName);
        return TakeResult.Taken;
    }

    /// <summary>Answers a command, where an answer is wanted, and counts it. An asker that is gone or does not listen harms nobody.</summary>
    /// <exception cref="InvalidOperationException">It was answered before.</exception>
    public void Answer(ReceivedCommand received, Reply reply)
    {
        if (received.IsAnswered) throw new InvalidOperationException($"Request {received.RequestId} was answered already.");
        received.IsAnswered = true;
        bool delivered = Deliver(received.ReplyQueueName, received.RequestId, reply);
        _counts.Finish(reply.Code switch
        {
            ReplyCode.Refused or ReplyCode.OutOfRange or ReplyCode.UnknownCommand or ReplyCode.Malformed => CommandOutcome.Refused,
            ReplyCode.Expired => CommandOutcome.Expired,
            _ => delivered ? CommandOutcome.Answered : CommandOutcome.NoReply,
        });
    }

    /// <summary>Closes this end; the queue and what waits in it stay.</summary>
    public void Dispose() => _queue.Dispose();

    private TakeResult TurnAway(in Frame frame, CommandOutcome outcome, Reply reply)
    {
        Deliver(frame.ReplyQueueName, frame.RequestId, reply);
        _counts.Finish(outcome);
        return TakeResult.TurnedAway;
    }

    private bool Deliver(string replyQueueName, ulong requestId, Reply reply)
    {
        // The name comes from outside: only a reply queue of this instance may be meant, never a role's.
        if (!_registry.IsReplyQueue(replyQueueName)) return false;
        int sizeBytes = WriteAnswer(requestId, reply);
        try
        {
            using var queue = PosixMessageQueue.Open(replyQueueName);
            return queue?.TrySend(_answer.AsSpan(0, sizeBytes), (int)CommandPriority.Ordinary) == QueueSendResult.Sent;
        }
        catch (PosixException e) when (e.Errno is Errno.EACCES or Errno.EPERM)
        {
            // The asker did not share its queue with us.
            return false;
        }
    }

    private int WriteAnswer(ulong requestId, Reply reply)
    {
        if (AnswerFrame(requestId, reply).TryWrite(_answer, out int sizeBytes)) return sizeBytes;
        var shorter = new Reply(reply.Code, Shorten(reply.Sentence) + " (The details are longer than a message and left out.)");
        if (!AnswerFrame(requestId, shorter).TryWrite(_answer, out sizeBytes)) throw new InvalidOperationException("A shortened reply does not fit into a message.");
        return sizeBytes;
    }

    private static Frame AnswerFrame(ulong requestId, Reply reply) =>
        new() { Kind = FrameKind.Reply, RequestId = requestId, ReplyQueueName = "", Payload = CommandJson.Write(reply) };

    // JSON may escape a character to six bytes: 120 of them always fit.
    private static string Shorten(string sentence) => sentence.Length <= 120 ? sentence : sentence[..119] + "…";

    private static string Describe(FrameFault fault) => fault switch
    {
        FrameFault.None => "A reply or a chat line was sent where requests are taken.",
        FrameFault.WrongVersion => $"The message is a frame of another version; this station understands version {Frame.Version}.",
        FrameFault.Truncated => "The message is shorter than its frame says.",
        FrameFault.Overlong => "The message is longer than its frame says.",
        FrameFault.WrongChecksum => "The message's checksum is wrong.",
        FrameFault.UnknownKind => "The message is of a kind that this version does not know.",
        _ => "The message is no command frame.",
    };
}
