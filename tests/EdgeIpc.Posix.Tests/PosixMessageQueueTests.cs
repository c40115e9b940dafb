using System.Globalization;

namespace EdgeIpc.Posix.Tests;

public sealed class PosixMessageQueueTests : IDisposable
{
    private static int s_queues;
    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"/edgeipc-test.{Environment.ProcessId}.{Interlocked.Increment(ref s_queues)}");
    private readonly byte[] _buffer = new byte[64];

    [Fact]
    public void The_most_urgent_message_comes_first_and_equals_keep_their_order()
    {
        using var queue = Create();
        Assert.Equal(QueueSendResult.Sent, queue.TrySend("a"u8, 0));
        Assert.Equal(QueueSendResult.Sent, queue.TrySend("b"u8, 9));
        Assert.Equal(QueueSendResult.Sent, queue.TrySend("c"u8, 0));
        Assert.Equal(QueueSendResult.Sent, queue.TrySend("d"u8, 9));
        Assert.Equal("b9 d9 a0 c0", string.Join(' ', Receive(queue), Receive(queue), Receive(queue), Receive(queue)));
        Assert.False(queue.TryReceive(_buffer, out _, out _));
    }

    [Fact]
    public void A_full_queue_and_a_long_message_are_answers_not_errors()
    {
        using var queue = Create(maxMessages: 2);
        Assert.Equal(QueueSendResult.TooLong, queue.TrySend(new byte[65], 0));
        Assert.Equal(QueueSendResult.Sent, queue.TrySend(new byte[64], 0));
        Assert.Equal(QueueSendResult.Sent, queue.TrySend([], 0));
        Assert.Equal(QueueSendResult.Full, queue.TrySend("x"u8, PosixMessageQueue.MaxPriority));
        Assert.Equal(new QueueAttributes(2, 64, 2), queue.GetAttributes());
    }

    [Fact]
    public void An_empty_message_is_a_message()
    {
        using var queue = Create();
        queue.TrySend([], 3);
        Assert.True(queue.TryReceive(_buffer, out int length, out int priority));
        Assert.Equal((0, 3), (length, priority));
    }

    [Fact]
    public void The_kernel_keeps_messages_while_nobody_has_the_queue_open()
    {
        using (var sender = Create()) sender.TrySend("kept"u8, 0);
        using var receiver = PosixMessageQueue.Open(_name);
        Assert.Equal("kept0", Receive(receiver!));
    }

    [Fact]
    public void An_existing_queue_keeps_the_limits_it_was_made_with()
    {
        Create(maxMessages: 3).Dispose();
        Assert.Equal(Errno.EEXIST, Assert.Throws<PosixException>(() => Create(maxMessages: 7)).Errno);
        using var opened = PosixMessageQueue.Open(_name);
        Assert.Equal(3, opened!.GetAttributes().MaxMessages);
    }

    [Fact]
    public void A_name_that_nobody_made_opens_nothing() => Assert.Null(PosixMessageQueue.Open(_name));

    [Fact]
    public void Unlinking_takes_the_name_and_leaves_the_open_queue()
    {
        using var queue = Create();
        Assert.True(PosixMessageQueue.Unlink(_name));
        Assert.False(PosixMessageQueue.Unlink(_name));
        Assert.Equal(QueueSendResult.Sent, queue.TrySend("x"u8, 0));
    }

    [Fact]
    public void The_mode_is_what_was_asked_for_whatever_the_umask()
    {
        uint group = FileOwnershipGroup();
        using var shared = PosixMessageQueue.Create(_name, 1, 64, FileSharing.WithGroup(group));
        const UnixFileMode OwnerAndGroup = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        Assert.Equal(new FileOwnership(Accounts.EffectiveUserId, group, OwnerAndGroup), shared.GetOwnership());
    }

    [Fact]
    public void A_queue_descriptor_can_be_polled()
    {
        using var queue = Create();
        using var epoll = new Epoll();
        epoll.Add(queue.File, key: 7);
        var ready = new ReadyEvent[4];
        Assert.Equal(0, epoll.Wait(ready, TimeSpan.Zero));
        queue.TrySend("x"u8, 0);
        Assert.Equal(1, epoll.Wait(ready, TimeSpan.FromSeconds(10)));
        Assert.Equal(new ReadyEvent(7, PollEvents.Readable), ready[0]);
        Receive(queue);
        Assert.Equal(0, epoll.Wait(ready, TimeSpan.Zero));
    }

    [Fact]
    public void A_queue_over_the_kernels_limits_is_refused_with_the_limits_name()
    {
        long limit = long.Parse(File.ReadAllText("/proc/sys/fs/mqueue/msg_max"), CultureInfo.InvariantCulture);
        // With CAP_SYS_RESOURCE the kernel allows up to its hard limit; one more is refused to everybody.
        const int HardLimit = 65_536;
        var refused = Assert.Throws<PosixException>(() => Create(maxMessages: HardLimit + 1));
        Assert.Equal(Errno.EINVAL, refused.Errno);
        Assert.Contains("msg_max", refused.Message, StringComparison.Ordinal);
        Assert.InRange(limit, 1, HardLimit);
    }

    [Fact]
    public void Receiving_allocates_nothing()
    {
        using var queue = Create();
        Receive(queue, "warm up"u8);
        long allocated = Allocated.FewestBytes(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                queue.TrySend("x"u8, 1);
                queue.TryReceive(_buffer, out _, out _);
            }
        });
        Assert.Equal(0, allocated);
    }

    public void Dispose() => PosixMessageQueue.Unlink(_name);

    private PosixMessageQueue Create(int maxMessages = 10) => PosixMessageQueue.Create(_name, maxMessages, 64, FileSharing.OwnerOnly);

    private string Receive(PosixMessageQueue queue, ReadOnlySpan<byte> message)
    {
        queue.TrySend(message, 0);
        return Receive(queue);
    }

    private string Receive(PosixMessageQueue queue)
    {
        Assert.True(queue.TryReceive(_buffer, out int length, out int priority));
        return System.Text.Encoding.ASCII.GetString(_buffer, 0, length) + priority.ToString(CultureInfo.InvariantCulture);
    }

    // The group that this user's own queues get: one that it certainly may give.
    private uint FileOwnershipGroup()
    {
        using var own = Create();
        uint group = own.GetOwnership().GroupId;
        PosixMessageQueue.Unlink(_name);
        return group;
    }
}
