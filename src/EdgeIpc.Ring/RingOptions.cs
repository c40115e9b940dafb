using System.Numerics;
using System.Text;

namespace EdgeIpc.Ring;

/// <summary>What one channel of the samples means: the column heads of <c>tap</c>, for rings that a program has never seen.</summary>
/// <param name="Name">1..31 bytes of UTF-8.</param>
/// <param name="Unit">0..15 bytes of UTF-8, for example <c>g</c> or <c>°C</c>.</param>
public readonly record struct RingChannel(string Name, string Unit);

/// <summary>How a writer makes its ring. A ring of another shape at the same path is replaced by a new file.</summary>
public sealed record RingOptions
{
    public const int MinSlotCount = 8;
    public const int MaxSlotCount = 1 << 26;
    public const long MaxRingBytes = 1L << 30;
    public const int MaxChannels = 32;

    /// <summary>Slots: a power of two, 8..67,108,864; all together at most 1 GiB.</summary>
    public required int SlotCount { get; init; }

    /// <summary>
    /// Slots claimed at once, 1..SlotCount / 8. A block of 64 halves what a sample costs in a fast flow of single ones (from about
    /// 100,000 a second on): one barrier a block on arm64, and the lines that readers look at stay with them. It takes as many
    /// slots from the depth that readers can use. Default 1.
    /// </summary>
    public int ClaimBlockSlots { get; init; } = 1;

    /// <summary>The meaning of the sample's values, 0..32 channels.</summary>
    public IReadOnlyList<RingChannel> Channels { get; init; } = [];

    /// <summary>The slots that hold at least <paramref name="span"/> at a rate: rounded up to a power of two, within the limits.</summary>
    public static int SlotCountFor(TimeSpan span, double rateHz)
    {
        double wanted = Math.Clamp(Math.Ceiling(span.TotalSeconds * rateHz), MinSlotCount, MaxSlotCount);
        return (int)BitOperations.RoundUpToPowerOf2((uint)wanted);
    }

    /// <summary>Refuses what a ring can't be.</summary>
    /// <exception cref="ArgumentException">Names the option, its value and what is allowed.</exception>
    public void Validate(int slotSizeBytes)
    {
        if (SlotCount is < MinSlotCount or > MaxSlotCount || !BitOperations.IsPow2(SlotCount))
            throw new ArgumentException($"SlotCount is {SlotCount}; a power of two of {MinSlotCount}..{MaxSlotCount} is allowed.");
        if (slotSizeBytes % 8 != 0 || (long)slotSizeBytes * SlotCount > MaxRingBytes)
            throw new ArgumentException($"A slot has {slotSizeBytes} bytes; a multiple of 8, and at most {MaxRingBytes} bytes in all slots, are allowed.");
        if (ClaimBlockSlots < 1 || ClaimBlockSlots > SlotCount / 8)
            throw new ArgumentException($"ClaimBlockSlots is {ClaimBlockSlots}; 1..{SlotCount / 8} (an eighth of the ring) are allowed.");
        if (Channels.Count > MaxChannels)
            throw new ArgumentException($"{Channels.Count} channels are named; at most {MaxChannels} are allowed.");
        foreach (var channel in Channels) Validate(channel);
    }

    private static void Validate(RingChannel channel)
    {
        CheckText("name", channel.Name, 1, RingHeader.ChannelNameSizeBytes - 1);
        CheckText("unit", channel.Unit, 0, RingHeader.ChannelUnitSizeBytes - 1);
    }

    private static void CheckText(string what, string text, int minBytes, int maxBytes)
    {
        int sizeBytes = Encoding.UTF8.GetByteCount(text);
        if (sizeBytes < minBytes || sizeBytes > maxBytes || text.Any(char.IsControl))
            throw new ArgumentException($"The channel {what} \"{text}\" has {sizeBytes} bytes of UTF-8; {minBytes}..{maxBytes} without control characters are allowed.");
    }
}
