using System.IO.Compression;

namespace EdgeIpc.Playout;

/// <summary>
/// Stores the items of a block in fewer bytes: cards wear by what is written. Neighbouring samples differ little, and in the
/// same places: the sequence by one, a time in its low bytes, a value in its mantissa. XOR with the item before makes the
/// equal bytes zero, bytes of the same place side by side give zlib long runs. A sample of 32 bytes comes to about 14 bytes
/// with full-precision noise on four channels and to about 7 when the sensor measures with 12 bits.
/// </summary>
internal static class BlockPacking
{
    /// <summary>Packs items.</summary>
    /// <param name="columns">Working room, as long as <paramref name="items"/>.</param>
    /// <param name="packed">Where the packed bytes go; what does not fit is not worth it.</param>
    /// <returns>Bytes used of <paramref name="packed"/>, less than the items have; 0 when packing would not make them fewer.</returns>
    public static int Pack(ReadOnlySpan<byte> items, int itemSizeBytes, Span<byte> columns, byte[] packed)
    {
        ToColumns(items, itemSizeBytes, columns);
        using var destination = new MemoryStream(packed, 0, Math.Min(packed.Length, items.Length - 1));
        try
        {
            using var zlib = new ZLibStream(destination, CompressionLevel.Optimal, leaveOpen: true);
            zlib.Write(columns[..items.Length]);
        }
        catch (NotSupportedException)
        {
            // The room is over: noise does not get smaller.
            return 0;
        }

        return (int)destination.Position;
    }

    /// <summary>Unpacks what anybody may have written: false unless it gives exactly the items' size.</summary>
    /// <param name="columns">Working room, as long as <paramref name="items"/>.</param>
    public static bool TryUnpack(byte[] packed, int packedSizeBytes, int itemSizeBytes, byte[] columns, Span<byte> items)
    {
        using var source = new MemoryStream(packed, 0, packedSizeBytes, writable: false);
        try
        {
            using var zlib = new ZLibStream(source, CompressionMode.Decompress, leaveOpen: true);
            if (zlib.ReadAtLeast(columns.AsSpan(0, items.Length), items.Length, throwOnEndOfStream: false) != items.Length || zlib.ReadByte() >= 0) return false;
        }
        catch (InvalidDataException)
        {
            return false;
        }

        FromColumns(columns, itemSizeBytes, items);
        return true;
    }

    private static void ToColumns(ReadOnlySpan<byte> items, int itemSizeBytes, Span<byte> columns)
    {
        int count = items.Length / itemSizeBytes;
        for (int place = 0; place < itemSizeBytes; place++)
        {
            byte before = 0;
            var column = columns.Slice(place * count, count);
            for (int i = 0; i < column.Length; i++)
            {
                byte value = items[i * itemSizeBytes + place];
                column[i] = (byte)(value ^ before);
                before = value;
            }
        }
    }

    private static void FromColumns(ReadOnlySpan<byte> columns, int itemSizeBytes, Span<byte> items)
    {
        int count = items.Length / itemSizeBytes;
        for (int place = 0; place < itemSizeBytes; place++)
        {
            byte before = 0;
            var column = columns.Slice(place * count, count);
            for (int i = 0; i < column.Length; i++)
            {
                before ^= column[i];
                items[i * itemSizeBytes + place] = before;
            }
        }
    }
}
