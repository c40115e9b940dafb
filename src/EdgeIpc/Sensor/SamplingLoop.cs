using EdgeIpc.Devices;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;
using EdgeIpc.Ring;
using Microsoft.Extensions.Logging;

namespace EdgeIpc.Sensor;

/// <summary>What is asked of the sampling thread.</summary>
/// <param name="RateHz">Null keeps the rate.</param>
/// <param name="Run">Null keeps sampling or not sampling.</param>
internal readonly record struct SamplingChange(int? RateHz, bool? Run);

/// <summary>How the sampling thread stands.</summary>
/// <param name="IsSampling">Whether ticks fall due.</param>
/// <param name="RateHz">Samples a second, now or when it starts.</param>
internal readonly record struct SamplingState(bool IsSampling, int RateHz);

/// <summary>
/// The sampling thread: a timer of the kernel says how many ticks fell due, each tick becomes a sample in the ring or is
/// counted as missed. After the first tick it allocates nothing. The page's counts are right at every instant of a SIGKILL.
/// </summary>
internal sealed class SamplingLoop : IDisposable
{
    /// <summary>The longest sleep: so often the watchdog hears that the loop turns, also when it doesn't sample.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(1);

    private const int RealTimePriority = 50;
    private const int BatchMax = 256;
    private const int TimerKey = 0;
    private const int AskedKey = 1;
    private readonly ISampleSource _source;
    private readonly RingWriter<Sample> _ring;
    private readonly SensorPage _page;
    private readonly ILogger _log;
    private readonly TimerFd _timer = new(blocking: false);
    private readonly EventFd _asked = new();
    private readonly Epoll _epoll = new();
    private readonly ReadyEvent[] _ready = new ReadyEvent[2];
    private Request? _request;
    private readonly Sample[] _batch = new Sample[BatchMax];
    private int _rateHz;
    private bool _isOver;
    private bool _isStarved = true;
    private long _starvedTicks;
    private long _failures;
    private long _turnedAtNs;

    public SamplingLoop(ISampleSource source, RingWriter<Sample> ring, SensorPage page, ILogger log)
    {
        (_source, _ring, _page, _log) = (source, ring, page, log);
        _epoll.Add(_timer.File, TimerKey);
        _epoll.Add(_asked.File, AskedKey);
    }

    /// <summary>When the loop last turned, CLOCK_MONOTONIC ns; at most a second ago while it works.</summary>
    public long TurnedAtNs => Volatile.Read(ref _turnedAtNs);

    /// <summary>
    /// Settles what a killed predecessor left, then goes on with its schedule, or begins one. Called once, before
    /// <see cref="Run"/>.
    /// </summary>
    /// <param name="rateHz">Samples a second when there is no schedule to go on with, 1..10,000.</param>
    public SamplingState Begin(int rateHz)
    {
        long missed = _page.Recover(_ring.Published, MonotonicClock.NowNs);
        if (missed > 0) SensorLog.Restarted(_log, missed);
        if (_page.Counts.IsScheduled)
        {
            _rateHz = (int)Math.Round(1e9 / _page.Counts.PeriodNs);
            StartTimer();
        }
        else
        {
            _rateHz = rateHz;
            BeginSchedule();
        }

        return State;
    }

    /// <summary>The thread's body: samples until told to stop, then leaves no tick pending.</summary>
    /// <exception cref="PosixException">The timer broke.</exception>
    public void Run(CancellationToken stopping)
    {
        // The default lets the kernel be up to 50 us late on purpose.
        ResourceLimits.SetTimerSlackOfThisThread(1);
        if (!ResourceLimits.TrySetRealTimePriorityOfThisThread(RealTimePriority)) SensorLog.NotRealTime(_log);
        using var registration = stopping.Register(_asked.Signal);
        while (!stopping.IsCancellationRequested) Turn();
        EndSchedule();
    }

    /// <summary>Asks the thread for a change. One caller at a time; answered within a turn of the loop.</summary>
    public Task<SamplingState> ChangeAsync(SamplingChange change)
    {
        var request = new Request(change);
        Volatile.Write(ref _request, request);
        _asked.Signal();
        return request.Done.Task;
    }

    public void Dispose()
    {
        _epoll.Dispose();
        _asked.Dispose();
        _timer.Dispose();
    }

    /// <summary>Waits for a tick or a request, at most a second, and deals with it.</summary>
    internal void Turn()
    {
        int count = _epoll.Wait(_ready, LongestTurn);
        TakeTicks();
        if (_isOver) EndPlaying();
        for (int i = 0; i < count; i++)
        {
            if (_ready[i].Key != AskedKey) continue;
            // The signal goes first: one that comes after this look wakes the next turn.
            _asked.Reset();
            Answer();
        }

        Volatile.Write(ref _turnedAtNs, MonotonicClock.NowNs);
    }

    private SamplingState State => new(_page.Counts.IsScheduled, _rateHz);

    private void TakeTicks()
    {
        long ticks = _timer.ReadExpirations();
        if (!_source.CanCatchUp || _isOver)
        {
            if (ticks > 0) TakeOnce(ticks);
            return;
        }

        for (; ticks > BatchMax; ticks -= BatchMax) TakeEach(BatchMax);
        if (ticks > 0) TakeEach((int)ticks);
    }

    /// <summary>A device is asked once: a late loop takes one sample for all ticks that passed, and the others are missed.</summary>
    private void TakeOnce(long ticks)
    {
        ref var sample = ref _batch[0];
        sample = new Sample { Sequence = (ulong)_ring.Published, TakenAtNs = MonotonicClock.NowNs };
        bool measured = !_isOver && TryMeasure(_page.Counts.TickAtNs(_page.Counts.HandledTick + ticks), ref sample) == SampleReading.Measured;
        Handle(ticks, measured ? 1 : 0);
    }

    /// <summary>A source whose samples wait is asked for each tick, and its samples have the times of the ticks.</summary>
    private void TakeEach(int ticks)
    {
        int count = 0, starved = 0;
        bool wasStarved = _isStarved, hasUnderrun = false;
        for (int i = 1; i <= ticks && !_isOver; i++)
        {
            long dueAtNs = _page.Counts.TickAtNs(_page.Counts.HandledTick + i);
            ref var sample = ref _batch[count];
            sample = new Sample { Sequence = (ulong)(_ring.Published + count), TakenAtNs = dueAtNs };
            var reading = TryMeasure(dueAtNs, ref sample);
            if (reading == SampleReading.Measured) count++;
            if (reading == SampleReading.Starved) starved++;
            hasUnderrun |= reading == SampleReading.Starved && !_isStarved;
            _isStarved = reading == SampleReading.Starved;
            _isOver = reading == SampleReading.Over;
        }

        Handle(ticks, count);
        if (starved > 0) _page.NoteStarved(hasUnderrun ? 1 : 0, starved);
        _starvedTicks += starved;
        if (hasUnderrun) SensorLog.Buffering(_log);
        if (!wasStarved || _isStarved || _starvedTicks == 0) return;
        SensorLog.PlayingAgain(_log, _starvedTicks);
        _starvedTicks = 0;
    }

    private void Handle(long ticks, int count)
    {
        _page.NoteInHand(ticks, count, _ring.Published);
        if (count > 0) _ring.Publish(_batch.AsSpan(0, count));
        _page.NoteHandled();
    }

    private SampleReading TryMeasure(long dueAtNs, ref Sample sample)
    {
        SampleReading reading;
        try
        {
            reading = _source.Read(sample.Values, dueAtNs);
        }
        catch (IOException e)
        {
            if (_failures++ == 0) SensorLog.SensorFailed(_log, e);
            return SampleReading.Nothing;
        }

        if (_failures > 0)
        {
            SensorLog.SensorBack(_log, _failures);
            _failures = 0;
        }

        return reading;
    }

    private void Answer()
    {
        var request = Interlocked.Exchange(ref _request, null);
        if (request is null) return;
        var (rateHz, run) = request.Change;
        bool runs = run ?? _page.Counts.IsScheduled;
        bool changesPeriod = rateHz is { } asked && asked != _rateHz;
        if (_page.Counts.IsScheduled && (!runs || changesPeriod)) EndSchedule();
        _rateHz = rateHz ?? _rateHz;
        if (runs && !_page.Counts.IsScheduled) BeginSchedule();
        request.Done.SetResult(State);
    }

    private void BeginSchedule()
    {
        long periodNs = 1_000_000_000 / _rateHz;
        _isOver = false;
        _source.Begin();
        _page.BeginSchedule(MonotonicClock.NowNs + periodNs, periodNs);
        StartTimer();
        SensorLog.Sampling(_log, _rateHz);
    }

    private void StartTimer() => _timer.Start(_page.Counts.TickAtNs(_page.Counts.HandledTick + 1), _page.Counts.PeriodNs);

    private void EndPlaying()
    {
        if (!_page.Counts.IsScheduled) return;
        EndSchedule();
        SensorLog.RecordingOver(_log);
    }

    private void EndSchedule()
    {
        if (!_page.Counts.IsScheduled) return;
        // What fell due till now is still sampled.
        TakeTicks();
        _timer.Stop();
        _page.EndSchedule(MonotonicClock.NowNs);
        SensorLog.Paused(_log, _ring.Published, _page.Counts.Missed);
    }

    private sealed class Request(SamplingChange change)
    {
        public SamplingChange Change { get; } = change;

        public TaskCompletionSource<SamplingState> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
