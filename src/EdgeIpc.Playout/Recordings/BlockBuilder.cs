using System.IO.Hashing;

namespace EdgeIpc.Playout;

/// <summary>Collects items until they are a block, and makes the block's bytes. Adding allocates nothing; making a block allocates a compressor.</summary>
internal sealed class BlockBuilder
{
    private readonly int _itemSizeBytes;
    private readonly int _capacity;
    private readonly byte[] _items;
    private readonly byte[] _columns;
    private readonly byte[] _packed;
    private readonly byte[] _block;

    /// <param name="itemSizeBytes">The size of an item.</param>
    /// <param name="capacityBytes">The most that the items of a block have together; one item is always allowed.</param>
    public BlockBuilder(int itemSizeBytes, int capacityBytes)
    {
        _itemSizeBytes = itemSizeBytes;
        _capacity = Math.Max(1, Math.Min(capacityBytes, RecordingFormat.MaxBlockBytes) / itemSizeBytes);
        _items = new byte[_capacity * itemSizeBytes];
        _columns = new byte[_items.Length];
        _packed = new byte[_items.Length];
        _block = new byte[RecordingFormat.BlockHeaderSizeBytes + _items.Length];
    }

    /// <summary>Items in hand.</summary>
    public int Count { get; private set; }

    public bool IsFull => Count == _capacity;

    public long FirstPosition { get; private set; }

    /// <summary>The position after the last item in hand.</summary>
    public long EndPosition => FirstPosition + Count;

    /// <summary>Takes as many items as belong into this block.</summary>
    /// <returns>Items taken; 0 when the block is full or the items do not follow the last one.</returns>
    public int Add(ReadOnlySpan<byte> items, long firstPosition)
    {
        if (Count == 0) FirstPosition = firstPosition;
        else if (firstPosition != EndPosition) return 0;
        int count = Math.Min(items.Length / _itemSizeBytes, _capacity - Count);
        items[..(count * _itemSizeBytes)].CopyTo(_items.AsSpan(Count * _itemSizeBytes));
        Count += count;
        return count;
    }

    /// <summary>The block's bytes, to be written in one piece; valid until the next call. The items stay in hand until <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Build(int index)
    {
        var items = _items.AsSpan(0, Count * _itemSizeBytes);
        int packedSizeBytes = BlockPacking.Pack(items, _itemSizeBytes, _columns, _packed);
        var stored = packedSizeBytes > 0 ? _packed.AsSpan(0, packedSizeBytes) : items;
        var encoding = packedSizeBytes > 0 ? BlockEncoding.Columns : BlockEncoding.Plain;
        new BlockHeader(index, FirstPosition, Count, stored.Length, encoding, Crc32.HashToUInt32(stored)).WriteTo(_block);
        stored.CopyTo(_block.AsSpan(RecordingFormat.BlockHeaderSizeBytes));
        return _block.AsSpan(0, RecordingFormat.BlockHeaderSizeBytes + stored.Length);
    }

    public void Clear() => Count = 0;
}
