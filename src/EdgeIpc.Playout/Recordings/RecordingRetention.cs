namespace EdgeIpc.Playout;

/// <summary>How much of a disk recordings may take, and for how long.</summary>
public sealed record RetentionLimits
{
    /// <summary>A wall clock before this was never set (a Pi has none of its own): what it dated is not removed for its age.</summary>
    internal static readonly DateTimeOffset FirstCredibleTime = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>All segments together; 1 MiB or more.</summary>
    public long TotalBytes { get; init; } = 2L << 30;

    /// <summary>The age of a segment's last write.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Room that is left to everybody else on the disk; a printing station needs it for its jobs.</summary>
    public long MinFreeBytes { get; init; } = 256L << 20;
}

/// <summary>A segment that retention may remove.</summary>
/// <param name="Path">The file.</param>
/// <param name="SizeBytes">Its length.</param>
/// <param name="WrittenAt">Its last write.</param>
public sealed record SegmentFile(string Path, long SizeBytes, DateTimeOffset WrittenAt);

/// <summary>Removes the oldest segments when recordings are too old, too large or leave too little room. Whole files only.</summary>
public static class RecordingRetention
{
    /// <summary>The segments of all recordings below a directory, oldest first: by the names of directories, then of segments.</summary>
    public static IReadOnlyList<SegmentFile> List(string root) =>
    [
        .. new DirectoryInfo(root).EnumerateFiles(RecordingFormat.SegmentPattern, SearchOption.AllDirectories)
            .OrderBy(file => file.FullName, StringComparer.Ordinal)
            .Select(file => new SegmentFile(file.FullName, file.Length, new DateTimeOffset(file.LastWriteTimeUtc))),
    ];

    /// <summary>Which of the segments are to go, from the oldest on.</summary>
    /// <param name="segments">Oldest first.</param>
    /// <param name="keep">The segment being written: never one of them.</param>
    /// <param name="freeBytes">Room on the disk now.</param>
    public static IReadOnlyList<SegmentFile> Choose(IReadOnlyList<SegmentFile> segments, string? keep, long freeBytes, DateTimeOffset now, RetentionLimits limits)
    {
        long totalBytes = segments.Sum(segment => segment.SizeBytes);
        var chosen = new List<SegmentFile>();
        foreach (var segment in segments)
        {
            if (segment.Path == keep) continue;
            bool isTooOld = segment.WrittenAt >= RetentionLimits.FirstCredibleTime && now - segment.WrittenAt > limits.MaxAge;
            if (!isTooOld && totalBytes <= limits.TotalBytes && freeBytes >= limits.MinFreeBytes) continue;
            chosen.Add(segment);
            totalBytes -= segment.SizeBytes;
            freeBytes += segment.SizeBytes;
        }

        return chosen;
    }

    /// <summary>Removes what <see cref="Choose"/> names, and directories that become empty.</summary>
    /// <returns>What was removed, oldest first.</returns>
    public static IReadOnlyList<SegmentFile> Apply(string root, string? keep, TimeProvider time, RetentionLimits limits)
    {
        var chosen = Choose(List(root), keep, FreeBytes(root), time.GetUtcNow(), limits);
        foreach (var segment in chosen)
        {
            File.Delete(segment.Path);
            string directory = Path.GetDirectoryName(segment.Path)!;
            if (directory != Path.TrimEndingDirectorySeparator(root) && !Directory.EnumerateFileSystemEntries(directory).Any()) Directory.Delete(directory);
        }

        return chosen;
    }

    /// <summary>Room that this user may still fill on the disk of a directory.</summary>
    public static long FreeBytes(string directory) => new DriveInfo(directory).AvailableFreeSpace;
}
