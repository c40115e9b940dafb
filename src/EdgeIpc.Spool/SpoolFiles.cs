using EdgeIpc.Posix;

namespace EdgeIpc.Spool;

/// <summary>The files of a spool: the database, the wake file that submitters touch, the lock of the spooler.</summary>
internal sealed class SpoolFiles
{
    private SpoolFiles(string directory, FileSharing sharing) => (Directory, Sharing) = (directory, sharing);

    internal string Directory { get; }
    internal FileSharing Sharing { get; }
    internal string Database => Path.Combine(Directory, "spool.db");
    internal string WakeFile => Path.Combine(Directory, "wake");
    internal string Lock => Path.Combine(Directory, "spooler.lock");

    internal static SpoolFiles Make(string directory, FileSharing sharing)
    {
        var files = new SpoolFiles(directory, sharing);
        try
        {
            if (!System.IO.Directory.Exists(directory)) MakeDirectory(directory, sharing);
            using var wake = PosixFile.OpenOrCreate(files.WakeFile, sharing, sharing.Writable).File;
            return files;
        }
        catch (PosixException e) when (e.Errno is Errno.EACCES or Errno.EPERM or Errno.EROFS)
        {
            throw new SpoolUnusableException(SpoolFault.NotPermitted, $"The spool {directory} may not be used: {Errno.Describe(e.Errno)}.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new SpoolUnusableException(SpoolFault.NotPermitted, $"The spool {directory} may not be made here: {e.Message}", e);
        }
        catch (PosixException e) when (FullDisk.Is(e))
        {
            throw new SpoolUnusableException(SpoolFault.DiskFull, FullDisk.Sentence($"the spool {directory}"), e);
        }
    }

    /// <summary>Tells a waiting spooler to look. A hint: it looks each second anyway, so a failure loses nothing.</summary>
    internal void Wake()
    {
        try
        {
            using var wake = PosixFile.OpenReadWrite(WakeFile);
            wake.Write("1"u8);
        }
        catch (PosixException)
        {
            // The job is on disk already; the spooler's own look finds it within a second.
        }
    }

    private static void MakeDirectory(string directory, FileSharing sharing)
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        const UnixFileMode group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.SetGroup;
        System.IO.Directory.CreateDirectory(directory, owner);
        // Set-group-id: SQLite's -wal and -shm files must belong to the group, whoever makes them.
        using var opened = PosixFile.OpenRead(directory);
        sharing.Apply(opened, sharing.GroupId is null ? owner : owner | group, directory);
    }
}
