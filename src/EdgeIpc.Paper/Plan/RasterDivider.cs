namespace EdgeIpc.Paper;

/// <summary>
/// Divides one long GS v 0 into several that print the same dots: a picture of seconds can then be confirmed piece by
/// piece, and a printer that lost its sender inside one swallows little.
/// </summary>
internal static class RasterDivider
{
    internal const int HeaderBytes = 8;

    internal static IEnumerable<ReadOnlyMemory<byte>> Divide(ReadOnlyMemory<byte> raster, int mostRows)
    {
        int bytesPerRow = Word(4), rows = Word(6);
        if (rows <= mostRows)
        {
            yield return raster;
            yield break;
        }

        for (int row = 0; row < rows; row += mostRows)
        {
            int count = Math.Min(mostRows, rows - row);
            byte[] piece = new byte[HeaderBytes + (count * bytesPerRow)];
            raster.Span[..HeaderBytes].CopyTo(piece);
            piece[6] = (byte)count;
            piece[7] = (byte)(count >> 8);
            raster.Span.Slice(HeaderBytes + (row * bytesPerRow), count * bytesPerRow).CopyTo(piece.AsSpan(HeaderBytes));
            yield return piece;
        }

        int Word(int index) => raster.Span[index] | (raster.Span[index + 1] << 8);
    }
}
