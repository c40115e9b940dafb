using System.Text;

namespace EdgeIpc.Playout;

/// <summary>What one channel of the recorded items means.</summary>
/// <param name="Name">1..31 bytes of UTF-8.</param>
/// <param name="Unit">0..15 bytes of UTF-8, for example <c>g</c> or <c>°C</c>.</param>
public readonly record struct RecordingChannel(string Name, string Unit);

/// <summary>What a recording holds; the same in each of its segments.</summary>
public sealed record RecordingDescription
{
    public const int MaxItemSizeBytes = 1 << 20;
    public const int MaxChannels = 32;

    /// <summary>The size of each item, 1..1,048,576.</summary>
    public required int ItemSizeBytes { get; init; }

    /// <summary>The item's fields with types and offsets, for whoever reads the file later; at most 1023 bytes of UTF-8.</summary>
    public required string LayoutText { get; init; }

    /// <summary>The meaning of the item's values, 0..32.</summary>
    public IReadOnlyList<RecordingChannel> Channels { get; init; } = [];

    /// <summary>Items a second as they were meant to come; 0 when unknown. What really came is in the items.</summary>
    public double RateHz { get; init; }

    /// <summary>
    /// Where the items' positions count: two segments with the same text number the same items alike. At most 191 bytes of UTF-8.
    /// </summary>
    public string SourceText { get; init; } = "";

    /// <summary>Whether items of both can stand in one row.</summary>
    public bool HasSameItems(RecordingDescription other) =>
        ItemSizeBytes == other.ItemSizeBytes && LayoutText == other.LayoutText && Channels.SequenceEqual(other.Channels);

    /// <exception cref="ArgumentException">Names the value and what is allowed.</exception>
    public void Validate()
    {
        if (ItemSizeBytes is < 1 or > MaxItemSizeBytes) throw new ArgumentException($"An item of {ItemSizeBytes} bytes; 1..{MaxItemSizeBytes} are allowed.");
        if (Channels.Count > MaxChannels) throw new ArgumentException($"{Channels.Count} channels; at most {MaxChannels} are allowed.");
        if (!double.IsFinite(RateHz) || RateHz < 0) throw new ArgumentException($"A rate of {RateHz}; 0 or more is allowed.");
        CheckText("layout", LayoutText, 0, RecordingFormat.LayoutSizeBytes - 1);
        CheckText("source", SourceText, 0, RecordingFormat.SourceSizeBytes - 1);
        foreach (var channel in Channels)
        {
            CheckText("channel name", channel.Name, 1, RecordingFormat.ChannelNameSizeBytes - 1);
            CheckText("channel unit", channel.Unit, 0, RecordingFormat.ChannelUnitSizeBytes - 1);
        }
    }

    private static void CheckText(string what, string text, int minBytes, int maxBytes)
    {
        int sizeBytes = Encoding.UTF8.GetByteCount(text);
        if (sizeBytes < minBytes || sizeBytes > maxBytes || text.Any(char.IsControl))
            throw new ArgumentException($"The {what} \"{text}\" has {sizeBytes} bytes of UTF-8; {minBytes}..{maxBytes} without control characters are allowed.");
    }
}
