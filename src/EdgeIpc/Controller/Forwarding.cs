using EdgeIpc.Commands;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using EdgeIpc.Posix;

namespace EdgeIpc.Controller;

/// <summary>
/// Hands commands on to the process that they are for, and its answer back. One at a time: while it waits, further requests
/// stay in the kernel, in the order of their priority, so that at most one is ever in hand.
/// </summary>
internal sealed class Forwarding : IDisposable
{
    /// <summary>How long the other process may take. It works in milliseconds; longer means that it is not there.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly CommandSender _sender;
    private readonly SenderPages _pages;
    private readonly ReplyQueue _replies;
    private readonly LoopTimer _patience;
    private string _role = "";
    private ulong _requestId;
    private Action<Reply>? _answer;

    public Forwarding(StationInstance instance, EventLoop loop)
    {
        (_sender, _pages) = StationQueues.OpenSender(instance);
        _replies = ReplyQueue.Create(instance.Queues);
        loop.OnReadable(_replies.File, TakeReplies);
        _patience = loop.AddTimer(GiveUp);
    }

    /// <summary>Whether an answer is awaited.</summary>
    public bool IsBusy => _answer is not null;

    /// <summary>Sends a command on; <paramref name="answer"/> is called once, now or later, on the loop's thread.</summary>
    public void Forward(string role, Command command, Action<Reply> answer)
    {
        if (IsBusy)
        {
            answer(new Reply(ReplyCode.Busy, $"The {_role} has not answered the command before this one yet."));
            return;
        }

        long deadlineNs = MonotonicClock.NowNs + Patience.Ticks * TimeSpan.NanosecondsPerTick;
        var sent = _sender.Post(role, command, deadlineNs, _replies);
        if (sent is not SendResult.Accepted accepted)
        {
            answer(Describe(role, sent));
            return;
        }

        (_role, _requestId, _answer) = (role, accepted.RequestId, answer);
        _patience.StartOnce(Patience);
    }

    /// <summary>Answers what is still open: this process ends, and nothing may stay in hand.</summary>
    public void End()
    {
        if (_answer is not null) Conclude(new Reply(ReplyCode.Unavailable, $"The controller is being stopped; the {_role} has the command and may still run it."));
    }

    public void Dispose()
    {
        _patience.Dispose();
        _replies.Dispose();
        _sender.Dispose();
        _pages.Dispose();
    }

    private static Reply Describe(string role, SendResult sent) => sent switch
    {
        SendResult.QueueFull => new Reply(ReplyCode.Busy, $"The {role}'s queue is full."),
        SendResult.NoSuchService => new Reply(ReplyCode.Unavailable, $"This station has no {role}."),
        _ => new Reply(ReplyCode.Failed, $"The command could not be handed to the {role}."),
    };

    private void TakeReplies()
    {
        while (_replies.TryTake(out ulong requestId, out var reply))
        {
            // One that was given up may still come.
            if (_answer is not null && requestId == _requestId) Conclude(reply);
        }
    }

    private void GiveUp()
    {
        if (_answer is not null) Conclude(new Reply(ReplyCode.Unavailable, $"The {_role} does not answer; it may be starting again."));
    }

    private void Conclude(Reply reply)
    {
        var answer = _answer!;
        _answer = null;
        _patience.Stop();
        answer(reply);
    }
}
