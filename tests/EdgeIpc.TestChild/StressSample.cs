using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeIpc.Ring;

namespace EdgeIpc.TestChild;

/// <summary>A sample of 64 bytes in which every word follows from its position: one torn or foreign word shows.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StressSample : IRingSample
{
    private const int WordCount = 7;

    public ulong Sequence;
    public StressWords Words;

    public static string LayoutText => "sequence:u64@0 words:u64[7]@8 size:64";

    public static StressSample Make(long position)
    {
        var sample = new StressSample { Sequence = (ulong)position };
        for (int i = 0; i < WordCount; i++) sample.Words[i] = Word(position, i);
        return sample;
    }

    /// <summary>Whether it is, whole, the sample of this position.</summary>
    public readonly bool IsWhole(long position)
    {
        if (Sequence != (ulong)position) return false;
        for (int i = 0; i < WordCount; i++)
        {
            if (Words[i] != Word(position, i)) return false;
        }

        return true;
    }

    private static ulong Word(long position, int index) => ((ulong)position + 1) * 0x9E37_79B9_7F4A_7C15UL + (ulong)index * 0xD1B5_4A32_D192_ED03UL;

    [InlineArray(WordCount)]
    public struct StressWords
    {
        private ulong _first;
    }
}
