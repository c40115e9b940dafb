using EdgeIpc.Instance;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;
using EdgeIpc.Ring;
using Microsoft.Extensions.Logging;

namespace EdgeIpc.Recorder;

/// <summary>
/// The recorder as a reader of the ring. Its counter page moves on only when samples are on disk: a killed recorder reads
/// from there again, so that a kill costs nothing while the ring still holds what the block in hand held. Until then they
/// show as lag.
/// </summary>
internal sealed class RingIntake : IDisposable
{
    private readonly string _ringPath;
    private readonly string _sensorPagePath;
    private readonly ReaderPage _page;
    private readonly ILogger _log;
    private RingReader<Sample>? _reader;
    private long _lostBefore;

    /// <exception cref="RefusedException">Another process counts on the page.</exception>
    public RingIntake(StationInstance instance, ILogger log)
    {
        (_ringPath, _sensorPagePath, _log) = (instance.RingPath, instance.Counters.Sensor, log);
        _page = ReaderPage.TryOwn(instance.Counters.Reader(Daemon.Role.Recorder), instance.Sharing)
            ?? throw new RefusedException(ExitCode.Busy, $"Instance {instance.Name} has a recorder already; one at a time.");
    }

    /// <summary>The position it reads next.</summary>
    public long Cursor => _reader?.Cursor ?? _page.Counts.Cursor;

    /// <summary>Samples that were read and are not on disk yet.</summary>
    public long Uncommitted => Cursor - _page.Counts.Cursor;

    /// <summary>Samples that were overwritten before they were read, over all processes of this role.</summary>
    public long Lost => _page.Counts.Lost;

    public bool IsOpen => _reader is not null;

    /// <summary>Samples in the ring by now.</summary>
    public long Published => _reader!.Published;

    public IReadOnlyList<RingChannel> Channels => _reader!.Info.Channels;

    /// <summary>How much time the ring holds; zero while nobody knows.</summary>
    public TimeSpan Span { get; private set; }

    /// <summary>From sample to sample, by the sensor's own page; 0 while it takes none.</summary>
    public long ReadPeriodNs() => SensorPage.TryRead(_sensorPagePath, () => _reader?.Published ?? 0)?.Counts.PeriodNs ?? 0;

    /// <summary>Looks how long the ring lasts at the present rate.</summary>
    public void MeasureSpan() =>
        Span = _reader is null ? TimeSpan.Zero : TimeSpan.FromTicks(_reader.Info.SlotCount * ReadPeriodNs() / TimeSpan.NanosecondsPerTick);

    /// <summary>Opens the ring at the page's position, or joins it.</summary>
    /// <returns>False while there is no ring: no sensor has run yet.</returns>
    public bool TryOpen()
    {
        try
        {
            _reader = Open();
        }
        catch (PosixException e) when (e.Errno == Errno.ENOENT)
        {
            return false;
        }

        _lostBefore = 0;
        RecorderLog.Joined(_log, _ringPath, _reader.Cursor);
        return true;
    }

    /// <summary>Takes what is there.</summary>
    /// <param name="firstPosition">Of the samples taken.</param>
    /// <param name="lost">Samples that were overwritten directly before them.</param>
    /// <returns>Samples taken, 0 when there is none.</returns>
    public int Read(Span<Sample> destination, out long firstPosition, out long lost)
    {
        int count = _reader!.Read(destination);
        firstPosition = _reader.Cursor - count;
        lost = _reader.Lost - _lostBefore;
        _lostBefore = _reader.Lost;
        return count;
    }

    /// <summary>Everything before a position is on disk, or is not to be.</summary>
    public void Commit(long position) => _page.Commit(position, position - _page.Counts.Cursor, lost: 0);

    /// <summary>Nothing of a gap will ever be on disk; everything before it is committed.</summary>
    public void CommitLost(long end, long lost)
    {
        RecorderLog.Lost(_log, lost);
        _page.Commit(end, read: 0, lost);
    }

    /// <summary>Whether everything of this ring is read and another one lies at its path.</summary>
    public bool IsReplaced() => _reader!.Published == _reader.Cursor && _reader.LookAtWriter() == RingWriterState.Replaced;

    /// <summary>Lets the ring go, to open what lies at its path now. Everything read must be committed.</summary>
    public void Close()
    {
        _reader?.Dispose();
        _reader = null;
    }

    /// <summary>Ends in order. Everything read must be committed.</summary>
    public void Leave() => _page.Leave();

    public void Dispose()
    {
        _reader?.Dispose();
        _page.Dispose();
    }

    private RingReader<Sample> Open()
    {
        if (_page.Counts.HasJoined)
        {
            try
            {
                var resumed = RingReader<Sample>.Open(_ringPath, RingStart.At(_page.Counts.Cursor), mayWake: false);
                _page.Resume();
                return resumed;
            }
            catch (ArgumentException)
            {
                // The ring was damaged and made anew: its positions began again.
                RecorderLog.OtherRing(_log, _page.Counts.Cursor);
            }
        }

        var reader = RingReader<Sample>.Open(_ringPath, RingStart.Newest, mayWake: false);
        _page.Join(reader.Cursor);
        return reader;
    }
}
