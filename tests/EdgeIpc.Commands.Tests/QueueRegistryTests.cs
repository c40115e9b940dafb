using EdgeIpc.Posix;

namespace EdgeIpc.Commands.Tests;

public sealed class QueueRegistryTests : IDisposable
{
    private readonly TestStation _station = new();

    [Fact]
    public void Cleaning_up_removes_every_queue_of_the_instance_and_no_other()
    {
        using var other = new TestStation();
        other.OpenReceiver().Dispose();
        _station.OpenReceiver().Dispose();
        _station.OpenReceiver("sensor").Dispose();
        ChatQueue.OpenOrCreate(_station.Registry, "anna").Dispose();
        Assert.Equal(3, _station.Registry.CleanUp());
        Assert.Empty(Directory.EnumerateFiles(_station.RecordsDirectory));
        Assert.Null(PosixMessageQueue.Open(_station.Registry.NameOf("controller")));
        Assert.Single(other.Registry.List());
    }

    [Fact]
    public void A_record_that_names_a_queue_of_another_instance_is_left_alone()
    {
        using var other = new TestStation();
        other.OpenReceiver().Dispose();
        File.WriteAllText(Path.Combine(_station.RecordsDirectory, other.Registry.NameOf("controller")[1..]), "");
        Assert.Equal(0, _station.Registry.CleanUp());
        Assert.Single(other.Registry.List());
    }

    [Fact]
    public void A_queue_is_listed_with_its_depth_limit_mode_owner_and_high_water_mark()
    {
        using var receiver = _station.OpenReceiver();
        using var sender = _station.OpenSender();
        for (int i = 0; i < 5; i++) sender.Post("controller", new Command.Ping());
        for (int i = 0; i < 2; i++)
        {
            receiver.TryTake(out var received);
            receiver.Answer(received, Reply.Ok("pong"));
        }

        var queue = Assert.Single(_station.Registry.List());
        Assert.Equal((_station.Registry.NameOf("controller"), "controller", 5), (queue.Name, queue.Role, queue.HighWaterMark));
        Assert.Equal(new QueueAttributes(10, 1024, 3), queue.Attributes);
        Assert.Equal((Accounts.EffectiveUserId, UnixFileMode.UserRead | UnixFileMode.UserWrite), (queue.Ownership!.Value.UserId, queue.Ownership.Value.Mode));
    }

    [Fact]
    public void The_high_water_mark_outlives_its_receiver()
    {
        using var sender = _station.OpenSender();
        using (var first = _station.OpenReceiver())
        {
            for (int i = 0; i < 4; i++) sender.Post("controller", new Command.Ping());
            while (first.TryTake(out var received) == TakeResult.Taken) first.Answer(received, Reply.Ok("pong"));
        }

        using var second = _station.OpenReceiver();
        sender.Post("controller", new Command.Ping());
        second.TryTake(out _);
        Assert.Equal(4, Assert.Single(_station.Registry.List()).HighWaterMark);
    }

    [Fact]
    public void A_receiver_whose_queues_record_was_removed_works_on()
    {
        using var receiver = _station.OpenReceiver();
        using var sender = _station.OpenSender();
        sender.Post("controller", new Command.Ping());
        File.Delete(Path.Combine(_station.RecordsDirectory, _station.Registry.NameOf("controller")[1..]));
        Assert.Equal(TakeResult.Taken, receiver.TryTake(out _));
        Assert.True(PosixMessageQueue.Unlink(_station.Registry.NameOf("controller")));
    }

    [Fact]
    public void A_recorded_queue_that_vanished_is_listed_as_gone()
    {
        _station.OpenReceiver().Dispose();
        PosixMessageQueue.Unlink(_station.Registry.NameOf("controller"));
        Assert.Null(Assert.Single(_station.Registry.List()).Attributes);
    }

    [Fact]
    public void A_name_is_recorded_before_its_queue_is_made()
    {
        // The name of a directory stands where the record must go, so recording fails, and no queue may be left over.
        Directory.CreateDirectory(Path.Combine(_station.RecordsDirectory, _station.Registry.NameOf("controller")[1..]));
        Assert.ThrowsAny<IOException>(() => _station.OpenReceiver());
        Assert.Null(PosixMessageQueue.Open(_station.Registry.NameOf("controller")));
    }

    [Fact]
    public void An_old_queue_with_other_limits_is_replaced_and_its_messages_are_kept()
    {
        string name = _station.Registry.NameOf("controller");
        using (var old = PosixMessageQueue.Create(name, 4, 2048, FileSharing.OwnerOnly))
        {
            old.TrySend(FrameTests.Write(new Frame { Kind = FrameKind.Request, RequestId = 1, ReplyQueueName = "", Payload = CommandJson.Write(new Command.Say("kept")) }), 0);
            old.TrySend(FrameTests.Write(new Frame { Kind = FrameKind.Request, RequestId = 2, ReplyQueueName = "", Payload = CommandJson.Write(new Command.Stop()) }), (int)CommandPriority.Stop);
        }

        using var receiver = _station.OpenReceiver();
        Assert.Equal(new QueueAttributes(10, 1024, 2), Assert.Single(_station.Registry.List()).Attributes);
        receiver.TryTake(out var first);
        Assert.Equal(new Command.Stop(), first.Command);
    }

    public void Dispose() => _station.Dispose();
}
