namespace EdgeIpc.Spool;

/// <summary>What a spool takes before it refuses. Immutable; <see cref="Validate"/> once at start.</summary>
public sealed record SpoolLimits
{
    /// <summary>The longest title in characters; longer ones are refused.</summary>
    public const int TitleChars = 200;

    /// <summary>Of what was lost on the way to a document.</summary>
    public const int WarningChars = 500;

    /// <summary>Copies of one job, 1 to this.</summary>
    public const int MaxCopies = 100;

    /// <summary>Bytes of one document. Default 4 MiB (a roll of 40 m as plain raster has 15 MiB), 1 byte to 256 MiB.</summary>
    public long DocumentBytes { get; init; } = 4 << 20;

    /// <summary>Jobs that may wait (pending, held or printing) at once. Default 1,000, 1 to 1,000,000.</summary>
    public int QueuedJobs { get; init; } = 1_000;

    /// <summary>Bytes of all documents that wait. Default 64 MiB, at least <see cref="DocumentBytes"/>.</summary>
    public long SpoolBytes { get; init; } = 64 << 20;

    /// <summary>Finished jobs that are remembered. Default 500, 0 to 1,000,000; the oldest are forgotten first, their counts stay.</summary>
    public int HistoryJobs { get; init; } = 500;

    /// <summary>
    /// How long finished jobs are remembered. Default 30 days, 1 hour to 100 years. By the wall clock, as people mean it: one
    /// that was set back keeps them longer, and <see cref="HistoryJobs"/> bounds them all the same.
    /// </summary>
    public TimeSpan HistoryAge { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Bytes of finished jobs' documents that are kept for a restart. Default 16 MiB, 0 keeps none.</summary>
    public long HistoryBytes { get; init; } = 16 << 20;

    /// <summary>One sentence for the first value out of range, or null.</summary>
    public string? Validate()
    {
        if (DocumentBytes is < 1 or > 256 << 20) return $"documentBytes is {DocumentBytes}; allowed is 1 to {256 << 20}.";
        if (QueuedJobs is < 1 or > 1_000_000) return $"queuedJobs is {QueuedJobs}; allowed is 1 to 1000000.";
        if (SpoolBytes < DocumentBytes) return $"spoolBytes is {SpoolBytes}; it must hold at least one document of {DocumentBytes} bytes.";
        if (HistoryJobs is < 0 or > 1_000_000) return $"historyJobs is {HistoryJobs}; allowed is 0 to 1000000.";
        if (HistoryAge < TimeSpan.FromHours(1) || HistoryAge > TimeSpan.FromDays(36_500)) return $"historyAge is {HistoryAge}; allowed is an hour to 36500 days.";
        if (HistoryBytes < 0) return $"historyBytes is {HistoryBytes}; allowed is 0 or more.";
        return null;
    }
}
