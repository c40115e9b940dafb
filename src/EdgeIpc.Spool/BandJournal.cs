using Microsoft.Data.Sqlite;

namespace EdgeIpc.Spool;

/// <summary>A band that is about to leave for the printer.</summary>
/// <param name="Copy">From 0.</param>
/// <param name="BandIndex">Its place in the plan, from 0.</param>
/// <param name="Rows">Dot rows of paper it takes.</param>
/// <param name="OpenCommandBytes">The longest run of bytes that the printer takes for data if the band is cut off: what a resync must fill.</param>
/// <param name="IsRepeatable">False for a cut or a drawer kick, which is sent once whatever happens.</param>
/// <param name="Bytes">What it takes on the line; 0 for not known.</param>
public readonly record struct BandToSend(long JobNumber, int Copy, int BandIndex, int Rows, int OpenCommandBytes, bool IsRepeatable, int Bytes = 0);

/// <summary>A band that the printer confirmed.</summary>
/// <param name="TookMs">How long it was the one in print; 0 for not known.</param>
public readonly record struct ConfirmedBand(long Serial, int TookMs = 0);

/// <summary>What became of a band that was sent.</summary>
public enum BandFate
{
    /// <summary>Sent; the printer has not confirmed it. It may be on paper or not.</summary>
    Unconfirmed,

    /// <summary>The printer said that it was printed.</summary>
    Confirmed,

    /// <summary>Never to be sent again, and nobody knows whether it is on paper.</summary>
    Abandoned,
}

/// <summary>A line of the journal.</summary>
/// <param name="Serial">Counts up over all jobs, from a number that each spool draws; a band sent again keeps its serial.</param>
/// <param name="Copy">From 0.</param>
/// <param name="Sends">How often it was sent; more than 1 means reprinted.</param>
public sealed record JournalBand(long Serial, long JobNumber, int Copy, int BandIndex, int Rows, bool IsRepeatable, int Sends, BandFate Fate);

/// <summary>The journal of bands: written before bytes leave, and after the printer confirmed them. Called inside a transaction.</summary>
internal sealed class BandJournal(SpoolDatabase database, TimeProvider time)
{
    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <exception cref="InvalidOperationException">The band must not be sent again: it is confirmed, given up or not repeatable.</exception>
    internal long NoteSent(in BandToSend band, int run)
    {
        if (Find(band, run) is not { } earlier) return Insert(band, run);
        if (earlier.Fate != BandFate.Unconfirmed || !earlier.IsRepeatable)
            throw new InvalidOperationException($"Band {earlier.Serial} of job {band.JobNumber} must not be sent again.");
        database.Execute("UPDATE band SET sends = sends + 1, sent_at_ms = $2, bytes = bytes + $3 WHERE serial = $1", earlier.Serial, NowMs, band.Bytes);
        return earlier.Serial;
    }

    /// <summary>A serial that is confirmed already, or unknown, changes nothing: a printer may answer twice.</summary>
    internal bool NoteConfirmed(ConfirmedBand band) => database.Execute(
        "UPDATE band SET confirmed_at_ms = $2, took_ms = $3 WHERE serial = $1 AND confirmed_at_ms IS NULL AND abandoned_at_ms IS NULL", band.Serial, NowMs, band.TookMs) == 1;

    internal void Abandon(long serial)
    {
        RememberOpenCommand("serial = $1", serial);
        database.Execute("UPDATE band SET abandoned_at_ms = $2 WHERE serial = $1 AND confirmed_at_ms IS NULL", serial, NowMs);
    }

    internal void AbandonAll(long jobNumber)
    {
        RememberOpenCommand("job = $1", jobNumber);
        database.Execute("UPDATE band SET abandoned_at_ms = $2 WHERE job = $1 AND confirmed_at_ms IS NULL AND abandoned_at_ms IS NULL", jobNumber, NowMs);
    }

    internal int Unconfirmed(long jobNumber) => (int)database.Number(
        "SELECT count(*) FROM band WHERE job = $1 AND confirmed_at_ms IS NULL AND abandoned_at_ms IS NULL", jobNumber)!.Value;

    /// <summary>Bytes that surely close whatever command may be open in the printer since the last <see cref="NoteSynced"/>.</summary>
    internal int OpenCommandBytes() => (int)database.Number(
        """
        SELECT max(open_command_bytes, (SELECT coalesce(max(b.open_command_bytes), 0) FROM band b
          WHERE b.confirmed_at_ms IS NULL AND b.abandoned_at_ms IS NULL)) FROM printer
        """)!.Value;

    internal void NoteSynced() => database.Execute("UPDATE printer SET open_command_bytes = 0");

    internal IReadOnlyList<JournalBand> OfRun(long jobNumber, int run) =>
        Query($"SELECT {Columns} FROM band WHERE job = $1 AND run = $2 ORDER BY copy, band_index", jobNumber, run);

    /// <summary>Cuts and drawer kicks that the earlier runs of the present printing may have made already.</summary>
    internal IReadOnlyList<JournalBand> DoneBefore(Job job) => Query(
        $"SELECT {Columns} FROM band WHERE job = $1 AND run >= $2 AND run < $3 AND is_repeatable = 0", job.Number, job.FirstRun, job.Run);

    /// <summary>Bands of all jobs that were sent and neither confirmed nor given up, each job's in the order of its plan.</summary>
    internal IReadOnlyList<JournalBand> AllUnconfirmed() =>
        Query($"SELECT {Columns} FROM band WHERE confirmed_at_ms IS NULL AND abandoned_at_ms IS NULL ORDER BY job, copy, band_index");

    private const string Columns = "serial, job, copy, band_index, rows, is_repeatable, sends, confirmed_at_ms, abandoned_at_ms";

    private JournalBand? Find(in BandToSend band, int run) => Query(
        $"SELECT {Columns} FROM band WHERE job = $1 AND run = $2 AND copy = $3 AND band_index = $4",
        band.JobNumber, run, band.Copy, band.BandIndex).FirstOrDefault();

    private List<JournalBand> Query(string sql, params ReadOnlySpan<object?> values)
    {
        using var command = database.Command(sql, values);
        using var row = command.ExecuteReader();
        var bands = new List<JournalBand>();
        while (row.Read()) bands.Add(Parse(row));
        return bands;
    }

    private long Insert(in BandToSend band, int run) => database.Number(
        """
        INSERT INTO band (job, run, copy, band_index, rows, open_command_bytes, is_repeatable, sent_at_ms, bytes)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING serial
        """,
        band.JobNumber, run, band.Copy, band.BandIndex, band.Rows, band.OpenCommandBytes, band.IsRepeatable, NowMs, band.Bytes)!.Value;

    private void RememberOpenCommand(string which, long number) => database.Execute(
        $"""
        UPDATE printer SET open_command_bytes = max(open_command_bytes, (SELECT coalesce(max(b.open_command_bytes), 0)
          FROM band b WHERE b.{which} AND b.confirmed_at_ms IS NULL AND b.abandoned_at_ms IS NULL))
        """, number);

    private static JournalBand Parse(SqliteDataReader row) => new(
        Serial: row.GetInt64(0),
        JobNumber: row.GetInt64(1),
        Copy: row.GetInt32(2),
        BandIndex: row.GetInt32(3),
        Rows: row.GetInt32(4),
        IsRepeatable: row.GetInt64(5) != 0,
        Sends: row.GetInt32(6),
        Fate: !row.IsDBNull(7) ? BandFate.Confirmed : !row.IsDBNull(8) ? BandFate.Abandoned : BandFate.Unconfirmed);
}
