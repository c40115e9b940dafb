using System.Globalization;
using EdgeIpc.Posix;

namespace EdgeIpc.Playout;

/// <summary>Whether items are recorded.</summary>
public enum RecordingOutcome
{
    /// <summary>Taken: in the block in hand, or in the file.</summary>
    Recorded,

    /// <summary>The disk is full. The recording has ended; what was written stays readable up to its last whole block.</summary>
    DiskFull,
}

/// <summary>
/// Writes a recording: a directory of numbered segments. It collects items and writes a block at a time, few writes and large
/// ones; a process that is killed leaves every whole block. It never continues a file of an earlier process but begins the
/// next segment. One thread uses it; adding items allocates nothing, writing a block allocates a compressor.
/// </summary>
public sealed class RecordingWriter : IDisposable
{
    private readonly string _directory;
    private readonly RecordingDescription _description;
    private readonly RecordingOptions _options;
    private readonly FileSharing _sharing;
    private readonly TimeProvider _time;
    private readonly WriteCall _write;
    private readonly BlockBuilder _block;
    private SegmentWriter? _segment;
    private int _segmentNumber;
    private long _blockBegunAt;
    private long _syncedAt;
    private bool _isFinished;

    private RecordingWriter(string directory, RecordingDescription description, RecordingOptions options, FileSharing sharing, TimeProvider time, WriteCall write)
    {
        (_directory, _description, _options, _sharing, _time, _write) = (directory, description, options, sharing, time, write);
        _block = new BlockBuilder(description.ItemSizeBytes, options.BlockBytes);
        _segmentNumber = LastSegmentNumber(directory);
        Outcome = BeginSegment();
    }

    /// <summary>DiskFull is final.</summary>
    public RecordingOutcome Outcome { get; private set; }

    /// <summary>The segment that is being written.</summary>
    public string? SegmentPath => _segment?.Path;

    /// <summary>Items in whole blocks that the kernel has: what a SIGKILL does not take.</summary>
    public long ItemsWritten { get; private set; }

    /// <summary>The position after the last of them; 0 before the first block.</summary>
    public long WrittenUpTo { get; private set; }

    /// <summary>Items in the block in hand.</summary>
    public int ItemsInHand => _block.Count;

    /// <summary>Bytes handed to the kernel, headers included.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Calls of write(2) that made them.</summary>
    public long Writes { get; private set; }

    /// <summary>Times the device was asked to keep what was written: fsync(2) of a segment or its directory.</summary>
    public long Syncs { get; private set; }

    /// <summary>Begins the next segment of the recording in <paramref name="directory"/>, which is there.</summary>
    /// <exception cref="ArgumentException">The description or an option is out of its range.</exception>
    /// <exception cref="PosixException">EACCES, ENOENT, EIO. (A full disk is an <see cref="Outcome"/>.)</exception>
    public static RecordingWriter Open(string directory, RecordingDescription description, RecordingOptions options, FileSharing sharing, TimeProvider time) =>
        Open(directory, description, options, sharing, time, static (file, bytes) => file.Write(bytes));

    internal static RecordingWriter Open(string directory, RecordingDescription description, RecordingOptions options, FileSharing sharing, TimeProvider time, WriteCall write)
    {
        description.Validate();
        options.Validate();
        // A process's file size limit is a full disk as well, and no reason to die.
        ResourceLimits.FailWritesBeyondFileSize();
        return new RecordingWriter(directory, description, options, sharing, time, write);
    }

    /// <summary>Takes items, and writes each block that they fill.</summary>
    /// <param name="items">Whole items of the described size.</param>
    /// <param name="firstPosition">The first item's position at its source. Where it does not follow the last one, a new block begins.</param>
    public RecordingOutcome Append(ReadOnlySpan<byte> items, long firstPosition)
    {
        ObjectDisposedException.ThrowIf(_isFinished, this);
        if (items.Length % _description.ItemSizeBytes != 0) throw new ArgumentException($"{items.Length} bytes are no whole items of {_description.ItemSizeBytes}.", nameof(items));
        while (items.Length > 0 && Outcome == RecordingOutcome.Recorded)
        {
            if (_block.Count == 0) _blockBegunAt = _time.GetTimestamp();
            int taken = _block.Add(items, firstPosition);
            // Full, or not the item that belongs behind the last one.
            if (taken == 0 || _block.IsFull) Flush();
            items = items[(taken * _description.ItemSizeBytes)..];
            firstPosition += taken;
        }

        return Outcome;
    }

    /// <summary>Writes the block in hand when it has waited long enough, and syncs when that is due. Call it about once a second.</summary>
    public RecordingOutcome Tick()
    {
        if (_block.Count > 0 && _time.GetElapsedTime(_blockBegunAt) >= _options.FlushAfter) Flush();
        if (_segment is not null && _time.GetElapsedTime(_syncedAt) >= _options.SyncAfter) Sync();
        return Outcome;
    }

    /// <summary>Writes the block in hand.</summary>
    public RecordingOutcome Flush()
    {
        if (_block.Count == 0 || Outcome != RecordingOutcome.Recorded) return Outcome;
        var block = _block.Build(_segment!.BlockCount);
        if (_segment.BlockCount > 0 && _segment.SizeBytes + block.Length > _options.SegmentBytes)
        {
            Sync();
            _segment.Dispose();
            Outcome = BeginSegment();
            if (Outcome != RecordingOutcome.Recorded) return Outcome;
            block = _block.Build(index: 0);
        }

        Writes++;
        if (!_segment.TryWriteBlock(block)) return Outcome = RecordingOutcome.DiskFull;
        BytesWritten += block.Length;
        ItemsWritten += _block.Count;
        WrittenUpTo = _block.EndPosition;
        _block.Clear();
        return Outcome;
    }

    /// <summary>Writes the block in hand and returns once the device has everything. The recording is ended.</summary>
    public RecordingOutcome Finish()
    {
        if (_isFinished) return Outcome;
        _isFinished = true;
        try
        {
            Flush();
            if (_segment is not null) Sync();
            return Outcome;
        }
        finally
        {
            _segment?.Dispose();
            _segment = null;
        }
    }

    /// <summary>As <see cref="Finish"/>.</summary>
    public void Dispose() => Finish();

    private static int LastSegmentNumber(string directory)
    {
        int last = 0;
        foreach (string path in Directory.EnumerateFiles(directory, RecordingFormat.SegmentPattern))
        {
            if (int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out int number)) last = Math.Max(last, number);
        }

        return last;
    }

    private RecordingOutcome BeginSegment()
    {
        _segmentNumber++;
        var header = new SegmentHeader(_description, _segmentNumber, _time.GetUtcNow(), MonotonicClock.NowNs);
        string path = Path.Combine(_directory, RecordingFormat.SegmentName(_segmentNumber));
        Writes++;
        _segment = SegmentWriter.TryCreate(path, header, _sharing, _write);
        if (_segment is null) return RecordingOutcome.DiskFull;
        BytesWritten += _segment.SizeBytes;
        Sync();
        using var directory = PosixFile.OpenRead(_directory);
        PosixFile.Sync(directory, _directory);
        Syncs++;
        return RecordingOutcome.Recorded;
    }

    private void Sync()
    {
        _segment!.Sync();
        Syncs++;
        _syncedAt = _time.GetTimestamp();
    }
}
