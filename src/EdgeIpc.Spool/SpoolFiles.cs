using EdgeIpc.Posix;

namespace EdgeIpc.Spool;

/// <summary>The files of a spool: the database, the wake file that submitters touch, the lock of the spooler.</summary>
internal sealed class SpoolFiles
{
    private const string FirstDatabase = "spool.db";

    private FileIdentity? _pointerSeen;

    private SpoolFiles(string directory, FileSharing sharing)
    {
        (Directory, Sharing, Database) = (directory, sharing, Path.Combine(directory, FirstDatabase));
        FollowPointer();
    }

    internal string Directory { get; }
    internal FileSharing Sharing { get; }

    /// <summary>The database in use: spool.db, and after a rescue spool-2.db and so on. The damaged ones stay as they were.</summary>
    internal string Database { get; private set; }

    /// <summary>Shared by whoever writes, held alone by a rescue: nothing may be written into a database that is being left.</summary>
    internal string Gate => Path.Combine(Directory, "gate");
    internal string WakeFile => Path.Combine(Directory, "wake");
    internal string Lock => Path.Combine(Directory, "spooler.lock");

    internal static SpoolFiles Make(string directory, FileSharing sharing)
    {
        var files = new SpoolFiles(directory, sharing);
        try
        {
            if (!System.IO.Directory.Exists(directory)) files.MakeDirectory(directory);
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

    /// <summary>Looks whether another database is in use by now.</summary>
    internal bool FollowPointer()
    {
        if (PosixFile.TryIdentify(Pointer) is not { } pointer || pointer == _pointerSeen) return false;
        string name = File.ReadAllText(Pointer).Trim();
        // What another process wrote: a name of this directory and nothing else.
        if (name != Path.GetFileName(name) || !name.EndsWith(".db", StringComparison.Ordinal))
            throw new SpoolUnusableException(SpoolFault.Damaged, $"{Pointer} names no database of this directory.");
        _pointerSeen = pointer;
        Database = Path.Combine(Directory, name);
        return true;
    }

    /// <summary>From now on this database of the directory is the one in use.</summary>
    internal void PointTo(string name) => DurableFile.Replace(Pointer, System.Text.Encoding.UTF8.GetBytes(name), Sharing, Sharing.Writable);

    /// <summary>A name for the next database.</summary>
    internal string NextDatabaseName()
    {
        string current = Path.GetFileNameWithoutExtension(Database);
        int number = current.LastIndexOf('-') is var dash and > 0 && int.TryParse(current.AsSpan(dash + 1), System.Globalization.CultureInfo.InvariantCulture, out int found) ? found : 1;
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"spool-{number + 1}.db");
    }

    private string Pointer => Path.Combine(Directory, "current");

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

    /// <summary>Makes a directory for all who may use the spool.</summary>
    internal void MakeDirectory(string directory)
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        const UnixFileMode group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.SetGroup;
        System.IO.Directory.CreateDirectory(directory, owner);
        // Set-group-id: SQLite's -wal and -shm files must belong to the group, whoever makes them.
        using var opened = PosixFile.OpenRead(directory);
        Sharing.Apply(opened, Sharing.GroupId is null ? owner : owner | group, directory);
    }
}
