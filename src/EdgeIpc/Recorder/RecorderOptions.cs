using EdgeIpc.Playout;
using EdgeIpc.Settings;

namespace EdgeIpc.Recorder;

/// <summary>What the settings make of the recorder.</summary>
internal sealed record RecorderOptions
{
    /// <summary>So long after the last sample a silent source's block is written.</summary>
    public TimeSpan IdleFlushAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often old segments are looked for.</summary>
    public TimeSpan HousekeepingPeriod { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>While nothing is recorded the history is written this often, or as often as the ring needs it.</summary>
    public TimeSpan HistoryFlushAfter { get; init; } = TimeSpan.FromMinutes(5);

    public RecordingOptions Recording { get; init; } = new();

    public RetentionLimits RecordingLimits { get; init; } = new();

    /// <summary>
    /// Small segments, so that little more than a day is kept. What is flushed is asked to be on the card only now and then:
    /// the kernel writes it within half a minute of its own accord.
    /// </summary>
    public RecordingOptions History { get; init; } = new() { SegmentBytes = 256 << 10, SyncAfter = TimeSpan.FromMinutes(5), FlushAfter = TimeSpan.FromMinutes(10) };

    /// <summary>A day and the hour or so of the segment that is being written. History may use the room that recordings leave.</summary>
    public RetentionLimits HistoryLimits { get; init; } = new() { MaxAge = TimeSpan.FromHours(25), TotalBytes = 32 << 20, MinFreeBytes = 0 };

    public static RecorderOptions From(RecorderSettings settings) => new()
    {
        Recording = new RecordingOptions { SegmentBytes = (long)settings.SegmentMegabytes << 20, SyncAfter = TimeSpan.FromSeconds(settings.SyncSeconds) },
        HistoryFlushAfter = TimeSpan.FromSeconds(settings.HistorySeconds),
        RecordingLimits = new RetentionLimits
        {
            TotalBytes = (long)settings.TotalMegabytes << 20,
            MaxAge = TimeSpan.FromDays(settings.MaxAgeDays),
            MinFreeBytes = (long)settings.MinFreeMegabytes << 20,
        },
    };
}
