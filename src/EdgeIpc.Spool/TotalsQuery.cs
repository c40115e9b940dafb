namespace EdgeIpc.Spool;

/// <summary>Counts the jobs and bands of a spool, what it has forgotten included. Called inside a transaction.</summary>
internal static class TotalsQuery
{
    internal static SpoolTotals Read(SpoolDatabase database) => new(Jobs(database), Bands(database));

    private static JobTotals Jobs(SpoolDatabase database)
    {
        var counts = new Dictionary<JobState, long>();
        using (var command = database.Command("SELECT state, count(*) FROM job GROUP BY state"))
        using (var row = command.ExecuteReader())
        {
            while (row.Read()) counts[JobKeywords.ParseState(row.GetString(0))] = row.GetInt64(1);
        }

        long Of(JobState state) => counts.GetValueOrDefault(state);
        long Forgotten(string what) => database.Number($"SELECT {what} FROM forgotten")!.Value;
        return new JobTotals(Of(JobState.Pending), Of(JobState.PendingHeld), Of(JobState.Processing), Of(JobState.ProcessingStopped),
            Of(JobState.Canceled) + Forgotten("canceled"), Of(JobState.Aborted) + Forgotten("aborted"), Of(JobState.Completed) + Forgotten("completed"));
    }

    private static BandTotals Bands(SpoolDatabase database)
    {
        using var command = database.Command(
            """
            SELECT f.bands_confirmed + count(b.confirmed_at_ms),
                   count(*) FILTER (WHERE b.serial IS NOT NULL AND b.confirmed_at_ms IS NULL AND b.abandoned_at_ms IS NULL),
                   f.bands_abandoned + count(b.abandoned_at_ms),
                   f.bands_reprinted + coalesce(sum(b.sends - 1), 0),
                   f.rows_confirmed + coalesce(sum(b.rows) FILTER (WHERE b.confirmed_at_ms IS NOT NULL), 0),
                   coalesce(sum(b.rows) FILTER (WHERE b.confirmed_at_ms IS NULL AND b.abandoned_at_ms IS NULL), 0),
                   f.rows_abandoned + coalesce(sum(b.rows) FILTER (WHERE b.abandoned_at_ms IS NOT NULL), 0)
            FROM forgotten f LEFT JOIN band b
            """);
        using var row = command.ExecuteReader();
        row.Read();
        return new BandTotals(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6));
    }
}
