using EdgeIpc.Instance;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;
using EdgeIpc.Ring;

namespace EdgeIpc.Controller;

/// <summary>
/// The controller's reader of the ring: every sample, in batches, from where its page says that it came to. A killed
/// controller goes on exactly there, and what was overwritten meanwhile is counted.
/// </summary>
internal sealed class SampleWatch : IDisposable
{
    private const int BatchMax = 1024;

    // A flood must not keep the loop from its queues; the rest is read in the next turn.
    private const int BatchesMax = 64;
    private readonly StationInstance _instance;
    private readonly ReaderPage _page;
    private readonly Sample[] _batch = new Sample[BatchMax];
    private RingReader<Sample>? _reader;
    private long _lostBefore;

    public SampleWatch(StationInstance instance)
    {
        _instance = instance;
        _page = ReaderPage.TryOwn(instance.Counters.Reader(Daemon.Role.Controller), instance.Sharing)
            ?? throw new RefusedException(ExitCode.Busy, $"Instance {instance.Name} has a controller already; one at a time.");
    }

    /// <summary>Channels of the ring; empty until there is one.</summary>
    public IReadOnlyList<RingChannel> Channels { get; private set; } = [];

    /// <summary>Samples that were overwritten before this reader came to them, ever.</summary>
    public long Lost => _page.Counts.Lost;

    /// <summary>The position of the next sample.</summary>
    public long Cursor => _page.Counts.Cursor;

    /// <summary>Samples a second that the sensor is to take now, by its own page; null when it takes none.</summary>
    public int? ReadRateHz()
    {
        var page = SensorPage.TryRead(_instance.Counters.Sensor, () => _reader?.Published ?? 0);
        return page is { Counts: { IsScheduled: true } counts } ? (int)Math.Round(1e9 / counts.PeriodNs) : null;
    }

    /// <summary>Shows what has come to the alarms.</summary>
    /// <returns>Samples read.</returns>
    public long Read(AlarmList alarms, List<AlarmEvent> events)
    {
        if (!IsOpen(alarms)) return 0;
        long total = 0;
        for (int i = 0; i < BatchesMax; i++)
        {
            int count = _reader!.Read(_batch);
            for (int j = 0; j < count; j++) alarms.Accept(in _batch[j], events);
            long lost = _reader.Lost - _lostBefore;
            if (count == 0 && lost == 0) break;
            _page.Commit(_reader.Cursor, count, lost);
            _lostBefore = _reader.Lost;
            total += count;
        }

        if (total == 0) LeaveReplacedRing();
        return total;
    }

    /// <summary>Ends in order, after the last <see cref="Read"/>.</summary>
    public void Leave() => _page.Leave();

    public void Dispose()
    {
        _reader?.Dispose();
        _page.Dispose();
    }

    private bool IsOpen(AlarmList alarms)
    {
        if (_reader is not null) return true;
        try
        {
            _reader = RingReader<Sample>.Open(_instance.RingPath, _page.Counts.HasJoined ? RingStart.At(_page.Counts.Cursor) : RingStart.Oldest);
        }
        catch (PosixException e) when (e.Errno == Errno.ENOENT)
        {
            // The sensor has not made it yet.
            return false;
        }

        if (!_page.Counts.HasJoined) _page.Join(_reader.JoinedAt);
        _page.Resume();
        _lostBefore = 0;
        Channels = _reader.Info.Channels;
        alarms.SetChannels(Channels);
        return true;
    }

    // Another number of seconds in the settings makes a ring of another shape, whose positions go on.
    private void LeaveReplacedRing()
    {
        if (_reader!.LookAtWriter() != RingWriterState.Replaced) return;
        _reader.Dispose();
        _reader = null;
    }
}
