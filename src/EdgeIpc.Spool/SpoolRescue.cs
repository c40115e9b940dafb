using EdgeIpc.Posix;

namespace EdgeIpc.Spool;

/// <summary>What became of a damaged spool.</summary>
/// <param name="Damage">What was wrong, in SQLite's words.</param>
/// <param name="SetAside">The damaged file, as it was; its -wal file lies beside it.</param>
/// <param name="JobsSaved">Jobs that could be read, of whatever state.</param>
/// <param name="JobsWithoutDocument">Of these, waiting ones whose document could not be read: they are aborted.</param>
/// <param name="LostJobs">Numbers that were given, and of which nothing could be read.</param>
public sealed record SpoolRescueReport(string Damage, string SetAside, int JobsSaved, IReadOnlyList<long> JobsWithoutDocument, IReadOnlyList<long> LostJobs)
{
    /// <summary>One sentence or two for a person.</summary>
    public string Sentence => $"The spool was damaged ({Damage}). It is kept as {SetAside}; {JobsSaved} jobs were saved{Lost(LostJobs, "lost")}{Lost(JobsWithoutDocument, "without their documents, and so aborted")}.";

    private static string Lost(IReadOnlyList<long> jobs, string how)
    {
        const int mostNamed = 20;
        string numbers = string.Join(", ", jobs.Take(mostNamed)) + (jobs.Count > mostNamed ? ", ..." : "");
        return jobs.Count == 0 ? "" : $", {jobs.Count} {how} ({numbers})";
    }
}

/// <summary>
/// Leaves a damaged database as it is, and makes a new one beside it of what can be read. All at once for everybody: the
/// new one is complete before the pointer to the database in use is replaced, and whoever has the old one open follows the
/// pointer at its next transaction. May be killed at any line; a half-made new database is made anew.
/// </summary>
internal static class SpoolRescue
{
    /// <summary>Call it with the spooler's lock held: there is one rescuer at a time.</summary>
    internal static SpoolRescueReport Run(SpoolFiles files, string damage)
    {
        using var gate = FileLock.Await(files.Gate, files.Sharing, isShared: false);
        string damaged = files.Database, name = files.NextDatabaseName(), made = Path.Combine(files.Directory, name);
        var salvage = ReadCopy(files);
        foreach (string leftover in (string[])[made, $"{made}-wal", $"{made}-shm"]) File.Delete(leftover);
        using (var database = SpoolDatabase.Open(files, made)) salvage.WriteTo(database);
        files.PointTo(name);
        return new SpoolRescueReport(damage, damaged, salvage.JobCount, salvage.JobsWithoutDocument, salvage.LostJobs);
    }

    /// <summary>Reads from a copy: SQLite writes even where it only reads, and what is damaged stays as it was.</summary>
    private static SpoolSalvage ReadCopy(SpoolFiles files)
    {
        string reading = Path.Combine(files.Directory, "reading");
        if (Directory.Exists(reading)) Directory.Delete(reading, recursive: true);
        files.MakeDirectory(reading);
        try
        {
            string copy = Path.Combine(reading, "spool.db");
            File.Copy(files.Database, copy);
            if (File.Exists($"{files.Database}-wal")) File.Copy($"{files.Database}-wal", $"{copy}-wal");
            return SpoolSalvage.ReadFrom(copy);
        }
        finally
        {
            Directory.Delete(reading, recursive: true);
        }
    }
}
