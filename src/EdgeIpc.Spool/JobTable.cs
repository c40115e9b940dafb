using System.IO.Hashing;
using Microsoft.Data.Sqlite;

namespace EdgeIpc.Spool;

/// <summary>The rows of jobs and documents: read, changed and counted. Called inside a transaction.</summary>
internal sealed class JobTable(SpoolDatabase database, JobHistory history, TimeProvider time)
{
    private const string Columns = """
        number, title, submitted_by, format, document_bytes, copies, priority, state, reason, message, cancel_requested, run,
        begins_marked, failed_attempts, plan_hash, submitted_at_ms, finished_at_ms, after_crash, first_run,
        paper_rows, paper_bands, line_bytes, bands_reprinted, printing_ms, motor_stops, warning, motor_stops_by
        """;

    /// <summary>Of equal priority: who came first, unless a person moved it.</summary>
    private const string QueueOrder = "priority DESC, coalesce(rank, number), number";

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    internal long Insert(SubmitRequest request)
    {
        var state = request.Hold ? JobState.PendingHeld : JobState.Pending;
        var reason = request.Hold ? JobStateReason.JobHoldUntilSpecified : JobStateReason.None;
        long number = database.Number(
            """
            INSERT INTO job (title, submitted_by, format, document_bytes, copies, priority, state, reason, submitted_at_ms, after_crash, warning)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING number
            """,
            Printable(request.Title), Printable(request.SubmittedBy), FormatKeyword(request.Format), (long)request.Document.Length,
            request.Copies, request.Priority, state.Keyword(), reason.Keyword(), NowMs, request.AfterCrash?.Keyword() ?? "", Printable(request.ShownWarning))!.Value;
        database.Execute("INSERT INTO document (job, bytes, hash) VALUES ($1, $2, $3)", number, request.Document.ToArray(), HashOf(request.Document.Span));
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
            ORDER BY state NOT IN ('processing', 'processing-stopped'), {QueueOrder}
            """);
        if (withFinished) jobs.AddRange(Query($"SELECT {Columns} FROM job WHERE finished_at_ms IS NOT NULL ORDER BY finish_order DESC"));
        return jobs;
    }

    /// <summary>The job in a spooler's hands, if any: there is one printer, so there is one such job.</summary>
    internal Job? InHand() =>
        Query($"SELECT {Columns} FROM job WHERE finished_at_ms IS NULL AND state IN ('processing', 'processing-stopped') ORDER BY number").FirstOrDefault();

    /// <param name="isDeferred">Jobs to pass over for now.</param>
    internal Job? FirstPending(Predicate<long> isDeferred)
    {
        using var command = database.Command($"SELECT {Columns} FROM job WHERE finished_at_ms IS NULL AND state = 'pending' ORDER BY {QueueOrder}");
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            if (!isDeferred(row.GetInt64(0))) return Parse(row);
        }

        return null;
    }

    /// <summary>The bytes of a job's document; null when they are no longer kept, or not what was submitted.</summary>
    internal byte[]? Document(long number)
    {
        using var command = database.Command("SELECT bytes, hash FROM document WHERE job = $1", number);
        using var row = command.ExecuteReader();
        if (!row.Read()) return null;
        byte[] bytes = row.GetFieldValue<byte[]>(0);
        return row.IsDBNull(1) || row.GetInt64(1) == HashOf(bytes) ? bytes : null;
    }

    private static long HashOf(ReadOnlySpan<byte> document) => unchecked((long)XxHash3.HashToUInt64(document));

    internal bool HasDocument(long number) => database.Number("SELECT 1 FROM document WHERE job = $1", number) == 1;

    internal void SetState(long number, JobState state, JobStateReason reason, string message = "")
    {
        database.Execute(
            "UPDATE job SET state = $2, reason = $3, message = $4, finished_at_ms = $5 WHERE number = $1",
            number, state.Keyword(), reason.Keyword(), message, state.IsFinished() ? NowMs : null);
        if (state.IsFinished()) history.Close(number);
    }

    /// <summary>From its beginning, as if it had never been printed: the bands of earlier runs no longer say what is on paper.</summary>
    internal void BeginAfresh(long number) => database.Execute(
        "UPDATE job SET run = run + 1, first_run = run + 1, plan_hash = NULL, begins_marked = 0, failed_attempts = 0 WHERE number = $1", number);

    /// <summary>From its beginning under a mark, since parts may be on paper; what must not be repeated stays done.</summary>
    internal void BeginMarked(long number) =>
        database.Execute("UPDATE job SET run = run + 1, begins_marked = 1, failed_attempts = 0 WHERE number = $1", number);

    internal void RequestCancel(long number) => database.Execute("UPDATE job SET cancel_requested = 1 WHERE number = $1", number);

    internal void SetPlan(long number, ulong planHash) =>
        database.Execute("UPDATE job SET plan_hash = $2 WHERE number = $1 AND plan_hash IS NOT $2", number, unchecked((long)planHash));

    internal void NoteFailure(long number) => database.Execute("UPDATE job SET failed_attempts = failed_attempts + 1 WHERE number = $1", number);

    internal void ForgiveFailures(long number) => database.Execute("UPDATE job SET failed_attempts = 0 WHERE number = $1 AND failed_attempts > 0", number);

    /// <summary>Adds those of a run. Where one of a job's runs was only planned, so is the sum.</summary>
    internal void AddMotorStops(long number, MotorStops stops) => database.Execute(
        "UPDATE job SET motor_stops = motor_stops + $2, motor_stops_by = CASE motor_stops_by WHEN 'plan' THEN 'plan' ELSE $3 END WHERE number = $1",
        number, stops.Count, stops.By.Keyword());

    /// <summary>Puts a waiting job before all others of the same priority.</summary>
    internal void MoveToFront(long number, int priority) => database.Execute(
        """
        UPDATE job SET priority = $2,
          rank = (SELECT coalesce(min(coalesce(rank, number)), 0) - 1 FROM job WHERE finished_at_ms IS NULL AND priority = $2)
        WHERE number = $1
        """, number, priority);

    /// <summary>Puts a waiting job directly before another one, whose priority it takes.</summary>
    internal void MoveBefore(Job job, Job other)
    {
        if (job.Priority != other.Priority) database.Execute("UPDATE job SET priority = $2 WHERE number = $1", job.Number, other.Priority);
        var (order, places) = ReadQueue(other.Priority);
        order.Remove(job.Number);
        order.Insert(order.IndexOf(other.Number), job.Number);
        // The places that these jobs have are dealt out anew, so that whoever comes later still comes after them.
        places.Sort();
        for (int i = places.Count - 2; i >= 0; i--) places[i] = Math.Min(places[i], places[i + 1] - 1);
        for (int i = 0; i < order.Count; i++) database.Execute("UPDATE job SET rank = $2 WHERE number = $1", order[i], places[i]);
    }

    private (List<long> Numbers, List<long> Places) ReadQueue(int priority)
    {
        using var command = database.Command($"SELECT number, coalesce(rank, number) FROM job WHERE finished_at_ms IS NULL AND priority = $1 ORDER BY {QueueOrder}", priority);
        using var row = command.ExecuteReader();
        var (numbers, places) = (new List<long>(), new List<long>());
        while (row.Read())
        {
            numbers.Add(row.GetInt64(0));
            places.Add(row.GetInt64(1));
        }

        return (numbers, places);
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
        AfterCrash = JobKeywords.ParseCrashPolicy(row.GetString(17)),
        FirstRun = row.GetInt32(18),
        Cost = new JobCost(
            row.GetInt64(19), row.GetInt32(20), row.GetInt64(21), row.GetInt32(22), TimeSpan.FromMilliseconds(row.GetInt64(23)),
            new MotorStops(row.GetInt64(24), MotorStopKeywords.Parse(row.GetString(26)))),
        Warning = row.GetString(25),
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
