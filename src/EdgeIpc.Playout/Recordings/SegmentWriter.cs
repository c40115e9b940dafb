using EdgeIpc.Posix;

namespace EdgeIpc.Playout;

/// <summary>write(2), or what a test puts in its place to have a disk that fills up.</summary>
internal delegate int WriteCall(FileDescriptor file, ReadOnlySpan<byte> bytes);

/// <summary>One segment's file, only ever appended to, a whole block at a time.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private readonly FileDescriptor _file;
    private readonly WriteCall _write;

    private SegmentWriter(FileDescriptor file, string path, WriteCall write) => (_file, Path, _write) = (file, path, write);

    public string Path { get; }

    /// <summary>The file's length: its header and whole blocks.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Blocks written, and the next one's index.</summary>
    public int BlockCount { get; private set; }

    /// <summary>Makes the file, which must not be there, and writes its header.</summary>
    /// <returns>Null when the disk is full; no file is left then.</returns>
    /// <exception cref="PosixException">EEXIST, EACCES, ENOENT (no such directory), EIO.</exception>
    public static SegmentWriter? TryCreate(string path, SegmentHeader header, FileSharing sharing, WriteCall write)
    {
        var (file, created) = PosixFile.OpenOrCreate(path, sharing, sharing.Readable);
        if (!created)
        {
            file.Dispose();
            throw new PosixException("open", path, Errno.EEXIST);
        }

        var segment = new SegmentWriter(file, path, write);
        byte[] bytes = new byte[RecordingFormat.HeaderSizeBytes];
        header.WriteTo(bytes);
        if (segment.TryWrite(bytes)) return segment;
        segment.Dispose();
        File.Delete(path);
        return null;
    }

    /// <summary>Appends a block.</summary>
    /// <returns>False when the disk is full; the file then still ends with the last whole block.</returns>
    public bool TryWriteBlock(ReadOnlySpan<byte> block)
    {
        if (!TryWrite(block)) return false;
        BlockCount++;
        return true;
    }

    /// <summary>Returns once the device has it.</summary>
    public void Sync() => PosixFile.Sync(_file, Path);

    public void Dispose() => _file.Dispose();

    private bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        int written = 0;
        try
        {
            while (written < bytes.Length) written += _write(_file, bytes[written..]);
        }
        catch (PosixException e) when (FullDisk.Is(e))
        {
            PosixFile.SetLength(_file, SizeBytes, Path);
            return false;
        }

        SizeBytes += bytes.Length;
        return true;
    }
}
