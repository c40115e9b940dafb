using EdgeIpc.Instance;
using EdgeIpc.Paper;
using EdgeIpc.Playout;
using EdgeIpc.Posix;
using EdgeIpc.Ring;
using PartStatistics = EdgeIpc.Paper.ChannelStatistics;

namespace EdgeIpc.Controller;

/// <summary>
/// The last seconds, minutes or hours as one part a second: from the recorder's history on disk and, for what that has not
/// written yet, from the ring.
/// </summary>
internal static class HistorySpan
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Null when no recorder has written a history of these channels, or none of that time.</summary>
    public static PrintedSpan? TryRead(StationInstance instance, int seconds, long nowNs, DateTimeOffset now)
    {
        if (ReadHistory(instance, now.AddSeconds(-seconds), now) is not { Seconds.Count: > 0 } history) return null;
        var (ringChannels, recent) = ReadRing(instance.RingPath, now.AddSeconds(-seconds), nowNs, now);
        // Another sensor samples now: its values can't stand in one row with the older ones.
        if (ringChannels is not null && !ringChannels.Select(channel => channel.Name).SequenceEqual(history.Channels.Select(channel => channel.Name), StringComparer.Ordinal)) return null;
        // What both know is taken from the ring; half a second is the most by which the two date a second differently.
        var ringFrom = recent.Count > 0 ? recent[0].At.AddSeconds(-0.5) : DateTimeOffset.MaxValue;
        List<Part> parts = [.. history.Seconds.Where(second => second.At < ringFrom).Select(ToPart), .. recent];
        var from = parts[0].At;
        int count = IndexOf(parts[^1].At, from) + 1;
        return new PrintedSpan(
            parts.Sum(part => part.Samples), 0, from, from.AddSeconds(count) < now ? from.AddSeconds(count) : now,
            [.. history.Channels.Select((channel, i) => new ChannelSpan(channel.Name, channel.Unit, default) { Parts = Row(parts, i, from, count) })], "");
    }

    private static History? ReadHistory(StationInstance instance, DateTimeOffset from, DateTimeOffset to)
    {
        try
        {
            return HistoryReader.Read(instance.HistoryDirectory, from, to);
        }
        catch (RecordingFormatException)
        {
            // No recorder has run here.
            return null;
        }
    }

    /// <summary>Whole seconds of the ring, and the one that is not over; its oldest one is cut and left to the history.</summary>
    private static (IReadOnlyList<RingChannel>? Channels, List<Part> Parts) ReadRing(string ringPath, DateTimeOffset since, long nowNs, DateTimeOffset now)
    {
        var parts = new List<Part>();
        try
        {
            using var reader = RingReader<Sample>.Open(ringPath, RingStart.Oldest, mayWake: false);
            var channels = reader.Info.Channels.Take(Sample.ChannelCapacity).ToList();
            var values = channels.Select(_ => new List<float>()).ToArray();
            var batch = new Sample[1024];
            long end = reader.Published, second = -1, firstSecond = -1;
            while (reader.Cursor < end && reader.Read(batch) is var read and > 0)
            {
                foreach (ref readonly var sample in batch.AsSpan(0, read))
                {
                    long of = sample.TakenAtNs / NanosecondsPerSecond;
                    if (firstSecond < 0) firstSecond = of;
                    if (of != second) EndSecond(second);
                    second = of;
                    for (int i = 0; i < values.Length; i++) values[i].Add(sample.Values[i]);
                }
            }

            EndSecond(second);
            return (channels, parts);

            void EndSecond(long ended)
            {
                if (values.Length == 0 || values[0].Count == 0) return;
                var at = now - TimeSpan.FromTicks((nowNs - ended * NanosecondsPerSecond) / TimeSpan.NanosecondsPerTick);
                if (ended > firstSecond && at >= since)
                    parts.Add(new Part(at, values[0].Count, [.. values.Select(channel => PartStatistics.Of(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(channel)))]));
                foreach (var channel in values) channel.Clear();
            }
        }
        catch (PosixException e) when (e.Errno == Errno.ENOENT)
        {
            return (null, parts);
        }
    }

    private static Part ToPart(HistorySecond second) => new(second.At, second.SampleCount,
        [.. second.Channels.Select(channel => float.IsNaN(channel.Mean) ? default : new PartStatistics(second.SampleCount, channel.Minimum, channel.Maximum, channel.Mean, channel.Rms))]);

    /// <summary>One channel in equal steps of a second; empty where nothing was sampled.</summary>
    private static PartStatistics[] Row(List<Part> parts, int channel, DateTimeOffset from, int count)
    {
        var row = new PartStatistics[count];
        foreach (var part in parts)
        {
            // Two may fall on one step: seconds of two boots, or a wall clock that was set back.
            ref var step = ref row[Math.Clamp(IndexOf(part.At, from), 0, count - 1)];
            step = PartStatistics.Of([step, part.Channels[channel]]);
        }

        return row;
    }

    private static int IndexOf(DateTimeOffset at, DateTimeOffset from) => (int)Math.Round((at - from).TotalSeconds);

    private sealed record Part(DateTimeOffset At, long Samples, IReadOnlyList<PartStatistics> Channels);
}
