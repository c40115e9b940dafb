using Microsoft.Data.Sqlite;

namespace EdgeIpc.Spool;

/// <summary>
/// What can still be read of a damaged database. Every row is asked for by its number: one that lies on a damaged page costs
/// itself and its neighbours, not the rest.
/// </summary>
internal sealed class SpoolSalvage
{
    /// <summary>Numbers looked up one by one below the highest known; older jobs are found by scanning only.</summary>
    private const long MostNumbers = 100_000;

    private readonly List<object[]> _jobs = [];
    private readonly List<object[]> _bands = [];
    private readonly List<object[]> _documents = [];
    private readonly List<long> _withoutDocument = [];
    private readonly List<long> _lost = [];
    private string[] _jobColumns = [], _bandColumns = [], _documentColumns = [];
    private object[]? _forgotten;
    private string[] _forgottenColumns = [];
    private bool _isPaused;
    private bool _isJournalTorn;

    internal int JobCount => _jobs.Count;

    internal IReadOnlyList<long> JobsWithoutDocument => _withoutDocument;

    internal IReadOnlyList<long> LostJobs => _lost;

    internal static SpoolSalvage ReadFrom(string path)
    {
        var salvage = new SpoolSalvage();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            // Half a tree is enough here; a strict look would refuse it all.
            Rows(connection, "PRAGMA writable_schema = ON", out _);
            salvage.ReadJobs(connection);
            salvage.ReadRest(connection);
        }
        catch (SqliteException)
        {
            // Not even its first page is one of a database: there is nothing to save.
        }

        return salvage;
    }

    /// <summary>Puts everything into a new database that nobody else uses yet, in one transaction.</summary>
    internal void WriteTo(SpoolDatabase database) => database.Fill(() =>
    {
        foreach (object[] job in _jobs) Insert(database, "job", _jobColumns, job);
        foreach (object[] document in _documents) Insert(database, "document", _documentColumns, document);
        foreach (object[] band in _bands) Insert(database, "band", _bandColumns, band);
        if (_forgotten is not null)
        {
            database.Execute("DELETE FROM forgotten");
            Insert(database, "forgotten", _forgottenColumns, _forgotten);
        }

        Settle(database);
        // Numbers of jobs that are lost must not be given again: somebody may hold paper with them.
        long highest = Math.Max(_lost.Count > 0 ? _lost[^1] : 0, database.Number("SELECT coalesce(max(number), 0) FROM job")!.Value);
        database.Execute("DELETE FROM sqlite_sequence WHERE name = 'job'");
        database.Execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('job', $1)", highest);
        // Which commands may be open in the printer the journal no longer says: then it is a second of a fast line.
        database.Execute("UPDATE printer SET is_paused = $1, open_command_bytes = $2", _isPaused, _isJournalTorn ? 11_520 : 0);
        return true;
    });

    private void Settle(SpoolDatabase database)
    {
        foreach (long job in _withoutDocument)
        {
            database.Execute(
                "UPDATE job SET state = 'aborted', reason = 'document-format-error', message = $2, finished_at_ms = submitted_at_ms WHERE number = $1 AND finished_at_ms IS NULL",
                job, "Its document was lost when the spool was damaged.");
        }

        // A job in hand whose journal has gaps may be on paper, nobody knows how far.
        database.Execute(
            """
            UPDATE job SET state = 'pending-held', reason = 'possibly-printed', message = $1
            WHERE state IN ('processing', 'processing-stopped') AND $2 = 1
            """, "The spool was damaged while it was being printed.", _isJournalTorn);
        database.Execute(
            """
            UPDATE job SET finish_order = earlier.place
              FROM (SELECT number AS of, row_number() OVER (ORDER BY coalesce(finish_order, number), number) AS place FROM job WHERE finished_at_ms IS NOT NULL) AS earlier
              WHERE earlier.of = number
            """);
    }

    private void ReadJobs(SqliteConnection connection)
    {
        var found = new SortedDictionary<long, object[]>();
        foreach (string order in (string[])["ASC", "DESC"])
        {
            foreach (object[] row in Rows(connection, $"SELECT * FROM job NOT INDEXED ORDER BY number {order}", out string[] columns))
            {
                found[(long)row[0]] = row;
                _jobColumns = columns;
            }
        }

        long highest = Math.Max(found.Count > 0 ? found.Last().Key : 0, Number(connection, "SELECT seq FROM sqlite_sequence WHERE name = 'job'"));
        // The first numbers are those of jobs that were forgotten long ago, about as many as were counted then.
        _forgotten = Rows(connection, "SELECT * FROM forgotten", out _forgottenColumns) is [var totals] ? totals : null;
        long forgotten = Number(connection, "SELECT canceled + aborted + completed FROM forgotten");
        long lowest = Math.Max(forgotten + 1, highest - MostNumbers);
        for (long number = lowest; number <= highest; number++)
        {
            if (found.ContainsKey(number)) continue;
            if (Rows(connection, $"SELECT * FROM job NOT INDEXED WHERE number = {number}", out string[] columns, out bool isDamaged) is [var row])
            {
                found[number] = row;
                _jobColumns = columns;
            }
            else if (isDamaged)
            {
                _lost.Add(number);
            }
        }

        _jobs.AddRange(found.Values.Where(IsWhole));
        _lost.AddRange(found.Where(entry => !IsWhole(entry.Value)).Select(entry => entry.Key));
        _lost.Sort();
    }

    private void ReadRest(SqliteConnection connection)
    {
        int finished = Array.IndexOf(_jobColumns, "finished_at_ms");
        foreach (object[] job in _jobs)
        {
            long number = (long)job[0];
            if (Rows(connection, $"SELECT * FROM document WHERE job = {number}", out string[] documentColumns) is [var document])
            {
                _documents.Add(document);
                _documentColumns = documentColumns;
            }
            else if (job[finished] is DBNull)
            {
                _withoutDocument.Add(number);
            }
        }

        var bands = new SortedDictionary<long, object[]>();
        foreach (string order in (string[])["ASC", "DESC"])
        {
            var readable = Rows(connection, $"SELECT * FROM band NOT INDEXED ORDER BY serial {order}", out string[] columns, out bool isDamaged);
            foreach (object[] row in readable)
            {
                bands[(long)row[0]] = row;
                _bandColumns = columns;
            }

            _isJournalTorn |= isDamaged;
        }

        var numbers = _jobs.Select(job => (long)job[0]).ToHashSet();
        _bands.AddRange(bands.Values.Where(band => numbers.Contains((long)band[1])));
        _isPaused = Number(connection, "SELECT is_paused FROM printer") == 1;
    }

    /// <summary>Whether a row says what only a spool writes: a page of random bytes may look like a row.</summary>
    private bool IsWhole(object[] job)
    {
        if (job[0] is not long) return false;
        try
        {
            JobKeywords.ParseState(job[Array.IndexOf(_jobColumns, "state")] as string ?? "");
            JobKeywords.ParseReason(job[Array.IndexOf(_jobColumns, "reason")] as string ?? "");
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static void Insert(SpoolDatabase database, string table, string[] columns, object[] row) => database.Execute(
        $"INSERT OR REPLACE INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"${i + 1}"))})", row);

    private static long Number(SqliteConnection connection, string sql) => Rows(connection, sql, out _) is [[long number, ..], ..] ? number : 0;

    private static List<object[]> Rows(SqliteConnection connection, string sql, out string[] columns) => Rows(connection, sql, out columns, out _);

    /// <summary>The rows up to the first that can't be read.</summary>
    private static List<object[]> Rows(SqliteConnection connection, string sql, out string[] columns, out bool isDamaged)
    {
        var rows = new List<object[]>();
        (columns, isDamaged) = ([], false);
        try
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are this file's; what is put into them are numbers.
            command.CommandText = sql;
#pragma warning restore CA2100
            using var reader = command.ExecuteReader();
            columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
            while (reader.Read())
            {
                object[] row = new object[reader.FieldCount];
                reader.GetValues(row);
                rows.Add(row);
            }
        }
        catch (SqliteException)
        {
            isDamaged = true;
        }

        return rows;
    }
}
