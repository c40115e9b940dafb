using EdgeIpc.Posix;

namespace EdgeIpc.Commands;

/// <summary>What became of a command that was sent.</summary>
public abstract record SendResult
{
    private SendResult()
    {
    }

    /// <summary>The answer came.</summary>
    public sealed record Replied(Reply Reply) : SendResult;

    /// <summary>The kernel has it and keeps it; no reply was asked for, or it has yet to come.</summary>
    /// <param name="RequestId">What its reply will carry.</param>
    public sealed record Accepted(ulong RequestId) : SendResult;

    /// <summary>Nothing was sent: the queue holds as many as this command's priority may add to.</summary>
    public sealed record QueueFull(int WaitingMessages, int MaxMessages) : SendResult;

    /// <summary>Nothing was sent: no process of that role has run in this instance.</summary>
    public sealed record NoSuchService(string Role) : SendResult;

    /// <summary>It was sent, and no answer came in time. If it still waits in the kernel it is not run any more: its deadline has passed.</summary>
    public sealed record NoReply(TimeSpan Waited) : SendResult;

    /// <summary>Nothing was sent: the command is longer than a message.</summary>
    public sealed record TooLong(int MaxBytes) : SendResult;

    /// <summary>One sentence for a person; an answer's is the role's own.</summary>
    /// <param name="role">Whom the command was for.</param>
    public string Sentence(string role) => this switch
    {
        Replied replied => replied.Reply.Sentence,
        Accepted => "The kernel has it.",
        QueueFull full when full.WaitingMessages < full.MaxMessages =>
            $"The {role}'s queue is full: {full.WaitingMessages} commands wait, and the last {full.MaxMessages - full.WaitingMessages} places are kept for stop and control.",
        QueueFull full => $"The {role}'s queue is full: all {full.MaxMessages} places are taken.",
        NoSuchService => $"There is no {role} and never was one.",
        NoReply none => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The {role} did not answer within {none.Waited.TotalSeconds:0.#} s; what still waits is not run any more."),
        TooLong tooLong => $"The command is longer than a message, {tooLong.MaxBytes} bytes.",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>Sends commands to the roles of an instance; the pair of <see cref="CommandReceiver"/>. One thread.</summary>
/// <param name="registry">The instance's queues.</param>
/// <param name="countsOf">The counts of a role's queue, which this sender adds to.</param>
/// <param name="nowNs">CLOCK_MONOTONIC; another only in tests.</param>
public sealed class CommandSender(QueueRegistry registry, Func<string, ISenderCounts> countsOf, Func<long>? nowNs = null) : IDisposable
{
    private static int s_requestsOfThisProcess;
    private readonly Func<long> _nowNs = nowNs ?? (() => MonotonicClock.NowNs);
    private readonly byte[] _message = new byte[Frame.SizeBytesMax];
    private ReplyQueue? _replies;

    /// <summary>Sends a command and waits for its answer.</summary>
    /// <param name="role">Who is to run it.</param>
    /// <param name="command">What.</param>
    /// <param name="deadline">From now. Afterwards it is not run any more, and <see cref="QueueLimits.ReplyGrace"/> later the wait ends.</param>
    /// <param name="cancellation">Ends the wait; the command may still be run.</param>
    /// <exception cref="PosixException">EACCES: the queue is another's. EMFILE: no reply queue can be made.</exception>
    public SendResult Send(string role, Command command, TimeSpan deadline, CancellationToken cancellation)
    {
        _replies ??= ReplyQueue.Create(registry);
        long deadlineNs = _nowNs() + (long)deadline.TotalNanoseconds;
        var posted = Post(role, command, deadlineNs, _replies);
        return posted is SendResult.Accepted accepted ? WaitForReply(_replies, accepted.RequestId, deadlineNs, cancellation) : posted;
    }

    /// <summary>Sends a command and returns at once.</summary>
    /// <param name="role">Who is to run it.</param>
    /// <param name="command">What.</param>
    /// <param name="deadlineNs">CLOCK_MONOTONIC after which it is not run any more; 0: it waits for as long as it takes.</param>
    /// <param name="replies">Where the answer is to come; null: none is wanted.</param>
    /// <returns>Accepted, or why nothing was sent.</returns>
    public SendResult Post(string role, Command command, long deadlineNs = 0, ReplyQueue? replies = null)
    {
        var frame = new Frame
        {
            Kind = FrameKind.Request,
            RequestId = NextRequestId(),
            DeadlineNs = deadlineNs,
            ReplyQueueName = replies?.Name ?? "",
            Payload = CommandJson.Write(command),
        };
        if (!frame.TryWrite(_message, out int sizeBytes)) return new SendResult.TooLong(Frame.SizeBytesMax);
        var counts = countsOf(role);
        // Counted before and after: a sender that is killed in between leaves a difference that the ledger can name.
        counts.NoteAttempt();
        SendResult result;
        try
        {
            result = GiveToKernel(role, CommandPriorities.Of(command), _message.AsSpan(0, sizeBytes), frame.RequestId);
        }
        catch (PosixException)
        {
            counts.NoteFailed();
            throw;
        }

        if (result is SendResult.Accepted) counts.NoteSent();
        else counts.NoteFailed();
        return result;
    }

    public void Dispose() => _replies?.Dispose();

    private SendResult GiveToKernel(string role, CommandPriority priority, ReadOnlySpan<byte> message, ulong requestId)
    {
        using var queue = PosixMessageQueue.Open(registry.NameOf(role));
        if (queue is null) return new SendResult.NoSuchService(role);
        var attributes = queue.GetAttributes();
        // Look, then send: ordinary senders that race each other may take a reserved place between them, and the kernel's own limit still holds.
        int placesForMe = priority == CommandPriority.Ordinary ? QueueLimits.OrdinaryMessages : attributes.MaxMessages;
        if (attributes.WaitingMessages >= placesForMe) return new SendResult.QueueFull(attributes.WaitingMessages, attributes.MaxMessages);
        return queue.TrySend(message, (int)priority) switch
        {
            QueueSendResult.Sent => new SendResult.Accepted(requestId),
            QueueSendResult.Full => new SendResult.QueueFull(attributes.MaxMessages, attributes.MaxMessages),
            _ => new SendResult.TooLong(attributes.MaxMessageBytes),
        };
    }

    private SendResult WaitForReply(ReplyQueue replies, ulong requestId, long deadlineNs, CancellationToken cancellation)
    {
        long startedNs = _nowNs();
        long giveUpNs = deadlineNs + (long)QueueLimits.ReplyGrace.TotalNanoseconds;
        using var canceled = new EventFd();
        using var registration = cancellation.Register(canceled.Signal);
        using var epoll = new Epoll();
        epoll.Add(replies.File, key: 0);
        epoll.Add(canceled.File, key: 1);
        Span<ReadyEvent> ready = stackalloc ReadyEvent[2];
        while (true)
        {
            // An answer to an earlier request that was given up may come first.
            while (replies.TryTake(out ulong answered, out var reply))
            {
                if (answered == requestId) return new SendResult.Replied(reply);
            }

            cancellation.ThrowIfCancellationRequested();
            long leftNs = giveUpNs - _nowNs();
            if (leftNs <= 0) return new SendResult.NoReply(TimeSpan.FromTicks((giveUpNs - startedNs) / TimeSpan.NanosecondsPerTick));
            epoll.Wait(ready, TimeSpan.FromTicks((leftNs / TimeSpan.NanosecondsPerTick) + 1));
        }
    }

    private static ulong NextRequestId() => ((ulong)Environment.ProcessId << 32) | (uint)Interlocked.Increment(ref s_requestsOfThisProcess);
}
