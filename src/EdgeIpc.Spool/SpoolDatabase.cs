using System.Diagnostics.CodeAnalysis;
using EdgeIpc.Posix;
using Microsoft.Data.Sqlite;

namespace EdgeIpc.Spool;

/// <summary>
/// The spool's SQLite file: opened so that a commit is on the disk when it returns, used in transactions, and every error
/// of SQLite turned into one of <see cref="SpoolFault"/>. One thread at a time.
/// </summary>
internal sealed class SpoolDatabase : IDisposable
{
    /// <summary>How long a process waits for the others' transactions. Each lasts one fsync: thousands fit in.</summary>
    internal const int BusyTimeoutMs = 10_000;

    private readonly SpoolFiles _files;
    private SqliteConnection _connection;
    private string _path;
    private SqliteTransaction? _transaction;

    private SpoolDatabase(SpoolFiles files, string path) => (_files, _path, _connection) = (files, path, ConnectionTo(path));

    /// <summary>Opens the database in use, and makes it when it is not there.</summary>
    internal static SpoolDatabase Open(SpoolFiles files)
    {
        if (File.Exists(files.Database) && new FileInfo(files.Database).Length > 0) return Open(files, files.Database);
        // One makes it while the others wait: turning the log on needs the file alone, and ten that race for it starve.
        using var gate = FileLock.Await(files.Gate, files.Sharing, isShared: false);
        return Open(files, files.Database);
    }

    /// <summary>Opens a database of the directory, also one that is not in use yet.</summary>
    internal static SpoolDatabase Open(SpoolFiles files, string path)
    {
        MakeFile(path, files.Sharing);
        var database = new SpoolDatabase(files, path);
        try
        {
            database.Guard(database.Prepare);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Runs a body in one transaction that may write. Committed and synced when this returns; an exception undoes all.</summary>
    internal T Write<T>(Func<T> body)
    {
        using var gate = FileLock.Await(_files.Gate, _files.Sharing, isShared: true);
        Follow();
        return Transact(body, deferred: false);
    }

    /// <summary>As <see cref="Write"/>, for a rescue that holds the gate alone and fills a database that is not in use yet.</summary>
    internal void Fill(Func<bool> body) => Transact(body, deferred: false);

    /// <summary>Runs a body that sees one state of the database throughout.</summary>
    internal T Read<T>(Func<T> body)
    {
        Follow();
        return Transact(body, deferred: true);
    }

    /// <summary>One statement; parameters are named $1, $2 and so on.</summary>
    [SuppressMessage("Security", "CA2100", Justification = "Every statement is a constant of this project; what users give travels as a parameter.")]
    internal SqliteCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = _transaction;
        for (int i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"${i + 1}"), values[i] ?? DBNull.Value);
        return command;
    }

    /// <summary>Runs one statement and returns how many rows it changed.</summary>
    internal int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row as a number; null for NULL or no row.</summary>
    internal long? Number(string sql, params ReadOnlySpan<object?> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteScalar() as long?;
    }

    /// <summary>Reads everything once. Finds damage before a job depends on it.</summary>
    internal void Check() => Guard(() =>
    {
        using var command = Command("PRAGMA quick_check(1)");
        string? verdict = command.ExecuteScalar() as string;
        if (verdict != "ok") throw new InvalidDataException(verdict ?? "no answer");
    });

    public void Dispose() => _connection.Dispose();

    /// <summary>The spool may have been rescued into another file since.</summary>
    private void Follow()
    {
        if (!_files.FollowPointer() || _files.Database == _path) return;
        _connection.Dispose();
        (_path, _connection) = (_files.Database, ConnectionTo(_files.Database));
        Guard(Prepare);
    }

    private static SqliteConnection ConnectionTo(string path) => new(new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = SqliteOpenMode.ReadWrite,
        // A pooled connection would keep the file open after Dispose.
        Pooling = false,
        ForeignKeys = true,
        DefaultTimeout = BusyTimeoutMs / 1000,
    }.ConnectionString);

    private T Transact<T>(Func<T> body, bool deferred)
    {
        T result = default!;
        Guard(() =>
        {
            using var transaction = _connection.BeginTransaction(deferred);
            _transaction = transaction;
            try
            {
                result = body();
                transaction.Commit();
            }
            finally
            {
                _transaction = null;
            }
        });
        return result;
    }

    private static void MakeFile(string path, FileSharing sharing)
    {
        try
        {
            // Empty file, mode, group, and only then SQLite: it gives its -wal and -shm files the mode of the database.
            var (file, _) = PosixFile.OpenOrCreate(path, sharing, sharing.Writable);
            file.Dispose();
        }
        catch (PosixException e) when (e.Errno is Errno.EACCES or Errno.EPERM or Errno.EROFS)
        {
            throw new SpoolUnusableException(SpoolFault.NotPermitted, $"The spool {path} may not be written: {Errno.Describe(e.Errno)}.", e);
        }
        catch (PosixException e) when (FullDisk.Is(e))
        {
            throw new SpoolUnusableException(SpoolFault.DiskFull, FullDisk.Sentence($"the spool {path}"), e);
        }
    }

    private void Prepare()
    {
        _connection.Open();
        Execute($"PRAGMA busy_timeout = {BusyTimeoutMs}");
        // In one transaction: another process may be making the tables right now.
        bool isNew = Transact(CheckOwner, deferred: true);
        // A commit writes each page that it touches, some four of them: small ones, for the card's sake. Counts before there is a table.
        if (isNew) Execute("PRAGMA page_size = 1024");
        Execute("PRAGMA wal_autocheckpoint = 4000");
        // FULL: the write-ahead log is synced at every commit. NORMAL would lose the last accepted jobs in a power cut.
        Execute("PRAGMA synchronous = FULL");
        Execute("PRAGMA cell_size_check = ON");
        Execute("PRAGMA trusted_schema = OFF");
        using (var wal = Command("PRAGMA journal_mode = WAL"))
        {
            if (wal.ExecuteScalar() as string != "wal")
                throw new SpoolUnusableException(SpoolFault.InputOutput, $"The file system of {_path} cannot keep a spool: it offers no shared memory.");
        }

        if (Number("PRAGMA user_version") != SpoolSchema.Version) Transact(MakeTables, deferred: false);
    }

    private bool MakeTables()
    {
        // Asked again now that nobody else can write: another process may have made them meanwhile.
        switch (Number("PRAGMA user_version"))
        {
            case 0:
                Execute(SpoolSchema.Create);
                Execute($"PRAGMA application_id = {SpoolSchema.ApplicationId}");
                break;
            case 1:
                Execute(SpoolSchema.From1To2);
                Execute(SpoolSchema.From2To3);
                break;
            case 2:
                Execute(SpoolSchema.From2To3);
                break;
            default:
                return false;
        }

        Execute($"PRAGMA user_version = {SpoolSchema.Version}");
        return true;
    }

    private bool CheckOwner()
    {
        long? application = Number("PRAGMA application_id");
        long? version = Number("PRAGMA user_version");
        bool isNew = application == 0 && version == 0 && Number("SELECT count(*) FROM sqlite_schema") == 0;
        if (isNew || (application == SpoolSchema.ApplicationId && version is >= 1 and <= SpoolSchema.Version)) return isNew;
        string found = application == SpoolSchema.ApplicationId ? $"a spool of version {version}" : "another program's database";
        throw new SpoolUnusableException(SpoolFault.OtherVersion,
            $"{_path} is {found}; this program keeps version {SpoolSchema.Version}. Move the file aside or use the program that made it.");
    }

    private void Guard(Action body)
    {
        try
        {
            body();
        }
        catch (SqliteException e)
        {
            throw SqliteFault.Translate(e, _path);
        }
        catch (InvalidDataException e)
        {
            throw SqliteFault.Damaged(_path, e.Message, e);
        }
    }
}
