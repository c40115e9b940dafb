namespace EdgeIpc.Playout;

/// <summary>The per-second history of a span of time.</summary>
/// <param name="Channels">Names and units, as in each second's <see cref="HistorySecond.Channels"/>.</param>
/// <param name="Seconds">Oldest first; seconds without a sample are not there.</param>
/// <param name="Damages">Parts that could not be read.</param>
public sealed record History(IReadOnlyList<RecordingChannel> Channels, IReadOnlyList<HistorySecond> Seconds, IReadOnlyList<RecordingDamage> Damages);

/// <summary>Reads what <see cref="HistoryWriter"/> wrote, also while it writes on; what it has not flushed yet is still in the ring.</summary>
public static class HistoryReader
{
    /// <summary>The seconds that begin within a span.</summary>
    /// <param name="directory">The history's directory.</param>
    /// <param name="from">Wall clock, included.</param>
    /// <param name="to">Wall clock, not included.</param>
    /// <exception cref="RecordingFormatException">The directory holds no history.</exception>
    public static History Read(string directory, DateTimeOffset from, DateTimeOffset to)
    {
        using var recording = RecordingReader.Open(directory);
        int itemSizeBytes = recording.Description.ItemSizeBytes;
        if (recording.Description.LayoutText != HistorySecond.LayoutText(recording.Description.Channels.Count) || itemSizeBytes != HistorySecond.ItemSizeBytes(recording.Description.Channels.Count))
            throw new RecordingFormatException(directory, "holds a recording, but no history of seconds.");
        var seconds = new List<HistorySecond>();
        var damages = new List<RecordingDamage>();
        for (var step = recording.Next(); step != RecordingStep.End; step = recording.Next())
        {
            if (step == RecordingStep.Damage) damages.Add(recording.Damage!);
            else AddBlock(recording, itemSizeBytes, from, to, seconds);
        }

        return new History(recording.Description.Channels, seconds, damages);
    }

    /// <summary>The position after the last sample that the history holds, and whose positions these are; null when it is empty.</summary>
    public static (string SourceText, long EndPosition)? TryReadEnd(string directory) =>
        RecordingReader.TryReadEnd(directory) is { } end && end.LastItem.Length >= HistorySecond.ItemSizeBytes(0)
            ? (end.Segment.Description.SourceText, HistorySecond.EndPositionOf(end.LastItem.Span))
            : null;

    private static void AddBlock(RecordingReader recording, int itemSizeBytes, DateTimeOffset from, DateTimeOffset to, List<HistorySecond> seconds)
    {
        for (int i = 0; i < recording.ItemCount; i++)
        {
            var second = HistorySecond.Read(recording.Items.Slice(i * itemSizeBytes, itemSizeBytes), recording.Segment);
            if (second.At < from || second.At >= to) continue;
            // A second that was flushed before it was over lies in two items, maybe of two segments.
            if (seconds.Count > 0 && seconds[^1].Second == second.Second && second.At - seconds[^1].At < TimeSpan.FromSeconds(1)) seconds[^1] = seconds[^1].With(second);
            else seconds.Add(second);
        }
    }
}
