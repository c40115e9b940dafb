using EdgeIpc.Posix;

namespace EdgeIpc.Commands.Tests;

public sealed class CommandQueueTests : IDisposable
{
    private readonly TestStation _station = new();

    [Fact]
    public void A_command_is_answered_and_the_answer_reaches_who_asked()
    {
        using var receiver = _station.OpenReceiver();
        using var sender = _station.OpenSender();
        using var replies = ReplyQueue.Create(_station.Registry);
        var accepted = Assert.IsType<SendResult.Accepted>(sender.Post("controller", new Command.Rate(500), replies: replies));
        Assert.Equal(TakeResult.Taken, receiver.TryTake(out var received));
        Assert.Equal(new Command.Rate(500), received.Command);
        receiver.Answer(received, Reply.Ok("Sampling at 500 Hz."));
        Assert.True(replies.TryTake(out ulong requestId, out var reply));
        Assert.Equal(accepted.RequestId, requestId);
        Assert.Equal(Reply.Ok("Sampling at 500 Hz."), reply);
        Assert.Equal(1, _station.TakenBy().Counts.Answered);
        _station.AssertBalanced(waiting: 0);
    }

    [Fact]
    public void Stop_overtakes_control_and_control_overtakes_the_ordinary()
    {
        using var receiver = _station.OpenReceiver();
        using var sender = _station.OpenSender();
        Command[] sent = [new Command.Ping(), new Command.Say("first"), new Command.Rate(10), new Command.Stop(), new Command.Start(), new Command.Shutdown()];
        foreach (var command in sent) Assert.IsType<SendResult.Accepted>(sender.Post("controller", command));
        Command[] expected = [new Command.Stop(), new Command.Shutdown(), new Command.Rate(10), new Command.Start(), new Command.Ping(), new Command.Say("first")];
        Assert.Equal(expected, TakeAll(receiver));
    }

    [Fact]
    public void Ordinary_senders_stop_at_eight_and_urgent_ones_fill_the_rest()
    {
        using var receiver = _station.OpenReceiver();
        using var sender = _station.OpenSender();
        for (int i = 0; i < QueueLimits.OrdinaryMessages; i++) Assert.IsType<SendResult.Accepted>(sender.Post("controller", new Command.Ping()));
        Assert.Equal(new SendResult.QueueFull(8, 10), sender.Post("controller", new Command.Ping()));
        Assert.IsType<SendResult.Accepted>(sender.Post("controller", new Command.Start()));
        Assert.IsType<SendResult.Accepted>(sender.Post("controller", new Command.Stop()));
        Assert.Equal(new SendResult.QueueFull(10, 10), sender.Post("controller", new Command.Stop()));
        Assert.Equal(2, _station.SentTo("controller").Page.Read().Failed);
        Assert.Equal(10, TakeAll(receiver).Count);
        _station.AssertBalanced(waiting: 0);
    }

    [Fact]
    public void What_is_sent_while_the_receiver_is_down_waits_in_the_kernel()
    {
        _station.OpenReceiver().Dispose();
        using var sender = _station.OpenSender();
        Assert.IsType<SendResult.Accepted>(sender.Post("controller", new Command.Say("hello")));
        _station.AssertBalanced(waiting: 1);
        using var back = _station.OpenReceiver();
        Assert.Equal([new Command.Say("hello")], TakeAll(back));
    }

    [Fact]
    public void A_role_that_never_ran_is_no_such_service()
    {
        using var sender = _station.OpenSender();
        Assert.Equal(new SendResult.NoSuchService("sensor"), sender.Post("sensor", new Command.Ping()));
        Assert.Equal(0, _station.SentTo("sensor").Page.Read().Unresolved);
    }

    [Fact]
    public void A_command_taken_after_its_deadline_is_answered_expired_and_not_run()
    {
        using var receiver = _station.OpenReceiver();
        using var sender = _station.OpenSender();
        using var replies = ReplyQueue.Create(_station.Registry);
        sender.Post("controller", new Command.PrintSummary(10), _station.NowNs + 5, replies);
        _station.NowNs += 6;
        Assert.Equal(TakeResult.TurnedAway, receiver.TryTake(out _));
        Assert.True(replies.TryTake(out _, out var reply));
        Assert.Equal(ReplyCode.Expired, reply.Code);
        Assert.Equal(1, _station.TakenBy().Counts.Expired);
        _station.AssertBalanced(waiting: 0);
    }

    [Fact]
    public void A_command_without_a_deadline_never_expires()
    {
        using var receiver = _station.OpenReceiver();
        using var sender = _station.OpenSender();
        sender.Post("controller", new Command.Mark("door opened"));
        _station.NowNs += (long)TimeSpan.FromDays(1).TotalNanoseconds;
        Assert.Equal([new Command.Mark("door opened")], TakeAll(receiver));
        Assert.Equal(1, _station.TakenBy().Counts.NoReply);
    }

    [Fact]
    public void Nobody_answers_and_the_asker_is_told_so()
    {
        _station.OpenReceiver().Dispose();
        using var sender = new CommandSender(_station.Registry, _station.SentTo);
        var result = sender.Send("controller", new Command.Ping(), TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken);
        Assert.IsType<SendResult.NoReply>(result);
        using var receiver = CommandReceiver.Open(_station.Registry, "controller", _station.TakenBy());
        Assert.Equal(TakeResult.TurnedAway, receiver.TryTake(out _));
    }

    [Fact]
    public void An_asker_that_is_gone_does_not_harm_the_receiver()
    {
        using var receiver = _station.OpenReceiver();
        using var sender = _station.OpenSender();
        using (var replies = ReplyQueue.Create(_station.Registry)) sender.Post("controller", new Command.Ping(), replies: replies);
        Assert.Equal(TakeResult.Taken, receiver.TryTake(out var received));
        receiver.Answer(received, Reply.Ok("pong"));
        Assert.Equal(1, _station.TakenBy().Counts.NoReply);
        _station.AssertBalanced(waiting: 0);
    }

    [Fact]
    public void An_asker_that_does_not_listen_does_not_harm_the_receiver()
    {
        using var receiver = _station.OpenReceiver();
        using var sender = _station.OpenSender();
        using var replies = ReplyQueue.Create(_station.Registry);
        for (int i = 0; i < QueueLimits.ReplyMessages + 1; i++) sender.Post("controller", new Command.Ping(), replies: replies);
        Assert.Equal(3, TakeAll(receiver).Count);
        Assert.Equal(2, _station.TakenBy().Counts.Answered);
        Assert.Equal(1, _station.TakenBy().Counts.NoReply);
    }

    [Fact]
    public void An_answer_goes_to_no_other_queue_than_a_reply_queue_of_the_instance()
    {
        using var receiver = _station.OpenReceiver();
        using var sensor = _station.OpenReceiver("sensor");
        string[] names = [_station.Registry.NameOf("sensor"), _station.Registry.NameOf("controller"), "/edgeipc.other.reply.1.1.1", "/../x", "reply"];
        foreach (string name in names)
        {
            _station.Inject(FrameTests.Write(new Frame { Kind = FrameKind.Request, RequestId = 1, ReplyQueueName = name, Payload = CommandJson.Write(new Command.Ping()) }));
            Assert.Equal(TakeResult.Taken, receiver.TryTake(out var received));
            receiver.Answer(received, Reply.Ok("pong"));
        }

        Assert.Equal(TakeResult.Empty, sensor.TryTake(out _));
        Assert.Equal(TakeResult.Empty, receiver.TryTake(out _));
    }

    [Fact]
    public void An_answer_longer_than_a_message_arrives_without_its_details()
    {
        using var receiver = _station.OpenReceiver();
        using var sender = _station.OpenSender();
        using var replies = ReplyQueue.Create(_station.Registry);
        sender.Post("controller", new Command.Status(), replies: replies);
        receiver.TryTake(out var received);
        receiver.Answer(received, Reply.Ok(new string('\u0001', 5000)));
        Assert.True(replies.TryTake(out _, out var reply));
        Assert.EndsWith("(The details are longer than a message and left out.)", reply.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_is_answered_once()
    {
        using var receiver = _station.OpenReceiver();
        using var sender = _station.OpenSender();
        sender.Post("controller", new Command.Ping());
        receiver.TryTake(out var received);
        receiver.Answer(received, Reply.Ok("pong"));
        Assert.Throws<InvalidOperationException>(() => receiver.Answer(received, Reply.Ok("pong")));
    }

    public void Dispose() => _station.Dispose();

    private static List<Command> TakeAll(CommandReceiver receiver)
    {
        var commands = new List<Command>();
        while (receiver.TryTake(out var received) == TakeResult.Taken)
        {
            commands.Add(received.Command);
            receiver.Answer(received, Reply.Ok("done"));
        }

        return commands;
    }
}
