using System.Runtime.InteropServices;

namespace EdgeIpc.Ring;

/// <summary>
/// The first 512 bytes of a ring file, little-endian, layout version 1; LAYOUT.md describes them for other languages.
/// Who writes: whoever makes the file, everything up to <see cref="FirstPosition"/>, once; the writer that holds the lock, the rest.
/// Readers write nothing here.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeBytes)]
internal struct RingHeader
{
    internal const int SizeBytes = 512;

    /// <summary>"EDGERING" as little-endian bytes.</summary>
    internal const ulong ExpectedMagic = 0x474E_4952_4547_4445;
    internal const uint CurrentVersion = 1;

    internal const int ChannelsOffset = 512;
    internal const int ChannelSizeBytes = ChannelNameSizeBytes + ChannelUnitSizeBytes;
    internal const int ChannelNameSizeBytes = 32;
    internal const int ChannelUnitSizeBytes = 16;
    internal const int LayoutTextOffset = 2048;
    internal const int LayoutTextSizeBytes = 1024;
    internal const int SlotsOffset = 4096;

    /// <summary>The waiters file: one word, alone on its cache line, that readers may write.</summary>
    internal const int WaitersFileSizeBytes = 64;

    // Written once, the magic last: a reader that sees it may trust every byte before the slots.
    [FieldOffset(0)] internal ulong Magic;
    [FieldOffset(8)] internal uint LayoutVersion;
    [FieldOffset(12)] internal uint SlotsAt;
    [FieldOffset(16)] internal ulong LayoutHash;
    [FieldOffset(24)] internal uint SlotSizeBytes;
    [FieldOffset(28)] internal uint SlotCount;
    [FieldOffset(32)] internal uint ChannelCount;
    [FieldOffset(40)] internal long FirstPosition;

    // Written at each start of a writer, the epoch last.
    [FieldOffset(64)] internal long WriterStartTicks;
    [FieldOffset(72)] internal long EpochStartedAtNs;
    [FieldOffset(80)] internal int WriterProcessId;
    [FieldOffset(84)] internal uint ClaimBlockSlots;
    [FieldOffset(88)] internal int Epoch;

    // The hot lines, each alone on 128 bytes because processors fetch lines in pairs. Readers look at intent after every
    // sample and at published only when they have read all they knew of; a writer that claims in blocks leaves intent's line with them.
    [FieldOffset(128)] internal long Intent;
    [FieldOffset(256)] internal long Published;

    // The futex word: the writer adds one before it wakes sleepers. Readers only compare it.
    [FieldOffset(384)] internal int Wakes;
}
