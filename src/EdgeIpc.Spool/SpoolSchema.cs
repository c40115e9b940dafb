namespace EdgeIpc.Spool;

/// <summary>
/// The tables. A person can read them with the sqlite3 program: states and reasons are IPP's keywords, times are milliseconds
/// since 1970 (UTC) and only ever shown: nothing is ordered or delayed by them, for a clock may be set back. Version 3.
/// </summary>
internal static class SpoolSchema
{
    /// <summary>"EIsp" in PRAGMA application_id: tells this database from anybody else's.</summary>
    internal const long ApplicationId = 0x45497370;

    /// <summary>PRAGMA user_version; another number is refused, not guessed at.</summary>
    internal const long Version = 3;

    internal const string Create = """
        CREATE TABLE job (
          number           INTEGER PRIMARY KEY AUTOINCREMENT,
          title            TEXT    NOT NULL,
          submitted_by     TEXT    NOT NULL,
          format           TEXT    NOT NULL,
          document_bytes   INTEGER NOT NULL CHECK (document_bytes > 0),
          copies           INTEGER NOT NULL CHECK (copies > 0),
          priority         INTEGER NOT NULL CHECK (priority BETWEEN 1 AND 100),
          rank             INTEGER,
          state            TEXT    NOT NULL,
          reason           TEXT    NOT NULL,
          message          TEXT    NOT NULL DEFAULT '',
          cancel_requested INTEGER NOT NULL DEFAULT 0,
          run              INTEGER NOT NULL DEFAULT 1,
          begins_marked    INTEGER NOT NULL DEFAULT 0,
          failed_attempts  INTEGER NOT NULL DEFAULT 0,
          plan_hash        INTEGER,
          submitted_at_ms  INTEGER NOT NULL,
          finished_at_ms   INTEGER,
          -- What to do when it was begun and its spooler died: empty for what the settings say.
          after_crash      TEXT    NOT NULL DEFAULT '',
          -- The run with which the present printing began: a marked run goes on with it, a restart begins a new one.
          first_run        INTEGER NOT NULL DEFAULT 1,
          -- Counts up with each job that ends: the history's order.
          finish_order     INTEGER,
          -- What it took in all its runs; set when it ends.
          paper_rows       INTEGER NOT NULL DEFAULT 0,
          paper_bands      INTEGER NOT NULL DEFAULT 0,
          line_bytes       INTEGER NOT NULL DEFAULT 0,
          bands_reprinted  INTEGER NOT NULL DEFAULT 0,
          printing_ms      INTEGER NOT NULL DEFAULT 0,
          motor_stops      INTEGER NOT NULL DEFAULT 0,
          -- Who counted them: the plan, the printer, or nobody yet.
          motor_stops_by   TEXT    NOT NULL DEFAULT '',
          warning          TEXT    NOT NULL DEFAULT ''
        ) STRICT;

        -- Waiting jobs are few and asked for all the time; finished ones are many.
        CREATE INDEX job_waiting  ON job (priority DESC, coalesce(rank, number)) WHERE finished_at_ms IS NULL;
        CREATE INDEX job_finished ON job (finish_order) WHERE finished_at_ms IS NOT NULL;

        CREATE TABLE document (
          job   INTEGER PRIMARY KEY REFERENCES job (number) ON DELETE CASCADE,
          bytes BLOB NOT NULL,
          -- XXH3 of the bytes: SQLite notices a damaged page only where its own structure is. NULL in what version 1 wrote.
          hash  INTEGER
        ) STRICT;

        -- A band is what the printer confirms at once. Its serial is what it is called on the wire.
        CREATE TABLE band (
          serial             INTEGER PRIMARY KEY AUTOINCREMENT,
          job                INTEGER NOT NULL REFERENCES job (number) ON DELETE CASCADE,
          run                INTEGER NOT NULL,
          copy               INTEGER NOT NULL,
          band_index         INTEGER NOT NULL,
          rows               INTEGER NOT NULL CHECK (rows >= 0),
          open_command_bytes INTEGER NOT NULL CHECK (open_command_bytes >= 0),
          is_repeatable      INTEGER NOT NULL,
          sends              INTEGER NOT NULL DEFAULT 1,
          sent_at_ms         INTEGER NOT NULL,
          confirmed_at_ms    INTEGER,
          abandoned_at_ms    INTEGER,
          -- Bytes on the line, of all its sendings; and how long it was the one in print.
          bytes              INTEGER NOT NULL DEFAULT 0,
          took_ms            INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        -- Two spools may use one printer in turn, and what it still answers to the one must mean nothing to the other:
        -- each begins to count at a place of its own.
        INSERT INTO sqlite_sequence (name, seq) VALUES ('band', abs(random()) % 1000000000);
        CREATE UNIQUE INDEX band_of_job ON band (job, run, copy, band_index);
        CREATE INDEX band_unconfirmed ON band (serial) WHERE confirmed_at_ms IS NULL AND abandoned_at_ms IS NULL;

        CREATE TABLE printer (
          only_row      INTEGER PRIMARY KEY CHECK (only_row = 1),
          is_paused     INTEGER NOT NULL DEFAULT 0,
          state         TEXT    NOT NULL DEFAULT 'idle',
          reasons       INTEGER NOT NULL DEFAULT 0,
          message       TEXT    NOT NULL DEFAULT '',
          changed_at_ms INTEGER NOT NULL DEFAULT 0,
          -- The longest command of a band that was given up and may still be open in the printer.
          open_command_bytes INTEGER NOT NULL DEFAULT 0,
          -- The job that was left in the middle and of which the paper does not say so yet.
          unfinished_title TEXT,
          unfinished_canceled INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        INSERT INTO printer (only_row) VALUES (1);

        -- What forgotten jobs add to the totals: forgetting a job must not change the balance.
        CREATE TABLE forgotten (
          only_row        INTEGER PRIMARY KEY CHECK (only_row = 1),
          canceled        INTEGER NOT NULL DEFAULT 0,
          aborted         INTEGER NOT NULL DEFAULT 0,
          completed       INTEGER NOT NULL DEFAULT 0,
          bands_confirmed INTEGER NOT NULL DEFAULT 0,
          bands_abandoned INTEGER NOT NULL DEFAULT 0,
          bands_reprinted INTEGER NOT NULL DEFAULT 0,
          rows_confirmed  INTEGER NOT NULL DEFAULT 0,
          rows_abandoned  INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        INSERT INTO forgotten (only_row) VALUES (1);
        """;

    /// <summary>Makes a spool of version 1 one of version 2, with all its jobs.</summary>
    internal const string From1To2 = """
        DROP INDEX job_finished;
        ALTER TABLE job DROP COLUMN not_before_ms;
        ALTER TABLE job ADD COLUMN after_crash     TEXT    NOT NULL DEFAULT '';
        ALTER TABLE job ADD COLUMN first_run       INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE job ADD COLUMN finish_order    INTEGER;
        ALTER TABLE job ADD COLUMN paper_rows      INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE job ADD COLUMN paper_bands     INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE job ADD COLUMN line_bytes      INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE job ADD COLUMN bands_reprinted INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE job ADD COLUMN printing_ms     INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE job ADD COLUMN motor_stops     INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE job ADD COLUMN warning         TEXT    NOT NULL DEFAULT '';
        ALTER TABLE printer ADD COLUMN unfinished_canceled INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE document ADD COLUMN hash INTEGER;
        ALTER TABLE band ADD COLUMN bytes          INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE band ADD COLUMN took_ms        INTEGER NOT NULL DEFAULT 0;
        UPDATE job SET finish_order = earlier.place, first_run = run
          FROM (SELECT number AS of, row_number() OVER (ORDER BY finished_at_ms, number) AS place FROM job WHERE finished_at_ms IS NOT NULL) AS earlier
          WHERE earlier.of = number;
        CREATE INDEX job_finished ON job (finish_order) WHERE finished_at_ms IS NOT NULL;
        """;

    /// <summary>Makes a spool of version 2 one of version 3, which knows who counted the motor stops.</summary>
    internal const string From2To3 = """
        ALTER TABLE job ADD COLUMN motor_stops_by TEXT NOT NULL DEFAULT '';
        UPDATE job SET motor_stops_by = 'plan' WHERE state = 'completed';
        """;
}
