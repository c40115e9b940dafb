namespace EdgeIpc.Posix;

/// <summary>Small files that are whole at every moment: a reader, or the start after a power cut, finds the old content or the new one.</summary>
public static class DurableFile
{
    /// <summary>Replaces the file's content; when this returns it is on the disk. One writer at a time.</summary>
    /// <exception cref="PosixException">ENOSPC: the disk is full; the old content is still there.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content, FileSharing sharing, UnixFileMode mode)
    {
        string fresh = path + ".new";
        // What a writer that died left is of no use, and may be another user's by its mode.
        File.Delete(fresh);
        var (file, _) = PosixFile.OpenOrCreate(fresh, sharing, mode);
        using (file)
        {
            int written = 0;
            while (written < content.Length) written += file.Write(content[written..]);
            // The content before the name: after a power cut the name must not stand for an empty file.
            PosixFile.Sync(file, fresh);
        }

        File.Move(fresh, path, overwrite: true);
        string directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        using var parent = PosixFile.OpenRead(directory);
        PosixFile.Sync(parent, directory);
    }
}
