using EdgeIpc.Posix;

namespace EdgeIpc.Playout;

/// <summary>
/// Keeps minimum, maximum, mean and RMS of each channel per second, as a recording of its own whose items are seconds: what
/// charts draw of spans that the ring no longer holds. A day of four channels is about 8 MB before packing.
/// A second that is flushed before it is over is stored in parts; <see cref="HistoryReader"/> joins them.
/// </summary>
public sealed class HistoryWriter : IDisposable
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly RecordingWriter _recording;
    private readonly Accumulator[] _channels;
    private readonly ChannelStatistics[] _statistics;
    private readonly byte[] _item;
    private long _second;
    private long _endPosition;
    private int _sampleCount;

    private HistoryWriter(RecordingWriter recording, int channelCount)
    {
        _recording = recording;
        _channels = new Accumulator[channelCount];
        _statistics = new ChannelStatistics[channelCount];
        _item = new byte[HistorySecond.ItemSizeBytes(channelCount)];
    }

    public RecordingOutcome Outcome => _recording.Outcome;

    /// <summary>The segment that is being written.</summary>
    public string? SegmentPath => _recording.SegmentPath;

    /// <summary>Bytes handed to the kernel.</summary>
    public long BytesWritten => _recording.BytesWritten;

    /// <summary>Calls of write(2) that made them.</summary>
    public long Writes => _recording.Writes;

    /// <summary>Times the device was asked to keep them.</summary>
    public long Syncs => _recording.Syncs;

    /// <summary>Begins the next segment of the history in a directory, which is there.</summary>
    /// <param name="sourceText">Where positions count, see <see cref="RecordingDescription.SourceText"/>.</param>
    /// <exception cref="PosixException">EACCES, ENOENT, EIO.</exception>
    public static HistoryWriter Open(string directory, IReadOnlyList<RecordingChannel> channels, string sourceText, RecordingOptions options, FileSharing sharing, TimeProvider time)
    {
        var description = new RecordingDescription
        {
            ItemSizeBytes = HistorySecond.ItemSizeBytes(channels.Count),
            LayoutText = HistorySecond.LayoutText(channels.Count),
            Channels = channels,
            RateHz = 1,
            SourceText = sourceText,
        };
        return new HistoryWriter(RecordingWriter.Open(directory, description, options, sharing, time), channels.Count);
    }

    /// <summary>Counts a sample in. Allocates nothing.</summary>
    /// <param name="takenAtNs">CLOCK_MONOTONIC, ns, 0 or more.</param>
    /// <param name="position">Its position at its source.</param>
    /// <param name="values">One a channel; more are ignored. A value that is no number is left out.</param>
    public void Add(long takenAtNs, long position, ReadOnlySpan<float> values)
    {
        long second = takenAtNs / NanosecondsPerSecond;
        if (second != _second) EndSecond();
        _second = second;
        _endPosition = position + 1;
        _sampleCount++;
        for (int i = 0; i < _channels.Length; i++) _channels[i].Add(values[i]);
    }

    /// <summary>Writes everything that was added, the second in hand too.</summary>
    public RecordingOutcome Flush()
    {
        EndSecond();
        return _recording.Flush();
    }

    /// <summary>Syncs when that is due. Call it about once a second.</summary>
    public RecordingOutcome Tick() => _recording.Tick();

    /// <summary>Writes everything that was added and returns once the device has it.</summary>
    public void Dispose()
    {
        EndSecond();
        _recording.Dispose();
    }

    private void EndSecond()
    {
        if (_sampleCount == 0) return;
        for (int i = 0; i < _channels.Length; i++) _statistics[i] = _channels[i].Take();
        HistorySecond.Write(_item, _second, _endPosition, _sampleCount, _statistics);
        _sampleCount = 0;
        _recording.Append(_item, _second);
    }

    private struct Accumulator
    {
        private float _minimum;
        private float _maximum;
        private double _sum;
        private double _sumOfSquares;
        private int _count;

        public void Add(float value)
        {
            if (!float.IsFinite(value)) return;
            if (_count == 0) (_minimum, _maximum) = (value, value);
            else if (value < _minimum) _minimum = value;
            else if (value > _maximum) _maximum = value;
            _sum += value;
            _sumOfSquares += (double)value * value;
            _count++;
        }

        /// <summary>The values since the last call.</summary>
        public ChannelStatistics Take()
        {
            var taken = _count == 0
                ? ChannelStatistics.None
                : new ChannelStatistics(_minimum, _maximum, (float)(_sum / _count), (float)Math.Sqrt(_sumOfSquares / _count));
            this = default;
            return taken;
        }
    }
}
