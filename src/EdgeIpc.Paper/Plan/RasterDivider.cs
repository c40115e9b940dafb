namespace EdgeIpc.Paper;

/// <summary>
/// Divides one long GS v 0 or ESC * into several that print the same dots: a picture of seconds can then be confirmed piece by
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

    /// <summary>ESC * m nL nH: each piece goes on where the one before it ended.</summary>
    internal static IEnumerable<ReadOnlyMemory<byte>> DivideColumns(ReadOnlyMemory<byte> columns, int mostBytes)
    {
        const int Header = 5;
        int bytesPerColumn = columns.Span[2] is 32 or 33 ? 3 : 1;
        int most = Math.Max(1, (mostBytes - Header) / bytesPerColumn), count = (columns.Length - Header) / bytesPerColumn;
        if (count <= most)
        {
            yield return columns;
            yield break;
        }

        for (int column = 0; column < count; column += most)
        {
            int part = Math.Min(most, count - column);
            byte[] piece = new byte[Header + (part * bytesPerColumn)];
            columns.Span[..Header].CopyTo(piece);
            piece[3] = (byte)part;
            piece[4] = (byte)(part >> 8);
            columns.Span.Slice(Header + (column * bytesPerColumn), part * bytesPerColumn).CopyTo(piece.AsSpan(Header));
            yield return piece;
        }
    }
}
