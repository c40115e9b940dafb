using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace EdgeIpc.Web;

/// <summary>
/// Looks at the station for all pages together: the signal ten times a second, the rest twice a second, and nothing at all
/// while nobody watches. Each page takes what it has not seen yet; twenty cost the station what one costs.
/// </summary>
internal sealed class StationWatch(IStation station, WebCounters counters, RefusalLog refusals, TimeProvider time, ILogger log) : IDisposable
{
    public static readonly TimeSpan SignalInterval = TimeSpan.FromMilliseconds(100);
    public static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan IdleInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(2);

    private readonly Lock _lookLock = new();
    private readonly SemaphoreSlim _somebodyCame = new(0);
    private TaskCompletionSource _tick = NewTick();
    private StationView? _view;
    private byte[] _viewJson = [];
    private long _viewRevision;
    private long _lookedAt;
    private int _watchers;

    public SignalFrames Signal { get; } = new(station);

    /// <summary>Completes with the next look at the signal; take it before what you look at.</summary>
    public Task NextTick => Volatile.Read(ref _tick).Task;

    /// <summary>Someone watches, until it is disposed.</summary>
    public IDisposable Join()
    {
        if (Interlocked.Increment(ref _watchers) == 1) _somebodyCame.Release();
        return new Leaving(this);
    }

    /// <summary>The station as it was at most half a second ago.</summary>
    public StationView View()
    {
        lock (_lookLock)
        {
            LookIfDue();
            return _view!;
        }
    }

    /// <summary>The same as JSON, and a number that changes with it.</summary>
    public (byte[] Json, long Revision) ViewJson()
    {
        lock (_lookLock)
        {
            LookIfDue();
            if (_viewJson.Length == 0) _viewJson = JsonSerializer.SerializeToUtf8Bytes(_view!, ApiJson.Default.StationView);
            return (_viewJson, _viewRevision);
        }
    }

    /// <summary>Goes on until the station has ended or the token says so. Never fails for what a look met: it looks again later.</summary>
    /// <param name="beat">Called on every turn: this loop still turns.</param>
    public async Task RunAsync(Action beat, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && station.IsThere)
        {
            beat();
            bool isWatched = Volatile.Read(ref _watchers) > 0;
            var pause = isWatched ? Play() : Rest();
            station.Note(counters.Read(refusals.Total));
            await WaitAsync(pause, isWatched, cancellationToken);
        }
    }

    public void Dispose() => _somebodyCame.Dispose();

    private TimeSpan Play()
    {
        try
        {
            Signal.Play();
            Interlocked.Exchange(ref _tick, NewTick()).SetResult();
            return SignalInterval;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            WebLog.LookFailed(log, e, PauseAfterFault.TotalSeconds);
            return PauseAfterFault;
        }
    }

    private TimeSpan Rest()
    {
        Signal.Rest();
        return IdleInterval;
    }

    private async Task WaitAsync(TimeSpan pause, bool isWatched, CancellationToken cancellationToken)
    {
        try
        {
            if (isWatched) await Task.Delay(pause, time, cancellationToken);
            // Whoever opens the page sees it at once.
            else await _somebodyCame.WaitAsync(pause, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The loop's condition sees it.
        }
    }

    private void LookIfDue()
    {
        if (_view is not null && time.GetElapsedTime(_lookedAt) < LookInterval) return;
        _view = station.Look();
        _lookedAt = time.GetTimestamp();
        _viewRevision++;
        _viewJson = [];
    }

    private static TaskCompletionSource NewTick() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Leaving(StationWatch watch) : IDisposable
    {
        private int _isGone;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isGone, 1) == 0) Interlocked.Decrement(ref watch._watchers);
        }
    }
}
