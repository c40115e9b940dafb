namespace EdgeIpc.Spool;

/// <summary>
/// Finished jobs: what each took is added up when it ends, and what the limits no longer keep is forgotten, oldest first.
/// Ordered by a count of its own, never by the clock. Called inside a transaction.
/// </summary>
internal sealed class JobHistory(SpoolDatabase database, SpoolLimits limits, TimeProvider time)
{
    /// <summary>The job is over: its account is made up from its bands, and it takes its place in the history.</summary>
    internal void Close(long number)
    {
        database.Execute(
            """
            UPDATE job SET cancel_requested = 0, failed_attempts = 0,
              finish_order    = (SELECT coalesce(max(finish_order), 0) + 1 FROM job WHERE finished_at_ms IS NOT NULL),
              paper_rows      = (SELECT coalesce(sum(rows), 0) FROM band WHERE job = $1 AND confirmed_at_ms IS NOT NULL),
              paper_bands     = (SELECT count(*) FROM band WHERE job = $1 AND confirmed_at_ms IS NOT NULL),
              line_bytes      = (SELECT coalesce(sum(bytes), 0) FROM band WHERE job = $1),
              bands_reprinted = (SELECT coalesce(sum(sends - 1), 0) FROM band WHERE job = $1),
              printing_ms     = (SELECT coalesce(sum(took_ms), 0) FROM band WHERE job = $1)
            WHERE number = $1
            """, number);
        Forget();
    }

    /// <summary>Forgets what is too old or too many: documents before jobs. Counts of what is forgotten stay in the totals.</summary>
    internal void Forget()
    {
        const string doomed = """
            (SELECT number FROM job WHERE finished_at_ms IS NOT NULL AND
              (finish_order <= (SELECT max(finish_order) FROM job WHERE finished_at_ms IS NOT NULL) - $1 OR finished_at_ms < $2))
            """;
        long oldestMs = (time.GetUtcNow() - limits.HistoryAge).ToUnixTimeMilliseconds();
        if (database.Number($"SELECT count(*) FROM {doomed}", limits.HistoryJobs, oldestMs) > 0)
        {
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
                """, limits.HistoryJobs, oldestMs);
            database.Execute($"DELETE FROM job WHERE number IN {doomed}", limits.HistoryJobs, oldestMs);
        }

        database.Execute(
            """
            DELETE FROM document WHERE job IN (SELECT number FROM (
              SELECT number, sum(document_bytes) OVER (ORDER BY finish_order DESC) AS kept_bytes
              FROM job WHERE finished_at_ms IS NOT NULL) WHERE kept_bytes > $1)
            """, limits.HistoryBytes);
    }
}
