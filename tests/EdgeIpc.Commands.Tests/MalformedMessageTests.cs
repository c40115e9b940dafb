using System.Text;

namespace EdgeIpc.Commands.Tests;

public sealed class MalformedMessageTests : IDisposable
{
    private readonly TestStation _station = new();

    public static TheoryData<string, FrameFault> Damages => new()
    {
        { "version", FrameFault.WrongVersion },
        { "checksum", FrameFault.WrongChecksum },
        { "truncated", FrameFault.Truncated },
        { "overlong", FrameFault.Overlong },
        { "kind", FrameFault.UnknownKind },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_frame_is_answered_counted_and_harms_nothing(string damage, FrameFault fault)
    {
        using var receiver = _station.OpenReceiver();
        using var replies = ReplyQueue.Create(_station.Registry);
        byte[] bytes = Damage(Request(new Command.Stop(), replies.Name), damage);
        Assert.Equal(fault, Frame.TryParse(bytes, out _));
        _station.Inject(bytes);
        Assert.Equal(TakeResult.TurnedAway, receiver.TryTake(out _));
        Assert.True(replies.TryTake(out ulong requestId, out var reply));
        Assert.Equal((7UL, ReplyCode.Malformed), (requestId, reply.Code));
        Assert.Equal(1, _station.TakenBy().Counts.Malformed);
        _station.AssertBalanced(waiting: 0);
    }

    [Fact]
    public void A_foreign_message_is_counted_and_the_next_command_runs()
    {
        using var receiver = _station.OpenReceiver();
        using var sender = _station.OpenSender();
        _station.Inject("GET / HTTP/1.1"u8);
        sender.Post("controller", new Command.Ping());
        Assert.Equal(TakeResult.TurnedAway, receiver.TryTake(out _));
        Assert.Equal(TakeResult.Taken, receiver.TryTake(out var received));
        receiver.Answer(received, Reply.Ok("pong"));
        Assert.Equal(1, _station.TakenBy().Counts.Malformed);
        _station.AssertBalanced(waiting: 0);
    }

    [Theory]
    [InlineData("", ReplyCode.Malformed)]
    [InlineData("null", ReplyCode.Malformed)]
    [InlineData("[]", ReplyCode.Malformed)]
    [InlineData("{", ReplyCode.Malformed)]
    [InlineData("{}", ReplyCode.Malformed)]
    [InlineData("{\"command\":7}", ReplyCode.Malformed)]
    [InlineData("{\"command\":\"rate\"}", ReplyCode.Malformed)]
    [InlineData("{\"command\":\"rate\",\"hz\":\"fast\"}", ReplyCode.Malformed)]
    [InlineData("{\"command\":\"rate\",\"hz\":1,\"extra\":2}", ReplyCode.Malformed)]
    [InlineData("{\"command\":\"mark\",\"text\":null}", ReplyCode.Malformed)]
    [InlineData("{\"command\":\"fly\"}", ReplyCode.UnknownCommand)]
    [InlineData("{\"command\":\"rate\",\"hz\":0}", ReplyCode.OutOfRange)]
    [InlineData("{\"command\":\"rate\",\"hz\":1000000000}", ReplyCode.OutOfRange)]
    [InlineData("{\"command\":\"mark\",\"text\":\"\"}", ReplyCode.OutOfRange)]
    [InlineData("{\"command\":\"mark\",\"text\":\"a\\u001bb\"}", ReplyCode.OutOfRange)]
    [InlineData("{\"command\":\"alarm-set\",\"channel\":\"../x\",\"direction\":\"Above\",\"value\":1}", ReplyCode.OutOfRange)]
    [InlineData("{\"command\":\"alarm-set\",\"channel\":\"x\",\"direction\":7,\"value\":1}", ReplyCode.OutOfRange)]
    [InlineData("{\"command\":\"paper\",\"change\":5}", ReplyCode.OutOfRange)]
    public void A_payload_that_is_no_allowed_command_is_refused_with_its_reason(string payload, ReplyCode code)
    {
        using var receiver = _station.OpenReceiver();
        using var replies = ReplyQueue.Create(_station.Registry);
        _station.Inject(FrameTests.Write(new Frame { Kind = FrameKind.Request, RequestId = 7, ReplyQueueName = replies.Name, Payload = Encoding.UTF8.GetBytes(payload) }));
        Assert.Equal(TakeResult.TurnedAway, receiver.TryTake(out _));
        Assert.True(replies.TryTake(out _, out var reply));
        Assert.Equal(code, reply.Code);
        Assert.Equal(1, _station.TakenBy().Counts.Refused);
    }

    [Fact]
    public void A_reply_where_requests_are_taken_is_malformed()
    {
        using var receiver = _station.OpenReceiver();
        _station.Inject(FrameTests.Write(new Frame { Kind = FrameKind.Reply, RequestId = 7, ReplyQueueName = "", Payload = CommandJson.Write(Reply.Ok("x")) }));
        Assert.Equal(TakeResult.TurnedAway, receiver.TryTake(out _));
        Assert.Equal(1, _station.TakenBy().Counts.Malformed);
    }

    [Fact]
    public void What_is_no_reply_is_dropped_from_a_reply_queue()
    {
        using var replies = ReplyQueue.Create(_station.Registry);
        using var queue = EdgeIpc.Posix.PosixMessageQueue.Open(replies.Name);
        queue!.TrySend("nonsense"u8, 0);
        queue.TrySend(FrameTests.Write(new Frame { Kind = FrameKind.Reply, RequestId = 7, ReplyQueueName = "", Payload = "{}"u8 }), 0);
        Assert.False(replies.TryTake(out _, out _));
    }

    [Fact]
    public void Random_payloads_in_sound_frames_never_throw()
    {
        int seed = Environment.GetEnvironmentVariable("EDGEIPC_TEST_SEED") is { } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"EDGEIPC_TEST_SEED={seed}");
        var random = new Random(seed);
        byte[] sound = CommandJson.Write(new Command.AlarmSet("vibration", AlarmDirection.Above, 2.5));
        for (int i = 0; i < 5000; i++)
        {
            byte[] payload = [.. sound];
            for (int change = random.Next(1, 6); change > 0; change--) payload[random.Next(payload.Length)] = (byte)random.Next(256);
            bool read = CommandJson.TryRead(payload.AsSpan(0, random.Next(payload.Length + 1)), out Command command, out var refusal);
            Assert.True(read ? !CommandRules.TryFindFault(command, out _) : refusal.Sentence.Length > 0);
        }
    }

    public void Dispose() => _station.Dispose();

    private static byte[] Request(Command command, string replyQueueName) =>
        FrameTests.Write(new Frame { Kind = FrameKind.Request, RequestId = 7, ReplyQueueName = replyQueueName, Payload = CommandJson.Write(command) });

    private static byte[] Damage(byte[] bytes, string damage)
    {
        switch (damage)
        {
            case "version": bytes[Frame.VersionOffset] = 2; break;
            case "checksum": bytes[^1] ^= 1; break;
            case "truncated": return bytes[..^1];
            case "overlong": return [.. bytes, 0];
            case "kind":
                bytes[Frame.KindOffset] = 9;
                return FrameTests.Resealed(bytes);
        }

        return bytes;
    }
}
