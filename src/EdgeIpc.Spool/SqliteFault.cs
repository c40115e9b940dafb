using EdgeIpc.Posix;
using Microsoft.Data.Sqlite;

namespace EdgeIpc.Spool;

/// <summary>Turns SQLite's result codes (sqlite.org/rescode.html) into faults of the spool, each with its sentence.</summary>
internal static class SqliteFault
{
    private const int SQLITE_PERM = 3;
    private const int SQLITE_BUSY = 5;
    private const int SQLITE_LOCKED = 6;
    private const int SQLITE_READONLY = 8;
    private const int SQLITE_IOERR = 10;
    private const int SQLITE_CORRUPT = 11;
    private const int SQLITE_FULL = 13;
    private const int SQLITE_CANTOPEN = 14;
    private const int SQLITE_PROTOCOL = 15;
    private const int SQLITE_NOTADB = 26;

    internal static Exception Translate(SqliteException error, string path) => error.SqliteErrorCode switch
    {
        SQLITE_CORRUPT or SQLITE_NOTADB => Damaged(path, Reason(error), error),
        SQLITE_FULL => new SpoolUnusableException(SpoolFault.DiskFull, FullDisk.Sentence($"the spool {path}"), error),
        SQLITE_BUSY or SQLITE_LOCKED or SQLITE_PROTOCOL => new SpoolUnusableException(SpoolFault.Busy,
            $"The spool {path} was kept busy by other processes for {SpoolDatabase.BusyTimeoutMs / 1000} s.", error),
        SQLITE_PERM or SQLITE_READONLY or SQLITE_CANTOPEN => new SpoolUnusableException(SpoolFault.NotPermitted,
            $"The spool {path} may not be written by this user ({Reason(error)}).", error),
        SQLITE_IOERR when FileSizeLimitReached(path) is { } limit => new SpoolUnusableException(SpoolFault.DiskFull,
            $"{FullDisk.Sentence($"the spool {path}")} Files of this process may have {limit} bytes (RLIMIT_FSIZE).", error),
        SQLITE_IOERR => new SpoolUnusableException(SpoolFault.InputOutput, $"The disk that holds the spool {path} fails ({Reason(error)}).", error),
        // Anything else is a mistake in this program's own statements: let it travel with its stack.
        _ => error,
    };

    internal static SpoolUnusableException Damaged(string path, string reason, Exception? inner) => Damaged(OneLine(reason), path, inner, SpoolFault.Damaged);

    private static SpoolUnusableException Damaged(string reason, string path, Exception? inner, SpoolFault fault) => new(fault,
        $"The spool {path} is damaged ({reason}). The spooler sets it aside when it starts, and saves what can be read.", inner) { Detail = reason };

    /// <summary>
    /// SQLite reports a write beyond RLIMIT_FSIZE as an I/O error and hides the errno, so the limit is compared with the
    /// files: one more frame of the log (a page and its header) must fit under it.
    /// </summary>
    private static ulong? FileSizeLimitReached(string path)
    {
        const ulong frameBytes = 4096 + 24;
        // The -shm file grows in steps of 32 KiB.
        const ulong indexBytes = 32 << 10;
        ulong limit = ResourceLimits.Get(ResourceLimit.FileSizeBytes).Soft;
        ulong needed = Math.Max(Math.Max(Length(path), Length($"{path}-wal")) + frameBytes, Length($"{path}-shm") + indexBytes);
        return needed > limit ? limit : null;
    }

    private static ulong Length(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (ulong)file.Length : 0;
    }

    // "SQLite Error 11: 'database disk image is malformed'." -> the words between the quotation marks.
    private static string Reason(SqliteException error)
    {
        int begin = error.Message.IndexOf('\'', StringComparison.Ordinal);
        int end = error.Message.LastIndexOf('\'');
        return OneLine(end > begin ? error.Message[(begin + 1)..end] : error.Message);
    }

    // PRAGMA quick_check begins with a line that names the database, which is always "main".
    private static string OneLine(string words) => words.Replace("*** in database main ***", "", StringComparison.Ordinal).Replace('\n', ' ').Trim();
}
