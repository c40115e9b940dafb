namespace EdgeIpc.Posix.Tests;

/// <summary>What an <see cref="Epoll"/> waits for: events, timers, several at once.</summary>
public sealed class WaitingTests
{
    // Only a hang runs into it.
    private static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(1);
    private readonly ReadyEvent[] _ready = new ReadyEvent[8];

    [Fact]
    public void An_event_is_ready_from_signal_to_reset()
    {
        using var epoll = new Epoll();
        using var happened = new EventFd();
        epoll.Add(happened.File, key: -5);
        Assert.Equal(0, epoll.Wait(_ready, TimeSpan.Zero));
        happened.Signal();
        happened.Signal();
        Assert.Equal(1, epoll.Wait(_ready, Watchdog));
        Assert.Equal(new ReadyEvent(-5, PollEvents.Readable), _ready[0]);
        Assert.Equal(1, epoll.Wait(_ready, Watchdog));
        happened.Reset();
        Assert.Equal(0, epoll.Wait(_ready, TimeSpan.Zero));
        happened.Reset();
    }

    [Fact]
    public void A_signal_of_another_thread_wakes_the_wait()
    {
        using var epoll = new Epoll();
        using var happened = new EventFd();
        epoll.Add(happened.File, key: 1);
        using var other = new Timer(_ => happened.Signal(), null, TimeSpan.FromMilliseconds(5), Timeout.InfiniteTimeSpan);
        Assert.Equal(1, epoll.Wait(_ready, Watchdog));
    }

    [Fact]
    public void Each_descriptor_that_is_ready_comes_with_its_own_key()
    {
        using var epoll = new Epoll();
        EventFd[] events = [new(), new(), new()];
        for (int i = 0; i < events.Length; i++) epoll.Add(events[i].File, key: 100 + i);
        events[0].Signal();
        events[2].Signal();
        int count = epoll.Wait(_ready, Watchdog);
        Assert.Equal([100, 102], _ready.Take(count).Select(ready => ready.Key).Order());
        epoll.Remove(events[0].File);
        Assert.Equal(1, epoll.Wait(_ready, Watchdog));
        foreach (var one in events) one.Dispose();
    }

    [Fact]
    public void A_closed_descriptor_leaves_by_itself()
    {
        using var epoll = new Epoll();
        var happened = new EventFd();
        epoll.Add(happened.File, key: 1);
        happened.Signal();
        happened.Dispose();
        Assert.Equal(0, epoll.Wait(_ready, TimeSpan.Zero));
    }

    [Fact]
    public void More_ready_descriptors_than_places_are_told_by_and_by()
    {
        using var epoll = new Epoll();
        EventFd[] events = [.. Enumerable.Range(0, 20).Select(_ => new EventFd())];
        for (int i = 0; i < events.Length; i++)
        {
            epoll.Add(events[i].File, key: i);
            events[i].Signal();
        }

        var heard = new HashSet<int>();
        while (heard.Count < events.Length)
        {
            int count = epoll.Wait(_ready, Watchdog);
            Assert.InRange(count, 1, _ready.Length);
            foreach (var ready in _ready.Take(count))
            {
                Assert.True(heard.Add(ready.Key));
                events[ready.Key].Reset();
            }
        }

        foreach (var one in events) one.Dispose();
    }

    [Fact]
    public void Watching_a_descriptor_twice_is_an_error_that_names_it()
    {
        using var epoll = new Epoll();
        using var happened = new EventFd();
        epoll.Add(happened.File, key: 1);
        Assert.Contains($"descriptor {happened.File.Number}", Assert.Throws<PosixException>(() => epoll.Add(happened.File, key: 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_timer_counts_every_period_that_passed_unread()
    {
        using var timer = new TimerFd(blocking: false);
        Assert.Equal(0, timer.ReadExpirations());
        long now = MonotonicClock.NowNs;
        // It should have begun half a second ago: 51 periods of 10 ms are due at once, and more while this test is slow.
        timer.Start(now - 500_000_000, 10_000_000);
        long passed = timer.ReadExpirations();
        Assert.InRange(passed, 51, long.MaxValue);
        long latest = (MonotonicClock.NowNs - (now - 500_000_000)) / 10_000_000 + 1;
        Assert.InRange(passed, 51, latest);
    }

    [Fact]
    public void A_timer_without_a_period_fires_once_and_a_stopped_one_not_at_all()
    {
        using var epoll = new Epoll();
        using var timer = new TimerFd(blocking: false);
        epoll.Add(timer.File, key: 3);
        timer.Start(MonotonicClock.NowNs + 1_000_000, periodNs: 0);
        Assert.Equal(1, epoll.Wait(_ready, Watchdog));
        Assert.Equal(1, timer.ReadExpirations());
        Assert.Equal(0, timer.ReadExpirations());
        timer.Start(1, periodNs: 1_000_000);
        timer.Stop();
        Assert.Equal(0, epoll.Wait(_ready, TimeSpan.Zero));
    }

    [Fact]
    public void A_blocking_timer_sleeps_until_its_time()
    {
        using var timer = new TimerFd(blocking: true);
        long due = MonotonicClock.NowNs + 5_000_000;
        timer.Start(due, periodNs: 0);
        Assert.Equal(1, timer.ReadExpirations());
        Assert.InRange(MonotonicClock.NowNs, due, long.MaxValue);
    }
}
