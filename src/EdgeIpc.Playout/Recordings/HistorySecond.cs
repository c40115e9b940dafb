using System.Buffers.Binary;
using System.Globalization;

namespace EdgeIpc.Playout;

/// <summary>One channel over one second (or over as much of it as was sampled); NaN when no value of it was a number.</summary>
/// <param name="Rms">The root of the mean of the squares.</param>
public readonly record struct ChannelStatistics(float Minimum, float Maximum, float Mean, float Rms)
{
    internal static ChannelStatistics None { get; } = new(float.NaN, float.NaN, float.NaN, float.NaN);

    /// <summary>Both together, weighted by their counts.</summary>
    internal ChannelStatistics With(in ChannelStatistics other, int count, int otherCount)
    {
        if (float.IsNaN(Mean)) return other;
        if (float.IsNaN(other.Mean)) return this;
        double all = (double)count + otherCount;
        return new ChannelStatistics(
            Math.Min(Minimum, other.Minimum),
            Math.Max(Maximum, other.Maximum),
            (float)((Mean * (double)count + other.Mean * (double)otherCount) / all),
            (float)Math.Sqrt((Rms * (double)Rms * count + other.Rms * (double)other.Rms * otherCount) / all));
    }
}

/// <summary>All channels over one second.</summary>
/// <param name="At">The second's beginning on the wall clock.</param>
/// <param name="Second">The second on CLOCK_MONOTONIC.</param>
/// <param name="EndPosition">The position after the last sample that is in it.</param>
/// <param name="SampleCount">Samples that are in it.</param>
/// <param name="Channels">In the samples' order.</param>
public sealed record HistorySecond(DateTimeOffset At, long Second, long EndPosition, int SampleCount, IReadOnlyList<ChannelStatistics> Channels)
{
    private const int ChannelsOffset = 24;
    private const int ChannelSizeBytes = 16;

    internal static int ItemSizeBytes(int channelCount) => ChannelsOffset + channelCount * ChannelSizeBytes;

    internal static string LayoutText(int channelCount) => string.Create(CultureInfo.InvariantCulture,
        $"second:i64@0 endPosition:i64@8 samples:u32@16 channels:u32@20 {{min,max,mean,rms}}:f32[4][{channelCount}]@{ChannelsOffset} size:{ItemSizeBytes(channelCount)}");

    internal static void Write(Span<byte> item, long second, long endPosition, int sampleCount, ReadOnlySpan<ChannelStatistics> channels)
    {
        BinaryPrimitives.WriteInt64LittleEndian(item, second);
        BinaryPrimitives.WriteInt64LittleEndian(item[8..], endPosition);
        BinaryPrimitives.WriteInt32LittleEndian(item[16..], sampleCount);
        BinaryPrimitives.WriteInt32LittleEndian(item[20..], channels.Length);
        for (int i = 0; i < channels.Length; i++)
        {
            var channel = item[(ChannelsOffset + i * ChannelSizeBytes)..];
            BinaryPrimitives.WriteSingleLittleEndian(channel, channels[i].Minimum);
            BinaryPrimitives.WriteSingleLittleEndian(channel[4..], channels[i].Maximum);
            BinaryPrimitives.WriteSingleLittleEndian(channel[8..], channels[i].Mean);
            BinaryPrimitives.WriteSingleLittleEndian(channel[12..], channels[i].Rms);
        }
    }

    internal static HistorySecond Read(ReadOnlySpan<byte> item, SegmentHeader segment)
    {
        long second = BinaryPrimitives.ReadInt64LittleEndian(item);
        var channels = new ChannelStatistics[segment.Description.Channels.Count];
        for (int i = 0; i < channels.Length; i++)
        {
            var channel = item[(ChannelsOffset + i * ChannelSizeBytes)..];
            channels[i] = new ChannelStatistics(
                BinaryPrimitives.ReadSingleLittleEndian(channel),
                BinaryPrimitives.ReadSingleLittleEndian(channel[4..]),
                BinaryPrimitives.ReadSingleLittleEndian(channel[8..]),
                BinaryPrimitives.ReadSingleLittleEndian(channel[12..]));
        }

        return new HistorySecond(segment.ToWallTime(second * 1_000_000_000), second, EndPositionOf(item), BinaryPrimitives.ReadInt32LittleEndian(item[16..]), channels);
    }

    internal static long EndPositionOf(ReadOnlySpan<byte> item) => BinaryPrimitives.ReadInt64LittleEndian(item[8..]);

    /// <summary>Two parts of one second as one.</summary>
    internal HistorySecond With(HistorySecond later) => this with
    {
        EndPosition = later.EndPosition,
        SampleCount = SampleCount + later.SampleCount,
        Channels = [.. Channels.Select((channel, i) => channel.With(later.Channels[i], SampleCount, later.SampleCount))],
    };
}
