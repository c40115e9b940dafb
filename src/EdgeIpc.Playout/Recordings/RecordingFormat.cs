namespace EdgeIpc.Playout;

/// <summary>The numbers of RECORDING.md, version 1. All integers are little-endian.</summary>
internal static class RecordingFormat
{
    internal const uint Version = 1;

    internal const int HeaderSizeBytes = 4096;
    internal const int SourceOffset = 64;
    internal const int SourceSizeBytes = 192;
    internal const int LayoutOffset = 256;
    internal const int LayoutSizeBytes = 1024;
    internal const int ChannelsOffset = 1280;
    internal const int ChannelNameSizeBytes = 32;
    internal const int ChannelUnitSizeBytes = 16;
    internal const int ChannelSizeBytes = ChannelNameSizeBytes + ChannelUnitSizeBytes;
    internal const int HeaderChecksumOffset = HeaderSizeBytes - sizeof(uint);

    internal const int BlockHeaderSizeBytes = 40;

    /// <summary>The most that a block may hold unpacked: what a reader must be ready to keep in memory.</summary>
    internal const int MaxBlockBytes = 1 << 24;

    /// <summary>What a segment's file is called: its number, so that names sort as the segments follow each other.</summary>
    internal const string SegmentPattern = "*.rec";

    /// <summary>A segment begins with these 8 bytes.</summary>
    internal static ReadOnlySpan<byte> SegmentMagic => "EDGERECD"u8;

    /// <summary>A block begins with these 4 bytes; a reader that lost its way looks for them.</summary>
    internal static ReadOnlySpan<byte> BlockMagic => "EBLK"u8;

    internal static string SegmentName(int segmentNumber) => $"{segmentNumber:D6}.rec";
}

/// <summary>How a block's items are stored.</summary>
internal enum BlockEncoding
{
    /// <summary>As they are.</summary>
    Plain = 0,

    /// <summary>Each byte as its difference (XOR) from the item before, bytes of the same place together, then zlib (RFC 1950).</summary>
    Columns = 1,
}
