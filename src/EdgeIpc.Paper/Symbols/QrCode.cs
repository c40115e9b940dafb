namespace EdgeIpc.Paper;

/// <summary>How much of a QR code may be spoilt and it can still be read.</summary>
public enum QrLevel
{
    /// <summary>7 %.</summary>
    L,

    /// <summary>15 %.</summary>
    M,

    /// <summary>25 %.</summary>
    Q,

    /// <summary>30 %.</summary>
    H,
}

/// <summary>
/// A QR code, model 2, versions 1 to 40 (ISO/IEC 18004): the smallest that holds the data, in the tightest of the modes
/// numeric, alphanumeric and bytes, with the mask that the standard's penalty rules choose. Without quiet zone.
/// </summary>
public sealed class QrCode
{
    private readonly QrMatrix _matrix;

    private QrCode(QrMatrix matrix, int version) => (_matrix, Version) = (matrix, version);

    /// <summary>1..40.</summary>
    public int Version { get; }

    /// <summary>Modules on a side: 17 + 4 x version.</summary>
    public int Size => _matrix.Size;

    /// <summary>Dark?</summary>
    public bool this[int x, int y] => _matrix.IsDark(x, y);

    /// <returns>Null: no version holds so much data at this level.</returns>
    public static QrCode? TryEncode(ReadOnlySpan<byte> data, QrLevel level)
    {
        for (int version = 1; version <= QrTables.MostVersion; version++)
        {
            if (QrBits.TryWrite(data, version, QrTables.DataCodewords(version, level)) is not { } codewords)
                continue;
            var matrix = new QrMatrix(version, level);
            matrix.PlaceData(QrBlocks.Interleave(codewords, version, level));
            matrix.ChooseMask();
            return new QrCode(matrix, version);
        }

        return null;
    }
}
