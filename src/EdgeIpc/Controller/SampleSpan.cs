using EdgeIpc.Paper;
using EdgeIpc.Posix;
using EdgeIpc.Ring;

namespace EdgeIpc.Controller;

/// <summary>The samples of the last seconds, by channel, as the ring still holds them.</summary>
/// <param name="Samples">How many.</param>
/// <param name="Lost">Overwritten while they were being copied.</param>
/// <param name="FromNs">When the first was taken, CLOCK_MONOTONIC; 0 when there is none.</param>
/// <param name="ToNs">When the last was taken.</param>
/// <param name="Channels">Name, unit and values.</param>
internal sealed record SampleSpan(long Samples, long Lost, long FromNs, long ToNs, IReadOnlyList<ChannelSpan> Channels)
{
    private static readonly SampleSpan Nothing = new(0, 0, 0, 0, []);

    /// <summary>Reads with a reader of its own, which disturbs nobody and counts in no ledger.</summary>
    public static SampleSpan Read(string ringPath, int seconds, long nowNs)
    {
        try
        {
            using var reader = RingReader<Sample>.Open(ringPath, RingStart.Oldest, mayWake: false);
            return Copy(reader, nowNs - seconds * 1_000_000_000L);
        }
        catch (PosixException e) when (e.Errno == Errno.ENOENT)
        {
            return Nothing;
        }
    }

    private static SampleSpan Copy(RingReader<Sample> reader, long sinceNs)
    {
        var info = reader.Info;
        // Up to now and no further: the writer goes on meanwhile.
        long left = reader.Published - reader.Cursor;
        var values = info.Channels.Take(Sample.ChannelCapacity).Select(_ => new List<float>()).ToArray();
        var batch = new Sample[1024];
        long samples = 0, fromNs = 0, toNs = 0;
        while (left > 0)
        {
            long before = reader.Cursor;
            int count = reader.Read(batch.AsSpan(0, (int)Math.Min(left, batch.Length)));
            left -= reader.Cursor - before;
            if (count == 0) break;
            foreach (ref readonly var sample in batch.AsSpan(0, count))
            {
                if (sample.TakenAtNs < sinceNs) continue;
                if (samples++ == 0) fromNs = sample.TakenAtNs;
                toNs = sample.TakenAtNs;
                for (int i = 0; i < values.Length; i++) values[i].Add(sample.Values[i]);
            }
        }

        if (samples == 0) return Nothing;
        var channels = info.Channels.Take(values.Length).Select((channel, i) => new ChannelSpan(channel.Name, channel.Unit, values[i].ToArray())).ToList();
        return new SampleSpan(samples, reader.Lost, fromNs, toNs, channels);
    }
}
