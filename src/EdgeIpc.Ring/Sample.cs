using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeIpc.Ring;

/// <summary>
/// What a type must say of itself to travel in a ring. The text stands in the ring's header and its hash is compared on
/// both sides, so that two programs with different ideas of the bytes never meet.
/// </summary>
public interface IRingSample
{
    /// <summary>Fields with types and offsets, then the size: <c>sequence:u64@0 value:f32[4]@16 size:32</c>. ASCII, at most 1023 characters.</summary>
    static abstract string LayoutText { get; }
}

/// <summary>One reading of the sensor: 32 bytes, little-endian, layout 1. Another shape is another type, never a reordered one.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Sample : IRingSample, IEquatable<Sample>
{
    /// <summary>Channels a sample has room for.</summary>
    public const int ChannelCapacity = 4;

    /// <summary>The sample's position in its ring, from 0 on, over restarts of the writer too.</summary>
    public ulong Sequence;

    /// <summary>CLOCK_MONOTONIC when the sensor was read, ns.</summary>
    public long TakenAtNs;

    /// <summary>One value a channel, in the unit that the ring's header names; unused channels are 0.</summary>
    public ChannelValues Values;

    public static string LayoutText => "sequence:u64@0 takenAtNs:i64@8 values:f32[4]@16 size:32";

    public static bool operator ==(Sample left, Sample right) => left.Equals(right);

    public static bool operator !=(Sample left, Sample right) => !left.Equals(right);

    /// <summary>Equal bytes. (An inline array refuses to be compared by the runtime's own way.)</summary>
    public readonly bool Equals(Sample other) => BytesOf(in this).SequenceEqual(BytesOf(in other));

    public override readonly bool Equals(object? obj) => obj is Sample other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(Sequence, TakenAtNs);

    private static ReadOnlySpan<byte> BytesOf(in Sample sample) => MemoryMarshal.AsBytes(new ReadOnlySpan<Sample>(in sample));
}

/// <summary>The channel values of a <see cref="Sample"/>, by index or as a span.</summary>
[InlineArray(Sample.ChannelCapacity)]
public struct ChannelValues
{
    private float _first;
}
