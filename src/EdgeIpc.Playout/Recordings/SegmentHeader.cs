using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace EdgeIpc.Playout;

/// <summary>
/// The first 4,096 bytes of a segment (RECORDING.md). Beside what is recorded it holds both clocks, read at one moment when
/// the segment was made: with them the items' monotonic times become times for people.
/// </summary>
/// <param name="Description">What the segment holds.</param>
/// <param name="SegmentNumber">1 for a recording's first segment, then one more each.</param>
/// <param name="StartedAt">The wall clock at that moment.</param>
/// <param name="StartedAtNs">CLOCK_MONOTONIC at that moment, ns.</param>
public sealed record SegmentHeader(RecordingDescription Description, int SegmentNumber, DateTimeOffset StartedAt, long StartedAtNs)
{
    private const long NanosecondsPerTick = 100;

    /// <summary>The wall clock's time of a monotonic one, as far as the wall clock was right when the segment was made.</summary>
    public DateTimeOffset ToWallTime(long monotonicNs) => StartedAt.AddTicks((monotonicNs - StartedAtNs) / NanosecondsPerTick);

    internal void WriteTo(Span<byte> destination)
    {
        var header = destination[..RecordingFormat.HeaderSizeBytes];
        header.Clear();
        RecordingFormat.SegmentMagic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], RecordingFormat.Version);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], RecordingFormat.HeaderSizeBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], (uint)Description.ItemSizeBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], (uint)Description.Channels.Count);
        BinaryPrimitives.WriteDoubleLittleEndian(header[24..], Description.RateHz);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], (StartedAt - DateTimeOffset.UnixEpoch).Ticks * NanosecondsPerTick);
        BinaryPrimitives.WriteInt64LittleEndian(header[40..], StartedAtNs);
        BinaryPrimitives.WriteUInt32LittleEndian(header[48..], (uint)SegmentNumber);
        WriteText(header, RecordingFormat.SourceOffset, Description.SourceText);
        WriteText(header, RecordingFormat.LayoutOffset, Description.LayoutText);
        for (int i = 0; i < Description.Channels.Count; i++)
        {
            int at = RecordingFormat.ChannelsOffset + i * RecordingFormat.ChannelSizeBytes;
            WriteText(header, at, Description.Channels[i].Name);
            WriteText(header, at + RecordingFormat.ChannelNameSizeBytes, Description.Channels[i].Unit);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(header[RecordingFormat.HeaderChecksumOffset..], Crc32.HashToUInt32(header[..RecordingFormat.HeaderChecksumOffset]));
    }

    /// <param name="header">What the file begins with; shorter than a header when the file is.</param>
    /// <param name="path">For the message.</param>
    /// <exception cref="RecordingFormatException">Not a whole, undamaged header of this version.</exception>
    internal static SegmentHeader Parse(ReadOnlySpan<byte> header, string path)
    {
        if (header.IsEmpty) throw new RecordingFormatException(path, "is empty.") { IsCutOff = true };
        int magicSizeBytes = Math.Min(header.Length, RecordingFormat.SegmentMagic.Length);
        if (!header[..magicSizeBytes].SequenceEqual(RecordingFormat.SegmentMagic[..magicSizeBytes]))
            throw new RecordingFormatException(path, "is no recording: it does not begin with EDGERECD.");
        if (header.Length < RecordingFormat.HeaderSizeBytes)
            throw new RecordingFormatException(path, $"is cut off: {header.Length} bytes of its header of {RecordingFormat.HeaderSizeBytes}, and no block.") { IsCutOff = true };
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        if (Crc32.HashToUInt32(header[..RecordingFormat.HeaderChecksumOffset]) != BinaryPrimitives.ReadUInt32LittleEndian(header[RecordingFormat.HeaderChecksumOffset..]))
            throw new RecordingFormatException(path, "is damaged: the checksum of its header is wrong.");
        if (version != RecordingFormat.Version)
            throw new RecordingFormatException(path, $"is a recording of version {version}; this program reads version {RecordingFormat.Version}.");
        return ParseFields(header, path);
    }

    // The checksum was right, but who writes a file can give it any checksum: every number is still checked.
    private static SegmentHeader ParseFields(ReadOnlySpan<byte> header, string path)
    {
        uint channelCount = BinaryPrimitives.ReadUInt32LittleEndian(header[20..]);
        uint segmentNumber = BinaryPrimitives.ReadUInt32LittleEndian(header[48..]);
        bool sane = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]) == RecordingFormat.HeaderSizeBytes
            && channelCount <= RecordingDescription.MaxChannels
            && segmentNumber is >= 1 and <= int.MaxValue;
        if (!sane) throw new RecordingFormatException(path, $"is damaged: segment {segmentNumber} with {channelCount} channels can't be.");
        var description = new RecordingDescription
        {
            ItemSizeBytes = BinaryPrimitives.ReadInt32LittleEndian(header[16..]),
            LayoutText = ReadText(header.Slice(RecordingFormat.LayoutOffset, RecordingFormat.LayoutSizeBytes)),
            SourceText = ReadText(header.Slice(RecordingFormat.SourceOffset, RecordingFormat.SourceSizeBytes)),
            RateHz = BinaryPrimitives.ReadDoubleLittleEndian(header[24..]),
            Channels = ReadChannels(header, (int)channelCount),
        };
        try
        {
            description.Validate();
        }
        catch (ArgumentException e)
        {
            throw new RecordingFormatException(path, $"is damaged: {e.Message}");
        }

        var startedAt = DateTimeOffset.UnixEpoch.AddTicks(BinaryPrimitives.ReadInt64LittleEndian(header[32..]) / NanosecondsPerTick);
        return new SegmentHeader(description, (int)segmentNumber, startedAt, BinaryPrimitives.ReadInt64LittleEndian(header[40..]));
    }

    private static RecordingChannel[] ReadChannels(ReadOnlySpan<byte> header, int count)
    {
        var channels = new RecordingChannel[count];
        for (int i = 0; i < count; i++)
        {
            var channel = header.Slice(RecordingFormat.ChannelsOffset + i * RecordingFormat.ChannelSizeBytes, RecordingFormat.ChannelSizeBytes);
            channels[i] = new RecordingChannel(ReadText(channel[..RecordingFormat.ChannelNameSizeBytes]), ReadText(channel[RecordingFormat.ChannelNameSizeBytes..]));
        }

        return channels;
    }

    // Every text was checked for its room, and the header is zeros: the byte after it ends it for readers in C.
    private static void WriteText(Span<byte> header, int offset, string text) => Encoding.UTF8.GetBytes(text, header[offset..]);

    private static string ReadText(ReadOnlySpan<byte> room)
    {
        int end = room.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? room : room[..end]);
    }
}
