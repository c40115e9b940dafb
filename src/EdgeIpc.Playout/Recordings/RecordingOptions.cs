namespace EdgeIpc.Playout;

/// <summary>How a recording is cut into files and blocks, and when it is made safe.</summary>
public sealed record RecordingOptions
{
    /// <summary>A segment that would become larger ends, and the next begins; 64 KiB..4 GiB. Retention removes whole segments.</summary>
    public long SegmentBytes { get; init; } = 64L << 20;

    /// <summary>
    /// Items of a block before packing; 1 KiB..16 MiB. A block is one write and the unit that damage costs: 256 KiB is 8 s at
    /// 1 kHz of 32-byte samples, and a multiple of a card's pages.
    /// </summary>
    public int BlockBytes { get; init; } = 256 << 10;

    /// <summary>A block that is not full is written after this time, so that a slow source is not kept in memory for hours; 10 ms..1 h.</summary>
    public TimeSpan FlushAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The device is asked to keep what was written (fsync) when a segment begins and ends, at the end, and this often between:
    /// what a power cut takes is at most this plus <see cref="FlushAfter"/>. 1 s..1 h.
    /// </summary>
    public TimeSpan SyncAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <exception cref="ArgumentException">Names the option, its value and what is allowed.</exception>
    public void Validate()
    {
        if (SegmentBytes is < 64L << 10 or > 4L << 30) throw new ArgumentException($"SegmentBytes is {SegmentBytes}; {64L << 10}..{4L << 30} are allowed.");
        if (BlockBytes is < 1 << 10 or > RecordingFormat.MaxBlockBytes) throw new ArgumentException($"BlockBytes is {BlockBytes}; {1 << 10}..{RecordingFormat.MaxBlockBytes} are allowed.");
        if (FlushAfter < TimeSpan.FromMilliseconds(10) || FlushAfter > TimeSpan.FromHours(1)) throw new ArgumentException($"FlushAfter is {FlushAfter}; 10 ms..1 h are allowed.");
        if (SyncAfter < TimeSpan.FromSeconds(1) || SyncAfter > TimeSpan.FromHours(1)) throw new ArgumentException($"SyncAfter is {SyncAfter}; 1 s..1 h are allowed.");
    }
}
