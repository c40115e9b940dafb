using System.Buffers.Binary;
using System.IO.Hashing;

namespace EdgeIpc.Playout;

/// <summary>
/// The 40 bytes before a block's items (RECORDING.md). It has a checksum of its own, so that a block whose items are damaged
/// can still be named and stepped over.
/// </summary>
/// <param name="Index">0 for a segment's first block, then one more each.</param>
/// <param name="FirstPosition">The first item's position at its source; the others follow without a gap.</param>
/// <param name="ItemCount">Items in the block, 1 or more.</param>
/// <param name="StoredSizeBytes">Bytes after this header.</param>
/// <param name="Encoding">How to read them.</param>
/// <param name="Checksum">CRC-32 of them.</param>
internal readonly record struct BlockHeader(int Index, long FirstPosition, int ItemCount, int StoredSizeBytes, BlockEncoding Encoding, uint Checksum)
{
    private const int ChecksumOffset = 36;

    /// <summary>The position after the block's last item.</summary>
    public long EndPosition => FirstPosition + ItemCount;

    public void WriteTo(Span<byte> destination)
    {
        var header = destination[..RecordingFormat.BlockHeaderSizeBytes];
        RecordingFormat.BlockMagic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], Index);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], FirstPosition);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], ItemCount);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], StoredSizeBytes);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], (int)Encoding);
        BinaryPrimitives.WriteUInt32LittleEndian(header[28..], Checksum);
        BinaryPrimitives.WriteInt32LittleEndian(header[32..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(header[ChecksumOffset..], Crc32.HashToUInt32(header[..ChecksumOffset]));
    }

    /// <summary>Reads a header that may be anything: false unless it is whole, undamaged and possible.</summary>
    public static bool TryParse(ReadOnlySpan<byte> source, int itemSizeBytes, out BlockHeader header)
    {
        header = default;
        if (source.Length < RecordingFormat.BlockHeaderSizeBytes || !source.StartsWith(RecordingFormat.BlockMagic)) return false;
        if (Crc32.HashToUInt32(source[..ChecksumOffset]) != BinaryPrimitives.ReadUInt32LittleEndian(source[ChecksumOffset..])) return false;
        header = new BlockHeader(
            BinaryPrimitives.ReadInt32LittleEndian(source[4..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[20..]),
            (BlockEncoding)BinaryPrimitives.ReadInt32LittleEndian(source[24..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[28..]));
        return header.IsPossible(itemSizeBytes);
    }

    private bool IsPossible(int itemSizeBytes)
    {
        long sizeBytes = (long)ItemCount * itemSizeBytes;
        return Index >= 0 && FirstPosition >= 0 && FirstPosition <= long.MaxValue - ItemCount
            && ItemCount >= 1 && sizeBytes <= RecordingFormat.MaxBlockBytes
            && Encoding switch
            {
                BlockEncoding.Plain => StoredSizeBytes == sizeBytes,
                BlockEncoding.Columns => StoredSizeBytes >= 1 && StoredSizeBytes < sizeBytes,
                _ => false,
            };
    }
}
