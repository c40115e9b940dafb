using EdgeIpc.Ledger;
using EdgeIpc.Playout;
using EdgeIpc.Posix;
using EdgeIpc.Ring;

namespace EdgeIpc.Screen;

/// <summary>
/// The signal as the screen shows it: read from the ring as it comes, put into a playout buffer, and taken out at its own pace
/// half a second later. So the strip runs smoothly though samples come in bursts, and when they are late it stops and says
/// "buffering". Call <see cref="Update"/> ten times a second or more often.
/// </summary>
internal sealed class SignalPlayout : IDisposable
{
    // Half a second ahead covers every pause of a scheduler; more would only show the past later.
    private const double StartSeconds = 0.5;
    private const double ResumeSeconds = 0.25;
    private const double CapacitySeconds = 5;
    private const int StripColumns = 800;
    private static readonly TimeSpan UpdateInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ColumnTime = TimeSpan.FromMilliseconds(25);

    private readonly string _ringPath;
    private readonly string _sensorPagePath;
    private readonly TimeProvider _time;
    private readonly Sample[] _batch = new Sample[512];
    private readonly SignalStrip[][] _strips;
    private readonly bool _showsPast;
    private RingReader<Sample>? _ring;
    private IReadOnlyList<RingChannel> _channels = [];
    private long _pastEnd;
    private PlayoutBuffer<Sample>? _buffer;
    private Player<Sample>? _player;
    private long _periodNs;
    private long _earlierUnderruns;
    private TimeSpan _earlierBuffering;

    /// <param name="ringPath">The ring; need not be there yet.</param>
    /// <param name="sensorPagePath">The sensor's counter page, which tells the rate.</param>
    /// <param name="time">The clock to play by.</param>
    public SignalPlayout(string ringPath, string sensorPagePath, TimeProvider time) : this(ringPath, sensorPagePath, time, [ColumnTime], StripColumns, showsPast: false)
    {
    }

    /// <param name="ringPath">The ring; need not be there yet.</param>
    /// <param name="sensorPagePath">The sensor's counter page, which tells the rate.</param>
    /// <param name="time">The clock to play by.</param>
    /// <param name="columnTimes">How long a column of each strip is: one strip of every channel for each.</param>
    /// <param name="columnCount">Columns of each strip.</param>
    /// <param name="showsPast">Whether a strip begins with what the ring still holds, as if it had been played.</param>
    public SignalPlayout(string ringPath, string sensorPagePath, TimeProvider time, IReadOnlyList<TimeSpan> columnTimes, int columnCount, bool showsPast)
    {
        (_ringPath, _sensorPagePath, _time, _showsPast) = (ringPath, sensorPagePath, time, showsPast);
        _strips = [.. columnTimes.Select(columnTime => Enumerable.Range(0, Sample.ChannelCapacity).Select(_ => new SignalStrip(columnCount, columnTime)).ToArray())];
    }

    /// <summary>The channels that the ring names; none before there is a ring.</summary>
    public IReadOnlyList<RingChannel> Channels => _channels;

    /// <summary>How often the signal ran out.</summary>
    public long Underruns => _earlierUnderruns + (_buffer?.Underruns ?? 0);

    /// <summary>For how long it was out.</summary>
    public TimeSpan TimeBuffering => _earlierBuffering + (_buffer?.TimeBuffering ?? TimeSpan.Zero);

    /// <summary>Takes what the ring has and shows what is due.</summary>
    public void Update()
    {
        if (!OpenRing()) return;
        FollowRate();
        if (_buffer is null) return;
        if (_pastEnd > _ring!.Cursor) ShowPast();
        int count;
        while ((count = _ring.Read(_batch)) > 0)
        {
            for (int i = 0; i < count; i++) _buffer.Add(_batch[i]);
        }

        while (_player!.Next(out var sample) == PlayStep.Item) Draw(sample);
    }

    /// <summary>One channel's strip, of the column time at this place of the list that the playout was made with.</summary>
    public SignalStrip Strip(int columnTime, int channel) => _strips[columnTime][channel];

    /// <summary>Plays for a while with nobody drawing.</summary>
    /// <param name="duration">How long; <see cref="Timeout.InfiniteTimeSpan"/> until cancelled.</param>
    /// <param name="cancellationToken">Ends it early, without an exception.</param>
    public async Task RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        long startedAt = _time.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested && (duration < TimeSpan.Zero || _time.GetElapsedTime(startedAt) < duration))
        {
            Update();
            await Task.Delay(UpdateInterval, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The signal as it is to be drawn now.</summary>
    public SignalSnapshot Snapshot(int channel)
    {
        return new SignalSnapshot
        {
            Channel = channel < _channels.Count ? _channels[channel].Name : "",
            Unit = channel < _channels.Count ? _channels[channel].Unit : "",
            Columns = _strips[0][channel].Last(StripColumns),
            State = _buffer?.State ?? PlayoutState.Filling,
            Buffered = _buffer?.Count ?? 0,
            Watermark = _buffer?.Watermark ?? 0,
            Underruns = Underruns,
            TimeBuffering = TimeBuffering,
            Lag = _ring is null ? 0 : _ring.Published - _ring.Cursor,
            Lost = _ring?.Lost ?? 0,
        };
    }

    public void Dispose() => _ring?.Dispose();

    private bool OpenRing()
    {
        var start = _showsPast ? RingStart.Oldest : RingStart.Newest;
        if (_ring is not null)
        {
            if (_ring.Cursor < _ring.Published || _ring.LookAtWriter() != RingWriterState.Replaced) return true;
            start = RingStart.At(_ring.Cursor);
            _ring.Dispose();
            _ring = null;
        }

        try
        {
            _ring = RingReader<Sample>.Open(_ringPath, start, mayWake: false);
            _channels = _ring.Info.Channels;
            // What was published after this moment is played; what was before is past.
            _pastEnd = _showsPast ? _ring.Published : 0;
            return true;
        }
        catch (Exception e) when (e is RingFormatException or PosixException { Errno: Errno.ENOENT })
        {
            // Not made yet, or being made: the next look finds it.
            return false;
        }
    }

    private void ShowPast()
    {
        int count;
        while (_pastEnd > _ring!.Cursor && (count = _ring.Read(_batch.AsSpan(0, (int)Math.Min(_batch.Length, _pastEnd - _ring.Cursor)))) > 0)
        {
            for (int i = 0; i < count; i++) Draw(_batch[i]);
        }
    }

    private void Draw(in Sample sample)
    {
        foreach (var channels in _strips)
        {
            for (int channel = 0; channel < channels.Length; channel++) channels[channel].Add(sample.TakenAtNs, sample.Values[channel]);
        }
    }

    /// <summary>The buffer is as long in seconds at every rate: another rate is another buffer.</summary>
    private void FollowRate()
    {
        long periodNs = SensorPage.TryRead(_sensorPagePath, () => 0)?.Counts.PeriodNs ?? 0;
        if (periodNs <= 0 || periodNs == _periodNs) return;
        (_earlierUnderruns, _earlierBuffering) = (Underruns, TimeBuffering);
        _periodNs = periodNs;
        _buffer = new PlayoutBuffer<Sample>(
            new PlayoutOptions
            {
                Capacity = Samples(CapacitySeconds, atLeast: 16),
                StartWatermark = Samples(StartSeconds, atLeast: 2),
                ResumeWatermark = Samples(ResumeSeconds, atLeast: 1),
                Overflow = PlayoutOverflow.DropOldest,
            },
            _time);
        _player = new Player<Sample>(_buffer, sample => sample.TakenAtNs, speed: 1, _time);

        int Samples(double seconds, int atLeast) => Math.Max(atLeast, (int)(seconds * 1e9 / periodNs));
    }
}
