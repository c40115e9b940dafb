using EdgeIpc.Posix;
using EdgeIpc.Spool;

namespace EdgeIpc.Spooler;

/// <summary>Everything that the spooler's one loop waits for: the line, the spool's wake file, the word to stop, and time.</summary>
internal sealed class SpoolerWaits : IDisposable
{
    private const int LineKey = 0, WakeKey = 1, StopKey = 2;

    private readonly Epoll _epoll = new();
    private readonly EventFd _stop = new();
    private readonly FileWatch? _wake;
    private readonly Action _beat;
    private readonly CancellationTokenRegistration _registration;

    /// <param name="beat">Called at each wait, so at least every second or two: the loop still turns.</param>
    public SpoolerWaits(SpoolerSeat seat, Action beat, CancellationToken stopping)
    {
        Stopping = stopping;
        _beat = beat;
        _epoll.Add(_stop.File, StopKey);
        _registration = stopping.UnsafeRegister(static stop => ((EventFd)stop!).Signal(), _stop);
        try
        {
            _wake = seat.WatchForWork();
            _epoll.Add(_wake.File, WakeKey);
        }
        catch (PosixException e) when (e.Errno is Errno.EMFILE or Errno.ENOSPC)
        {
            // No watch is left for this user. The loop looks at the spool each second anyway.
            WatchRefusal = e.Message;
        }
    }

    /// <summary>Told to end: the band in hand is finished, nothing more is begun.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Why a new job is found within a second instead of at once; null when it is at once.</summary>
    public string? WatchRefusal { get; }

    public void Attach(FileDescriptor line) => _epoll.Add(line, LineKey);

    public void Detach(FileDescriptor line) => _epoll.Remove(line);

    /// <summary>Waits until the line has something, somebody submits or manages, the word to stop comes, or the time is over.</summary>
    /// <returns>Whether somebody submitted or managed.</returns>
    public bool Wait(TimeSpan most)
    {
        _beat();
        Span<ReadyEvent> ready = stackalloc ReadyEvent[3];
        int count = _epoll.Wait(ready, most);
        bool isWoken = false;
        foreach (var one in ready[..count])
        {
            if (one.Key == WakeKey) isWoken = _wake!.Reset();
            // Taken back at once: the token remembers, and a signal left standing would keep every later wait from waiting.
            if (one.Key == StopKey) _stop.Reset();
        }

        return isWoken;
    }

    public void Dispose()
    {
        _registration.Dispose();
        _wake?.Dispose();
        _epoll.Dispose();
        _stop.Dispose();
    }
}
