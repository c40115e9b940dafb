using EdgeIpc.Posix;

namespace EdgeIpc.Commands;

/// <summary>
/// The one loop of a process: queues, timers and the stop event in one epoll. Handlers run on the thread that runs the loop,
/// one after the other, so they need no locks. Descriptors stay with their owners.
/// </summary>
public sealed class EventLoop : IDisposable
{
    /// <summary>The longest that a turn sleeps, so that a watchdog hears of the loop also when nothing happens.</summary>
    public static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(1);

    private const int StopKey = -1;
    private const int ReadyMax = 16;
    private readonly Epoll _epoll = new();
    private readonly EventFd _stop = new();
    private readonly List<Watch> _watches = [];
    private readonly ReadyEvent[] _ready = new ReadyEvent[ReadyMax];

    public EventLoop()
    {
        _epoll.Add(_stop.File, StopKey);
    }

    /// <summary>Calls <paramref name="onReady"/> whenever the descriptor has something to read, or its other end hung up.</summary>
    public Watch OnReadable(FileDescriptor file, Action onReady)
    {
        var watch = new Watch(this, _watches.Count, file, onReady);
        _watches.Add(watch);
        watch.Resume();
        return watch;
    }

    /// <summary>A timer of this loop; not started yet.</summary>
    public LoopTimer AddTimer(Action onFire) => new(this, onFire);

    /// <summary>Waits and dispatches until told to stop.</summary>
    /// <param name="onTurn">Called after each turn, at most <see cref="LongestTurn"/> and the handlers' own time apart.</param>
    /// <param name="stopping">Wakes the loop and ends it.</param>
    public void Run(Action onTurn, CancellationToken stopping)
    {
        using var registration = stopping.Register(_stop.Signal);
        while (!stopping.IsCancellationRequested)
        {
            int count = _epoll.Wait(_ready, LongestTurn);
            for (int i = 0; i < count && !stopping.IsCancellationRequested; i++)
            {
                int key = _ready[i].Key;
                // A handler before this one may have paused it.
                if (key != StopKey && _watches[key].IsActive) _watches[key].Ready();
            }

            onTurn();
        }
    }

    public void Dispose()
    {
        _epoll.Dispose();
        _stop.Dispose();
    }

    /// <summary>A descriptor that the loop watches.</summary>
    public sealed class Watch
    {
        private readonly EventLoop _loop;
        private readonly int _key;
        private readonly FileDescriptor _file;

        internal Watch(EventLoop loop, int key, FileDescriptor file, Action ready) => (_loop, _key, _file, Ready) = (loop, key, file, ready);

        internal Action Ready { get; }

        /// <summary>Whether the loop looks at it.</summary>
        public bool IsActive { get; private set; }

        /// <summary>Looks at it no more; what comes waits in the kernel.</summary>
        public void Pause()
        {
            if (!IsActive) return;
            _loop._epoll.Remove(_file);
            IsActive = false;
        }

        /// <summary>Looks at it again.</summary>
        public void Resume()
        {
            if (IsActive) return;
            _loop._epoll.Add(_file, _key);
            IsActive = true;
        }
    }
}

/// <summary>A timer on CLOCK_MONOTONIC whose handler runs in an <see cref="EventLoop"/>.</summary>
public sealed class LoopTimer : IDisposable
{
    private readonly TimerFd _timer = new(blocking: false);
    private readonly EventLoop.Watch _watch;

    internal LoopTimer(EventLoop loop, Action onFire) => _watch = loop.OnReadable(_timer.File, () =>
    {
        // Periods that passed while another handler ran are one call: a late one is not made up for.
        if (_timer.ReadExpirations() > 0) onFire();
    });

    /// <summary>Fires once, so long from now; an earlier setting is forgotten.</summary>
    public void StartOnce(TimeSpan delay) => _timer.Start(MonotonicClock.NowNs + (long)delay.TotalNanoseconds, periodNs: 0);

    /// <summary>Fires each period, first after one.</summary>
    public void StartPeriodic(TimeSpan period)
    {
        long periodNs = (long)period.TotalNanoseconds;
        _timer.Start(MonotonicClock.NowNs + periodNs, periodNs);
    }

    public void Stop() => _timer.Stop();

    public void Dispose()
    {
        _watch.Pause();
        _timer.Dispose();
    }
}
