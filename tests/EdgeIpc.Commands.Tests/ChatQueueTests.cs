using EdgeIpc.Posix;

namespace EdgeIpc.Commands.Tests;

public sealed class ChatQueueTests : IDisposable
{
    private readonly TestStation _station = new();

    [Fact]
    public void What_is_written_to_somebody_who_is_away_waits_in_the_kernel()
    {
        using (var toBert = ChatQueue.OpenOrCreate(_station.Registry, "bert"))
        {
            Assert.Equal(QueueSendResult.Sent, toBert.TrySend(new ChatMessage("anna", "are you there?")));
            Assert.Equal(QueueSendResult.Sent, toBert.TrySend(new ChatMessage("anna", "hällo")));
        }

        using var bert = ChatQueue.OpenOrCreate(_station.Registry, "bert");
        Assert.Equal(ChatResult.Received, bert.TryReceive(out var line));
        Assert.Equal(new ChatMessage("anna", "are you there?"), line);
        Assert.Equal(ChatResult.Received, bert.TryReceive(out line));
        Assert.Equal("hällo", line.Text);
        Assert.Equal(ChatResult.Empty, bert.TryReceive(out _));
    }

    [Fact]
    public void A_person_reads_in_one_place_at_a_time_while_anybody_may_write()
    {
        using (var first = ChatQueue.TryOwn(_station.Registry, "bert"))
        {
            Assert.NotNull(first);
            Assert.Null(ChatQueue.TryOwn(_station.Registry, "bert"));
            using var writer = ChatQueue.OpenOrCreate(_station.Registry, "bert");
            writer.TrySend(new ChatMessage("anna", "hello"));
            Assert.Equal(ChatResult.Received, first.TryReceive(out _));
        }

        using var second = ChatQueue.TryOwn(_station.Registry, "bert");
        Assert.NotNull(second);
    }

    [Fact]
    public void A_persons_queue_that_is_full_says_so()
    {
        using var queue = ChatQueue.OpenOrCreate(_station.Registry, "bert");
        for (int i = 0; i < QueueLimits.RequestMessages; i++) Assert.Equal(QueueSendResult.Sent, queue.TrySend(new ChatMessage("anna", "hello")));
        Assert.Equal(QueueSendResult.Full, queue.TrySend(new ChatMessage("anna", "hello")));
    }

    [Fact]
    public void What_would_confuse_a_terminal_is_not_shown()
    {
        using var queue = ChatQueue.OpenOrCreate(_station.Registry, "bert");
        _station.Inject("nonsense"u8, "chat.bert");
        queue.TrySend(new ChatMessage("anna", "\u001b[2J"));
        queue.TrySend(new ChatMessage("\u001b[2J", "hello"));
        for (int i = 0; i < 3; i++) Assert.Equal(ChatResult.Malformed, queue.TryReceive(out _));
    }

    [Theory]
    [InlineData("anna", true)]
    [InlineData("anna-2", true)]
    [InlineData("", false)]
    [InlineData("Anna", false)]
    [InlineData("a/b", false)]
    [InlineData("abcdefghijklmnopq", false)]
    public void A_persons_name_is_short_and_plain(string name, bool valid) => Assert.Equal(valid, ChatQueue.IsName(name));

    public void Dispose() => _station.Dispose();
}
