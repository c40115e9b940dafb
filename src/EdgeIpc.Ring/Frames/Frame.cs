using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeIpc.Ring.Frames;

/// <summary>
/// A picture that travels in a ring of its own: a large sample. It begins with a <see cref="FrameHeader"/>, and pixels follow, row
/// by row from the top left. Write it and read it in place: it is far too large to be handed over by value.
/// </summary>
public interface IFrame : IRingSample
{
    static abstract int WidthPixels { get; }

    static abstract int HeightPixels { get; }
}

/// <summary>The first 24 bytes of every frame, little-endian.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct FrameHeader
{
    /// <summary>The frame's position in its ring.</summary>
    public ulong Sequence;

    /// <summary>CLOCK_MONOTONIC when it was taken, ns.</summary>
    public long TakenAtNs;

    /// <summary>Over the whole frame but this word, as <see cref="Frame"/> reckons it.</summary>
    public ulong Checksum;
}

/// <summary>
/// The checksum that says whether a frame is whole: for each 64-bit word of it but the third (the checksum's own), from the first
/// on: sum = (sum ^ word) * 0x100000001B3, beginning with 0xCBF29CE484222325. (FNV-1a, by words.)
/// </summary>
public static class Frame
{
    private const int ChecksumWord = 2;

    /// <summary>Finishes a frame whose pixels are written.</summary>
    public static void Seal<T>(ref T frame, ulong sequence, long takenAtNs) where T : unmanaged, IFrame
    {
        ref var header = ref Unsafe.As<T, FrameHeader>(ref frame);
        (header.Sequence, header.TakenAtNs) = (sequence, takenAtNs);
        header.Checksum = ChecksumOf(in frame);
    }

    /// <summary>The header of any frame.</summary>
    public static ref readonly FrameHeader HeaderOf<T>(ref readonly T frame) where T : unmanaged, IFrame =>
        ref Unsafe.As<T, FrameHeader>(ref Unsafe.AsRef(in frame));

    /// <summary>Whether every word is of one and the same frame.</summary>
    public static bool IsWhole<T>(in T frame) where T : unmanaged, IFrame => ChecksumOf(in frame) == HeaderOf(in frame).Checksum;

    private static ulong ChecksumOf<T>(ref readonly T frame) where T : unmanaged, IFrame
    {
        var words = MemoryMarshal.Cast<T, ulong>(new ReadOnlySpan<T>(in frame));
        ulong sum = 0xCBF2_9CE4_8422_2325;
        for (int i = 0; i < words.Length; i++)
        {
            if (i != ChecksumWord) sum = (sum ^ words[i]) * 0x100_0000_01B3;
        }

        return sum;
    }
}
