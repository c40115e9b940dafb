namespace EdgeIpc.Spool;

/// <summary>The one row about the printer: what people want (paused) and what the spooler reports. Called inside a transaction.</summary>
internal sealed class PrinterRow(SpoolDatabase database, TimeProvider time)
{
    internal PrinterStatus Read()
    {
        using var command = database.Command("SELECT is_paused, state, reasons, message, changed_at_ms, EXISTS (SELECT 1 FROM job WHERE finished_at_ms IS NULL AND state = 'processing') FROM printer");
        using var row = command.ExecuteReader();
        if (!row.Read()) throw new InvalidDataException("the row about the printer is missing");
        bool isPaused = row.GetInt64(0) != 0;
        var state = ParseState(row.GetString(1));
        var reasons = (PrinterStateReasons)row.GetInt32(2) | (isPaused ? PrinterStateReasons.Paused : PrinterStateReasons.None);
        // Each job would cost two more commits if this were written down.
        if (state != PrinterState.Stopped) state = row.GetInt64(5) != 0 ? PrinterState.Processing : PrinterState.Idle;
        // A printer that is paused in the middle of a band still finishes it.
        if (isPaused && state == PrinterState.Idle) state = PrinterState.Stopped;
        return new PrinterStatus(state, reasons, row.GetString(3), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)));
    }

    internal bool SetPaused(bool paused) =>
        database.Execute("UPDATE printer SET is_paused = $1, changed_at_ms = $2 WHERE is_paused <> $1", paused, Now) == 1;

    internal bool IsPaused() => database.Number("SELECT is_paused FROM printer") == 1;

    internal void Report(PrinterState state, PrinterStateReasons reasons, string message) => database.Execute(
        "UPDATE printer SET state = $1, reasons = $2, message = $3, changed_at_ms = $4",
        state.Keyword(), (int)(reasons & ~PrinterStateReasons.Paused), message, Now);

    /// <summary>The paper shows the beginning of a job of this run, and nothing that says it ends there.</summary>
    internal void NoteUnfinished(Job job, bool isCanceled) => database.Execute(
        "UPDATE printer SET unfinished_title = $2, unfinished_canceled = $4 WHERE EXISTS (SELECT 1 FROM band WHERE job = $1 AND run = $3)",
        job.Number, job.Title, job.Run, isCanceled);

    internal UnfinishedJob? Unfinished()
    {
        using var command = database.Command("SELECT unfinished_title, unfinished_canceled FROM printer WHERE unfinished_title IS NOT NULL");
        using var row = command.ExecuteReader();
        return row.Read() ? new UnfinishedJob(row.GetString(0), row.GetInt64(1) != 0) : null;
    }

    internal void NoteMarked() => database.Execute("UPDATE printer SET unfinished_title = NULL");

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static PrinterState ParseState(string keyword) => keyword switch
    {
        "idle" => PrinterState.Idle,
        "processing" => PrinterState.Processing,
        "stopped" => PrinterState.Stopped,
        _ => throw new InvalidDataException($"\"{keyword}\" is no printer state"),
    };
}
