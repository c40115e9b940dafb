using System.Globalization;
using EdgeIpc.Controller;
using EdgeIpc.Instance;
using EdgeIpc.Paper;
using EdgeIpc.Posix;
using EdgeIpc.Recorder;
using EdgeIpc.Ring;

namespace EdgeIpc.Documents;

/// <summary>The samples that a receipt's charts show: of the last seconds or hours, or of a recording.</summary>
internal sealed class ChartSource(string? instanceName, TimeProvider time)
{
    /// <exception cref="FormatException">No station, no samples, no such recording; the message says which.</exception>
    public SpanReport Read(ChartWish wish)
    {
        try
        {
            return wish.Recording is null ? ReadLive(wish.Last) : ReadRecording(wish);
        }
        catch (RefusedException e)
        {
            throw new FormatException(e.Message.TrimEnd('.'), e);
        }
    }

    private SpanReport ReadLive(TimeSpan last)
    {
        var instance = StationInstance.Find(instanceName);
        int seconds = (int)Math.Ceiling(last.TotalSeconds);
        var span = PrintedSpan.Read(instance, seconds, MonotonicClock.NowNs, time.GetLocalNow());
        if (span.Samples == 0) throw new FormatException($"there are no samples of the last {seconds} s");
        return Report(instance, span.From, span.To, span.Samples, span.Lost, span.Channels);
    }

    private SpanReport ReadRecording(ChartWish wish)
    {
        if (!int.TryParse(wish.Recording, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            throw new FormatException($"'{wish.Recording}' is no recording's number");
        var instance = StationInstance.Find(instanceName);
        string path = RecordingShelf.PathOf(instance, number);
        RecordedTime? from = RecordedTime.Parse("from", wish.From), to = RecordedTime.Parse("to", wish.To);
        // Twice through the file: a span's ends must be known before its values can be put in their places.
        var bounds = new RecordedBounds();
        ForEach(path, new ExportRange(from, to), bounds.Take);
        if (bounds.Samples == 0) throw new FormatException($"recording {number} has no samples in that span");
        using var recording = SampleRecording.Open(path);
        var channels = SampleRecording.ChannelsOf(recording.Description);
        var curves = new RecordedCurves(channels.Count, bounds);
        ForEach(path, new ExportRange(from, to), curves.Take);
        return Report(instance, bounds.From, bounds.To, bounds.Samples, 0, [.. channels.Select((channel, index) => new ChannelSpan(channel.Name, channel.Unit, default) { Parts = curves.Of(index) })]);
    }

    private static void ForEach(string path, ExportRange range, Action<Sample, DateTimeOffset> take)
    {
        using var recording = SampleRecording.Open(path);
        for (var step = recording.Next(); step != Playout.RecordingStep.End; step = recording.Next())
        {
            if (step == Playout.RecordingStep.Damage) continue;
            foreach (ref readonly var sample in SampleRecording.SamplesOf(recording))
            {
                var at = recording.Segment.ToWallTime(sample.TakenAtNs);
                if (range.Holds(at)) take(sample, at);
            }
        }
    }

    private static SpanReport Report(
        StationInstance instance, DateTimeOffset from, DateTimeOffset to, long samples, long lost, IReadOnlyList<ChannelSpan> channels) =>
        new("Chart", $"station {instance.Name.Name}", from, to, samples, lost, channels, []);

    /// <summary>The first and last moment of a span, and how many samples lie between them.</summary>
    private sealed class RecordedBounds
    {
        public DateTimeOffset From { get; private set; } = DateTimeOffset.MaxValue;

        public DateTimeOffset To { get; private set; } = DateTimeOffset.MinValue;

        public long Samples { get; private set; }

        public void Take(Sample sample, DateTimeOffset at)
        {
            if (at < From) From = at;
            if (at > To) To = at;
            Samples++;
        }
    }

    /// <summary>What each channel did in many short stretches: as much of a day's recording as a chart can show.</summary>
    private sealed class RecordedCurves
    {
        private const int MostStretches = 4096;

        private readonly StretchSum[][] _sums;
        private readonly RecordedBounds _bounds;
        private readonly int _stretches;

        public RecordedCurves(int channels, RecordedBounds bounds)
        {
            _bounds = bounds;
            _stretches = (int)Math.Clamp(bounds.Samples, 1, MostStretches);
            _sums = [.. Enumerable.Range(0, channels).Select(_ => new StretchSum[_stretches])];
        }

        public ChannelStatistics[] Of(int channel) => Array.ConvertAll(_sums[channel], sum => sum.ToStatistics());

        public void Take(Sample sample, DateTimeOffset at)
        {
            double share = _bounds.To > _bounds.From ? (at - _bounds.From) / (_bounds.To - _bounds.From) : 0;
            int stretch = Math.Clamp((int)(share * _stretches), 0, _stretches - 1);
            for (int channel = 0; channel < _sums.Length; channel++) _sums[channel][stretch].Add(sample.Values[channel]);
        }
    }

    private struct StretchSum
    {
        private long _count;
        private double _min;
        private double _max;
        private double _sum;
        private double _squares;

        public void Add(float value)
        {
            if (!float.IsFinite(value)) return;
            _min = _count == 0 ? value : Math.Min(_min, value);
            _max = _count == 0 ? value : Math.Max(_max, value);
            _count++;
            _sum += value;
            _squares += (double)value * value;
        }

        public readonly ChannelStatistics ToStatistics() => _count == 0 ? default : new(_count, _min, _max, _sum / _count, Math.Sqrt(_squares / _count));
    }
}
