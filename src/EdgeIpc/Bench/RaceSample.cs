using System.Runtime.InteropServices;
using EdgeIpc.Ring;

namespace EdgeIpc.Bench;

/// <summary>What every peer of the race carries: 32 bytes, of which each word follows from the position, so that a torn or lost one shows.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RaceSample : IRingSample
{
    public const int SizeBytes = 32;
    private const ulong FirstKey = 0x9E37_79B9_7F4A_7C15;
    private const ulong LastKey = 0xD1B5_4A32_D192_ED03;

    public ulong Sequence;

    /// <summary>CLOCK_MONOTONIC when it was sent, where that is measured, else 0.</summary>
    public long TakenAtNs;
    public ulong First;
    public ulong Last;

    public static string LayoutText => "sequence:u64@0 takenAtNs:i64@8 first:u64@16 last:u64@24 size:32";

    public static RaceSample Make(long position, long takenAtNs = 0) =>
        new() { Sequence = (ulong)position, TakenAtNs = takenAtNs, First = (ulong)position ^ FirstKey, Last = (ulong)position + LastKey };

    /// <summary>Whether its words belong together, whichever position it is of.</summary>
    public readonly bool IsWhole => First == (Sequence ^ FirstKey) && Last == Sequence + LastKey;
}
