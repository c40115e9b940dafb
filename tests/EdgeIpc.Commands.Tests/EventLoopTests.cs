using EdgeIpc.Posix;

namespace EdgeIpc.Commands.Tests;

public sealed class EventLoopTests
{
    private static readonly CancellationToken TestToken = TestContext.Current.CancellationToken;

    [Fact]
    public void Queues_events_and_timers_are_handled_on_one_thread()
    {
        using var loop = new EventLoop();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(TestToken);
        using var first = new EventFd();
        var heard = new List<string>();
        int thread = Environment.CurrentManagedThreadId;
        using var timer = loop.AddTimer(() =>
        {
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
            heard.Add("timer");
            stopping.Cancel();
        });
        loop.OnReadable(first.File, () =>
        {
            heard.Add("event");
            first.Reset();
            timer.StartOnce(TimeSpan.FromMilliseconds(1));
        });
        using var other = new Timer(_ => first.Signal(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        loop.Run(() => { }, stopping.Token);
        Assert.Equal(["event", "timer"], heard);
    }

    [Fact]
    public void Stopping_wakes_a_loop_that_waits_for_nothing()
    {
        using var loop = new EventLoop();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(TestToken);
        using var other = new Timer(_ => stopping.Cancel(), null, TimeSpan.FromMilliseconds(5), Timeout.InfiniteTimeSpan);
        loop.Run(() => { }, stopping.Token);
        Assert.True(stopping.IsCancellationRequested);
    }

    [Fact]
    public void A_paused_watch_hears_nothing_until_it_is_resumed()
    {
        using var loop = new EventLoop();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(TestToken);
        using var paused = new EventFd();
        bool resumed = false;
        var watch = loop.OnReadable(paused.File, () =>
        {
            Assert.True(resumed);
            stopping.Cancel();
        });
        watch.Pause();
        paused.Signal();
        using var timer = loop.AddTimer(() =>
        {
            resumed = true;
            watch.Resume();
        });
        timer.StartOnce(TimeSpan.FromMilliseconds(5));
        loop.Run(() => { }, stopping.Token);
        Assert.True(resumed);
    }

    [Fact]
    public void A_handler_may_pause_another_that_is_ready_in_the_same_turn()
    {
        using var loop = new EventLoop();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(TestToken);
        using var one = new EventFd();
        using var two = new EventFd();
        int heard = 0;
        EventLoop.Watch watchOne = null!, watchTwo = null!;
        void Hear(EventLoop.Watch other)
        {
            heard++;
            other.Pause();
            stopping.CancelAfter(TimeSpan.FromMilliseconds(5));
        }

        watchOne = loop.OnReadable(one.File, () =>
        {
            one.Reset();
            Hear(watchTwo);
        });
        watchTwo = loop.OnReadable(two.File, () =>
        {
            two.Reset();
            Hear(watchOne);
        });
        one.Signal();
        two.Signal();
        loop.Run(() => { }, stopping.Token);
        Assert.Equal(1, heard);
    }

    [Fact]
    public void A_turn_allocates_nothing()
    {
        using var loop = new EventLoop();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(TestToken);
        using var always = new EventFd();
        always.Signal();
        const int Turns = 1000;
        int turns = 0;
        long before = 0, fewest = long.MaxValue;
        // The loop can't be a round of Allocated.FewestBytes, for beginning and ending it allocates: a round is some of its turns, and the first warms up.
        loop.OnReadable(always.File, () =>
        {
            if (++turns % Turns != 0) return;
            long now = GC.GetAllocatedBytesForCurrentThread();
            if (turns > Turns) fewest = Math.Min(fewest, now - before);
            if (turns == 6 * Turns) stopping.Cancel();
            before = now;
        });
        loop.Run(() => { }, stopping.Token);
        Assert.Equal(0, fewest);
    }
}
