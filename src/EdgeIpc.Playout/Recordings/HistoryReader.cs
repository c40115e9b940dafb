namespace EdgeIpc.Playout;

/// <summary>The per-second history of a span of time.</summary>
/// <param name="Channels">Names and units, as in each second's <see cref="HistorySecond.Channels"/>.</param>
/// <param name="Seconds">Oldest first; seconds without a sample are not there.</param>
/// <param name="Damages">Parts that could not be read.</param>
public sealed record History(IReadOnlyList<RecordingChannel> Channels, IReadOnlyList<HistorySecond> Seconds, IReadOnlyList<RecordingDamage> Damages);

/// <summary>Reads what <see cref="HistoryWriter"/> wrote, also while it writes on; what it has not flushed yet is still in the ring.</summary>
public static class HistoryReader
{
    /// <summary>The seconds that begin within a span. When the sensor's channels changed, only what fits its present ones.</summary>
    /// <param name="directory">The history's directory.</param>
    /// <param name="from">Wall clock, included.</param>
    /// <param name="to">Wall clock, not included.</param>
    /// <exception cref="RecordingFormatException">The directory holds no history.</exception>
    public static History Read(string directory, DateTimeOffset from, DateTimeOffset to)
    {
        var seconds = new List<HistorySecond>();
        var damages = new List<RecordingDamage>();
        RecordingDescription? latest = null;
        // From the latest on: its channels are the ones that count.
        foreach (string path in RecordingReader.SegmentsOf(directory).Reverse())
        {
            try
            {
                using var segment = RecordingReader.Open(path);
                if (!IsHistory(segment.Description)) throw new RecordingFormatException(path, "is a recording, but no history of seconds.");
                latest ??= segment.Description;
                if (segment.Description.HasSameItems(latest)) seconds.InsertRange(0, ReadSegment(segment, from, to, damages));
            }
            catch (RecordingFormatException e)
            {
                damages.Add(RecordingDamage.OfSegment(e));
            }
        }

        if (latest is null) throw new RecordingFormatException(directory, "holds no history yet.");
        return new History(latest.Channels, Joined(seconds), damages);
    }

    /// <summary>The position after the last sample that the history holds, and whose positions these are; null when it is empty.</summary>
    public static (string SourceText, long EndPosition)? TryReadEnd(string directory) =>
        RecordingReader.TryReadEnd(directory) is { } end && end.LastItem.Length >= HistorySecond.ItemSizeBytes(0)
            ? (end.Segment.Description.SourceText, HistorySecond.EndPositionOf(end.LastItem.Span))
            : null;

    private static bool IsHistory(RecordingDescription description) =>
        description.LayoutText == HistorySecond.LayoutText(description.Channels.Count) && description.ItemSizeBytes == HistorySecond.ItemSizeBytes(description.Channels.Count);

    private static List<HistorySecond> ReadSegment(RecordingReader segment, DateTimeOffset from, DateTimeOffset to, List<RecordingDamage> damages)
    {
        var seconds = new List<HistorySecond>();
        int itemSizeBytes = segment.Description.ItemSizeBytes;
        for (var step = segment.Next(); step != RecordingStep.End; step = segment.Next())
        {
            if (step == RecordingStep.Damage) damages.Add(segment.Damage!);
            for (int i = 0; step == RecordingStep.Block && i < segment.ItemCount; i++)
            {
                var second = HistorySecond.Read(segment.Items.Slice(i * itemSizeBytes, itemSizeBytes), segment.Segment);
                if (second.At >= from && second.At < to) seconds.Add(second);
            }
        }

        return seconds;
    }

    /// <summary>A second that was flushed before it was over lies in several items, maybe of two segments.</summary>
    private static List<HistorySecond> Joined(List<HistorySecond> parts)
    {
        var seconds = new List<HistorySecond>(parts.Count);
        foreach (var part in parts)
        {
            bool isSame = seconds.Count > 0 && seconds[^1].Second == part.Second && (part.At - seconds[^1].At).Duration() < TimeSpan.FromSeconds(1);
            if (isSame) seconds[^1] = seconds[^1].With(part);
            else seconds.Add(part);
        }

        return seconds;
    }
}
