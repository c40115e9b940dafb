namespace EdgeIpc.Paper;

/// <summary>The figures of ISO/IEC 18004, tables 1, 9 and E.1.</summary>
internal static class QrTables
{
    internal const int MostVersion = 40;

    // Per level (L, M, Q, H) and version (from 1).
    private static readonly byte[][] CorrectionPerBlock =
    [
        [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
        [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28],
        [13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
        [17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
    ];

    private static readonly byte[][] BlockCounts =
    [
        [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25],
        [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49],
        [1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68],
        [1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81],
    ];

    internal static int Correction(int version, QrLevel level) => CorrectionPerBlock[(int)level][version - 1];

    internal static int Blocks(int version, QrLevel level) => BlockCounts[(int)level][version - 1];

    /// <summary>All codewords of a symbol: its modules less finders, timing, alignment, format and version, in bytes.</summary>
    internal static int Codewords(int version)
    {
        int modules = (((16 * version) + 128) * version) + 64;
        if (version >= 2)
        {
            int alignments = (version / 7) + 2;
            modules -= (((25 * alignments) - 10) * alignments) - 55;
            if (version >= 7)
                modules -= 36;
        }

        return modules / 8;
    }

    internal static int DataCodewords(int version, QrLevel level) =>
        Codewords(version) - (Correction(version, level) * Blocks(version, level));

    /// <summary>Centres of the alignment patterns, the same across and down (table E.1, by its rule).</summary>
    internal static int[] AlignmentCentres(int version)
    {
        if (version == 1)
            return [];
        int count = (version / 7) + 2, last = (4 * version) + 10;
        // The only version that the even spacing does not give.
        int step = version == 32 ? 26 : ((version * 4) + (count * 2) + 1) / ((count * 2) - 2) * 2;
        int[] centres = new int[count];
        centres[0] = 6;
        for (int index = count - 1; index > 0; index--)
            centres[index] = last - ((count - 1 - index) * step);
        return centres;
    }
}
