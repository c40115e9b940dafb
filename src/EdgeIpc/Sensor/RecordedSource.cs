using EdgeIpc.Devices;
using EdgeIpc.Playout;
using EdgeIpc.Recorder;
using EdgeIpc.Ring;

namespace EdgeIpc.Sensor;

/// <summary>
/// A recording in the place of a sensor. A thread reads the disk into a <see cref="PlayoutBuffer{T}"/>; each tick takes the
/// next sample when its time has come: every recorded sample once, in its order, at the pace of the recording. A gap of the
/// recording is a gap again, and so is the time in which the disk was too slow: nothing is made up. At the end it is over, or
/// begins again.
/// </summary>
internal sealed class RecordedSource : ISampleSource
{
    private static readonly TimeSpan FillPatience = TimeSpan.FromSeconds(5);

    private readonly string _path;
    private readonly bool _loop;
    private readonly long _periodNs;
    private readonly PlayoutOptions _options;
    private readonly TickTime _now = new();
    private readonly Action<RecordingDamage> _damaged;
    private PlayoutBuffer<Sample> _buffer;
    private Player<Sample> _player;
    private RecordingFeed? _feed;
    private RecordedPlace? _place;
    private long _published;
    private bool _isPlaying;

    /// <param name="path">The recording.</param>
    /// <param name="loop">It begins again at its end.</param>
    /// <param name="rateHz">Ticks a second: the recording's own.</param>
    /// <param name="damaged">Told, on a thread of its own, what can't be read.</param>
    /// <exception cref="RefusedException">It can't be played.</exception>
    public RecordedSource(string path, bool loop, int rateHz, Action<RecordingDamage>? damaged = null)
    {
        (_path, _loop, _periodNs, _damaged) = (path, loop, 1_000_000_000 / rateHz, damaged ?? (static _ => { }));
        Channels = [.. PlayableRecording.Read(path).Channels.Select(channel => new SampleChannel(channel.Name, channel.Unit, float.MinValue, float.MaxValue))];
        _options = new PlaybackOptions { RateHz = rateHz }.ToBuffer();
        (_buffer, _player) = NewBuffer();
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleChannel> Channels { get; }

    /// <inheritdoc/>
    public bool CanCatchUp => true;

    /// <summary>Whether the next sample is in memory, or there is none any more.</summary>
    public bool IsAhead
    {
        get
        {
            if (_feed is null) return false;
            lock (_feed.Gate) return _buffer.Count > 0 || _feed.HasEnded;
        }
    }

    /// <summary>Goes on where an earlier process stopped, and returns when there is enough to play.</summary>
    /// <param name="published">The ring's cursor now.</param>
    public void GoOn(RecordedPlace place, long published)
    {
        (_place, _published) = (place, published);
        StartFeed(place.CountPlayed(published));
    }

    /// <inheritdoc/>
    public void Begin()
    {
        if (_buffer.State == PlayoutState.Ended)
        {
            _place?.Begin(_published);
            StartFeed(skip: 0);
        }

        // A pause is no part of the pace.
        (_player, _isPlaying) = (NewPlayer(), false);
    }

    /// <inheritdoc/>
    public SampleReading Read(Span<float> channels, long atNs)
    {
        if (_feed is null) StartFeed(skip: 0);
        lock (_feed!.Gate)
        {
            // A sample belongs to the tick that is nearest, so that no rounding makes it late by a whole one.
            _now.AtNs = atNs + (_isPlaying ? _periodNs / 2 : 0);
            var step = _player.Next(out var sample);
            if (step == PlayStep.Early) return SampleReading.Nothing;
            _isPlaying = step == PlayStep.Item;
            if (step == PlayStep.Ended) return SampleReading.Over;
            if (step == PlayStep.Starved) return SampleReading.Starved;
            sample.Values[..Channels.Count].CopyTo(channels);
            _published++;
            Monitor.PulseAll(_feed.Gate);
            return SampleReading.Measured;
        }
    }

    public void Dispose() => _feed?.Dispose();

    private void StartFeed(long skip)
    {
        _feed?.Dispose();
        (_buffer, _player) = NewBuffer();
        _feed = new RecordingFeed(_path, _buffer, _options.Capacity, new RecordingFeedOptions { Loop = _loop, Skip = skip, Pace = new EvenPace(_periodNs), Damaged = _damaged });
        _feed.Start();
        _feed.WaitWhileFilling(FillPatience);
    }

    private (PlayoutBuffer<Sample> Buffer, Player<Sample> Player) NewBuffer()
    {
        _buffer = new PlayoutBuffer<Sample>(_options, _now);
        return (_buffer, NewPlayer());
    }

    private Player<Sample> NewPlayer() => new(_buffer, static sample => sample.TakenAtNs, speed: 1, _now);

    /// <summary>The time of the schedule: a tick that is taken late is as good as one in time.</summary>
    private sealed class TickTime : TimeProvider
    {
        public long AtNs { get; set; }

        public override long TimestampFrequency => 1_000_000_000;

        public override long GetTimestamp() => AtNs;
    }
}
