using Microsoft.Data.Sqlite;

namespace EdgeIpc.Spool;

/// <summary>The rows of jobs and documents: read, changed, counted and forgotten. Called inside a transaction.</summary>
internal sealed class JobTable(SpoolDatabase database, SpoolLimits limits, TimeProvider time)
{
    private const string Columns = """
        number, title, submitted_by, format, document_bytes, copies, priority, state, reason, message, cancel_requested, run,
        begins_marked, failed_attempts, plan_hash, submitted_at_ms, finished_at_ms
        """;

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    internal long Insert(SubmitRequest request)
    {
        var state = request.Hold ? JobState.PendingHeld : JobState.Pending;
        var reason = request.Hold ? JobStateReason.JobHoldUntilSpecified : JobStateReason.None;
        long number = database.Number(
            """
            INSERT INTO job (title, submitted_by, format, document_bytes, copies, priority, state, reason, submitted_at_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING number
            """,
            Printable(request.Title), Printable(request.SubmittedBy), FormatKeyword(request.Format), (long)request.Document.Length,
            request.Copies, request.Priority, state.Keyword(), reason.Keyword(), NowMs)!.Value;
        database.Execute("INSERT INTO document (job, bytes) VALUES ($1, $2)", number, request.Document.ToArray());
        return number;
    }

    /// <summary>Jobs that are not over, and the bytes of their documents.</summary>
    internal (int Jobs, long Bytes) Waiting()
    {
        using var command = database.Command("SELECT count(*), coalesce(sum(document_bytes), 0) FROM job WHERE finished_at_ms IS NULL");
        using var row = command.ExecuteReader();
        row.Read();
        return (row.GetInt32(0), row.GetInt64(1));
    }

    internal Job? Find(long number) => Query($"SELECT {Columns} FROM job WHERE number = $1", number).FirstOrDefault();

    /// <summary>Waiting jobs in the order in which they would be printed; then, if wanted, the finished ones, the last first.</summary>
    internal IReadOnlyList<Job> List(bool withFinished)
    {
        var jobs = Query(
            $"""
            SELECT {Columns} FROM job WHERE finished_at_ms IS NULL
            ORDER BY state NOT IN ('processing', 'processing-stopped'), priority DESC, coalesce(rank, number)
            """);
        if (withFinished) jobs.AddRange(Query($"SELECT {Columns} FROM job WHERE finished_at_ms IS NOT NULL ORDER BY finished_at_ms DESC, number DESC"));
        return jobs;
    }

    /// <summary>The job in a spooler's hands, if any: there is one printer, so there is one such job.</summary>
    internal Job? InHand() =>
        Query($"SELECT {Columns} FROM job WHERE finished_at_ms IS NULL AND state IN ('processing', 'processing-stopped') ORDER BY number").FirstOrDefault();

    internal Job? FirstPending() => Query(
        $"""
        SELECT {Columns} FROM job WHERE finished_at_ms IS NULL AND state = 'pending' AND not_before_ms <= $1
        ORDER BY priority DESC, coalesce(rank, number) LIMIT 1
        """, NowMs).FirstOrDefault();

    /// <summary>The bytes of a job's document, or null when they are no longer kept.</summary>
    internal byte[]? Document(long number)
    {
        using var command = database.Command("SELECT bytes FROM document WHERE job = $1", number);
        return command.ExecuteScalar() as byte[];
    }

    internal bool HasDocument(long number) => database.Number("SELECT 1 FROM document WHERE job = $1", number) == 1;

    internal void SetState(long number, JobState state, JobStateReason reason, string message = "")
    {
        database.Execute(
            "UPDATE job SET state = $2, reason = $3, message = $4, finished_at_ms = $5 WHERE number = $1",
            number, state.Keyword(), reason.Keyword(), message, state.IsFinished() ? NowMs : null);
        if (!state.IsFinished()) return;
        database.Execute("UPDATE job SET cancel_requested = 0, failed_attempts = 0, not_before_ms = 0 WHERE number = $1", number);
        Forget();
    }

    /// <summary>The bands of earlier runs no longer say what is on paper.</summary>
    internal void BeginNewRun(long number, bool beginsMarked) => database.Execute(
        "UPDATE job SET run = run + 1, plan_hash = NULL, begins_marked = $2, failed_attempts = 0, not_before_ms = 0 WHERE number = $1",
        number, beginsMarked);

    internal void RequestCancel(long number) => database.Execute("UPDATE job SET cancel_requested = 1 WHERE number = $1", number);

    internal void SetPlan(long number, ulong planHash) =>
        database.Execute("UPDATE job SET plan_hash = $2 WHERE number = $1", number, unchecked((long)planHash));

    internal void NoteFailure(long number, DateTimeOffset? notBefore) => database.Execute(
        "UPDATE job SET failed_attempts = failed_attempts + 1, not_before_ms = $2 WHERE number = $1",
        number, notBefore?.ToUnixTimeMilliseconds() ?? 0);

    internal void ForgiveFailures(long number) =>
        database.Execute("UPDATE job SET failed_attempts = 0, not_before_ms = 0 WHERE number = $1 AND failed_attempts > 0", number);

    /// <summary>Puts a waiting job before all others of the same priority.</summary>
    internal void MoveToFront(long number, int priority) => database.Execute(
        """
        UPDATE job SET priority = $2,
          rank = (SELECT coalesce(min(coalesce(rank, number)), 0) - 1 FROM job WHERE finished_at_ms IS NULL AND priority = $2)
        WHERE number = $1
        """, number, priority);

    /// <summary>Forgets what the history's limits no longer keep: oldest jobs first, and documents before jobs.</summary>
    private void Forget()
    {
        const string doomed = """
            (SELECT number FROM job WHERE finished_at_ms IS NOT NULL ORDER BY finished_at_ms DESC, number DESC LIMIT -1 OFFSET $1)
            """;
        database.Execute(
            $"""
            UPDATE forgotten SET
              canceled        = canceled  + (SELECT count(*) FROM job WHERE state = 'canceled'  AND number IN {doomed}),
              aborted         = aborted   + (SELECT count(*) FROM job WHERE state = 'aborted'   AND number IN {doomed}),
              completed       = completed + (SELECT count(*) FROM job WHERE state = 'completed' AND number IN {doomed}),
              bands_confirmed = bands_confirmed + (SELECT count(*) FROM band WHERE confirmed_at_ms IS NOT NULL AND job IN {doomed}),
              bands_abandoned = bands_abandoned + (SELECT count(*) FROM band WHERE confirmed_at_ms IS NULL AND job IN {doomed}),
              bands_reprinted = bands_reprinted + (SELECT coalesce(sum(sends - 1), 0) FROM band WHERE job IN {doomed}),
              rows_confirmed  = rows_confirmed + (SELECT coalesce(sum(rows), 0) FROM band WHERE confirmed_at_ms IS NOT NULL AND job IN {doomed}),
              rows_abandoned  = rows_abandoned + (SELECT coalesce(sum(rows), 0) FROM band WHERE confirmed_at_ms IS NULL AND job IN {doomed})
            """, limits.HistoryJobs);
        database.Execute($"DELETE FROM job WHERE number IN {doomed}", limits.HistoryJobs);
        database.Execute(
            """
            DELETE FROM document WHERE job IN (SELECT number FROM (
              SELECT number, sum(document_bytes) OVER (ORDER BY finished_at_ms DESC, number DESC) AS kept_bytes
              FROM job WHERE finished_at_ms IS NOT NULL) WHERE kept_bytes > $1)
            """, limits.HistoryBytes);
    }

    private List<Job> Query(string sql, params ReadOnlySpan<object?> values)
    {
        using var command = database.Command(sql, values);
        using var row = command.ExecuteReader();
        var jobs = new List<Job>();
        while (row.Read()) jobs.Add(Parse(row));
        return jobs;
    }

    private static Job Parse(SqliteDataReader row) => new()
    {
        Number = row.GetInt64(0),
        Title = row.GetString(1),
        SubmittedBy = row.GetString(2),
        Format = ParseFormat(row.GetString(3)),
        DocumentBytes = row.GetInt64(4),
        Copies = row.GetInt32(5),
        Priority = row.GetInt32(6),
        State = JobKeywords.ParseState(row.GetString(7)),
        Reason = JobKeywords.ParseReason(row.GetString(8)),
        Message = row.GetString(9),
        CancelRequested = row.GetInt64(10) != 0,
        Run = row.GetInt32(11),
        BeginsMarked = row.GetInt64(12) != 0,
        FailedAttempts = row.GetInt32(13),
        PlanHash = row.IsDBNull(14) ? null : unchecked((ulong)row.GetInt64(14)),
        SubmittedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(15)),
        FinishedAt = row.IsDBNull(16) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(16)),
    };

    private static string FormatKeyword(DocumentFormat format) => format == DocumentFormat.Raw ? "raw" : "text";

    private static DocumentFormat ParseFormat(string keyword) => keyword switch
    {
        "text" => DocumentFormat.Text,
        "raw" => DocumentFormat.Raw,
        _ => throw new InvalidDataException($"\"{keyword}\" is no document format"),
    };

    // A file name may hold a line break or an escape sequence, and titles are shown in terminals.
    private static string Printable(string text) => string.Create(text.Length, text, static (blank, source) =>
    {
        for (int i = 0; i < blank.Length; i++) blank[i] = char.IsControl(source[i]) ? ' ' : source[i];
    });
}
