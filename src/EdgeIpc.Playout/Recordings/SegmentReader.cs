using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace EdgeIpc.Playout;

/// <summary>What <see cref="RecordingReader.Next"/> came to.</summary>
public enum RecordingStep
{
    /// <summary>A block; its items are there.</summary>
    Block,

    /// <summary>A part that can't be read; reading goes on after it.</summary>
    Damage,

    /// <summary>The end.</summary>
    End,
}

/// <summary>
/// Reads a segment block by block. What is damaged is named and stepped over: the reading goes on with the next block whose
/// checksums are right. What is appended while it reads is not seen.
/// </summary>
internal sealed class SegmentReader : IDisposable
{
    private const int SearchBytes = 64 << 10;

    private readonly SafeFileHandle _file;
    private readonly long _sizeBytes;
    private readonly byte[] _search = new byte[SearchBytes];
    private byte[] _stored = [];
    private byte[] _columns = [];
    private byte[] _items = [];
    private long _offset;
    private int _nextIndex;
    private long? _nextPosition;
    private bool _hasBlockReady;

    private SegmentReader(SafeFileHandle file, string path)
    {
        (_file, Path, _sizeBytes) = (file, path, RandomAccess.GetLength(file));
        byte[] header = new byte[Math.Min(_sizeBytes, RecordingFormat.HeaderSizeBytes)];
        ReadAt(header, 0);
        Header = SegmentHeader.Parse(header, path);
        _offset = RecordingFormat.HeaderSizeBytes;
    }

    public string Path { get; }

    public SegmentHeader Header { get; }

    /// <summary>The block after a step of <see cref="RecordingStep.Block"/>.</summary>
    public BlockHeader Block { get; private set; }

    /// <summary>Its items; valid until the next step.</summary>
    public ReadOnlySpan<byte> Items => _items.AsSpan(0, Block.ItemCount * Header.Description.ItemSizeBytes);

    /// <summary>What is wrong, after a step of <see cref="RecordingStep.Damage"/>.</summary>
    public RecordingDamage? Damage { get; private set; }

    /// <exception cref="RecordingFormatException">No recording, or one whose header can't be read.</exception>
    public static SegmentReader Open(string path)
    {
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        try
        {
            return new SegmentReader(file, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public RecordingStep Next()
    {
        if (_hasBlockReady)
        {
            _hasBlockReady = false;
            return Accept();
        }

        if (_offset >= _sizeBytes) return RecordingStep.End;
        var fault = Load(_offset);
        if (fault is null && Block.Index == _nextIndex) return Accept();
        StepOver(fault ?? RecordingFault.Order);
        return RecordingStep.Damage;
    }

    public void Dispose() => _file.Dispose();

    private RecordingStep Accept()
    {
        _offset += RecordingFormat.BlockHeaderSizeBytes + Block.StoredSizeBytes;
        (_nextIndex, _nextPosition) = (Block.Index + 1, Block.EndPosition);
        return RecordingStep.Block;
    }

    /// <summary>Goes to the next whole block after the expected one; it is then ready for the next step.</summary>
    private void StepOver(RecordingFault fault)
    {
        long from = _offset;
        for (long at = from; (at = FindMagic(at)) < _sizeBytes; at++)
        {
            if (Load(at) is not null || Block.Index < _nextIndex) continue;
            // Something follows: it was not the file's end that cut the block short.
            if (fault == RecordingFault.CutOff) fault = RecordingFault.Checksum;
            Damage = new RecordingDamage(Path, fault, from, at - from, _nextIndex, Block.Index, _nextPosition, Block.FirstPosition);
            (_offset, _hasBlockReady) = (at, true);
            return;
        }

        Damage = new RecordingDamage(Path, fault, from, _sizeBytes - from, _nextIndex, null, _nextPosition, null);
        _offset = _sizeBytes;
    }

    /// <summary>Reads the block at an offset; null when it is whole and right.</summary>
    private RecordingFault? Load(long offset)
    {
        Span<byte> bytes = stackalloc byte[(int)Math.Min(RecordingFormat.BlockHeaderSizeBytes, _sizeBytes - offset)];
        ReadAt(bytes, offset);
        if (!BlockHeader.TryParse(bytes, Header.Description.ItemSizeBytes, out var block))
        {
            var magic = RecordingFormat.BlockMagic;
            bool isBegun = bytes.Length < RecordingFormat.BlockHeaderSizeBytes && bytes[..Math.Min(bytes.Length, magic.Length)].SequenceEqual(magic[..Math.Min(bytes.Length, magic.Length)]);
            return isBegun ? RecordingFault.CutOff : RecordingFault.NoBlock;
        }

        if (block.StoredSizeBytes > _sizeBytes - offset - bytes.Length) return RecordingFault.CutOff;
        MakeRoom(block);
        var stored = _stored.AsSpan(0, block.StoredSizeBytes);
        ReadAt(stored, offset + bytes.Length);
        if (Crc32.HashToUInt32(stored) != block.Checksum) return RecordingFault.Checksum;
        Block = block;
        return TryDecode(block) ? null : RecordingFault.Unpackable;
    }

    private bool TryDecode(in BlockHeader block)
    {
        var items = _items.AsSpan(0, block.ItemCount * Header.Description.ItemSizeBytes);
        if (block.Encoding == BlockEncoding.Columns) return BlockPacking.TryUnpack(_stored, block.StoredSizeBytes, Header.Description.ItemSizeBytes, _columns, items);
        _stored.AsSpan(0, items.Length).CopyTo(items);
        return true;
    }

    private void MakeRoom(in BlockHeader block)
    {
        int itemsBytes = block.ItemCount * Header.Description.ItemSizeBytes;
        if (_stored.Length < block.StoredSizeBytes) _stored = new byte[block.StoredSizeBytes];
        if (_items.Length >= itemsBytes) return;
        _items = new byte[itemsBytes];
        _columns = new byte[itemsBytes];
    }

    /// <summary>The offset of the next block magic from <paramref name="offset"/> on; the file's size when there is none.</summary>
    private long FindMagic(long offset)
    {
        var magic = RecordingFormat.BlockMagic;
        while (offset <= _sizeBytes - magic.Length)
        {
            var piece = _search.AsSpan(0, (int)Math.Min(_search.Length, _sizeBytes - offset));
            ReadAt(piece, offset);
            int found = piece.IndexOf(magic);
            if (found >= 0) return offset + found;
            // The magic may lie across the border of two pieces.
            offset += piece.Length - magic.Length + 1;
        }

        return _sizeBytes;
    }

    private void ReadAt(Span<byte> destination, long offset)
    {
        while (destination.Length > 0)
        {
            int count = RandomAccess.Read(_file, destination, offset);
            if (count == 0) throw new IOException($"{Path} became shorter while it was read.");
            destination = destination[count..];
            offset += count;
        }
    }
}
