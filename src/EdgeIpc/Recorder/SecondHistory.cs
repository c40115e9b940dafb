using EdgeIpc.Instance;
using EdgeIpc.Playout;
using EdgeIpc.Posix;
using EdgeIpc.Ring;
using Microsoft.Extensions.Logging;

namespace EdgeIpc.Recorder;

/// <summary>The day's history beside the recordings: always on, small, and given up for a while when the disk is full.</summary>
internal sealed class SecondHistory(StationInstance instance, RecorderOptions options, TimeProvider time, ILogger log) : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private HistoryWriter? _writer;
    private IReadOnlyList<RecordingChannel> _channels = [];
    private string _sourceText = "";
    private long _from;
    private long _stoppedAt;
    private WriteCost _costBefore;

    /// <summary>What all its writers wrote.</summary>
    public WriteCost Cost => _costBefore + CostOf(_writer);

    /// <summary>Begins a segment for a ring.</summary>
    public void Begin(IReadOnlyList<RingChannel> channels, string sourceText)
    {
        _channels = [.. channels.Take(Sample.ChannelCapacity).Select(channel => new RecordingChannel(channel.Name, channel.Unit))];
        _sourceText = sourceText;
        // What a killed process read and wrote, but did not commit, is read again.
        _from = HistoryReader.TryReadEnd(instance.HistoryDirectory) is { } end && end.SourceText == sourceText ? end.EndPosition : 0;
        Open();
    }

    public void Add(ReadOnlySpan<Sample> samples, long firstPosition)
    {
        if (_writer is null) return;
        for (int i = (int)Math.Clamp(_from - firstPosition, 0, samples.Length); i < samples.Length; i++)
        {
            ref readonly var sample = ref samples[i];
            _writer.Add(sample.TakenAtNs, firstPosition + i, sample.Values);
        }
    }

    public void Flush()
    {
        if (_writer?.Flush() == RecordingOutcome.DiskFull) GiveUp();
    }

    public void Tick()
    {
        if (_writer is not null) _writer.Tick();
        else if (_channels.Count > 0 && time.GetElapsedTime(_stoppedAt) >= RetryAfter) Open();
    }

    /// <summary>Removes what is older than a day.</summary>
    public void KeepHouse() => RecordingRetention.Apply(instance.HistoryDirectory, _writer?.SegmentPath, time, options.HistoryLimits);

    /// <summary>Ends the segment of this ring.</summary>
    public void End()
    {
        CloseWriter();
        _channels = [];
    }

    public void Dispose() => End();

    private void Open()
    {
        _writer = HistoryWriter.Open(instance.HistoryDirectory, _channels, _sourceText, options.History, instance.Sharing, time);
        if (_writer.Outcome == RecordingOutcome.DiskFull) GiveUp();
    }

    private static WriteCost CostOf(HistoryWriter? writer) => writer is null ? default : new WriteCost(writer.BytesWritten, writer.Writes, writer.Syncs);

    private void CloseWriter()
    {
        var closed = _writer;
        _writer = null;
        closed?.Dispose();
        _costBefore += CostOf(closed);
    }

    private void GiveUp()
    {
        CloseWriter();
        _stoppedAt = time.GetTimestamp();
        RecorderLog.HistoryStopped(log, FullDisk.Sentence(instance.HistoryDirectory), RetryAfter.TotalSeconds);
    }
}
