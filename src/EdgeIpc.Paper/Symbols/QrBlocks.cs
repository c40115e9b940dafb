namespace EdgeIpc.Paper;

/// <summary>Error correction: data in blocks, each with its Reed-Solomon remainder, all interleaved.</summary>
internal static class QrBlocks
{
    internal static byte[] Interleave(byte[] data, int version, QrLevel level)
    {
        int blocks = QrTables.Blocks(version, level), correction = QrTables.Correction(version, level);
        int codewords = QrTables.Codewords(version);
        // The first blocks are one byte shorter where the data doesn't divide evenly.
        int shortBlocks = blocks - (codewords % blocks), shortData = (codewords / blocks) - correction;
        byte[] divisor = ReedSolomon.Divisor(correction);

        var dataParts = new byte[blocks][];
        var correctionParts = new byte[blocks][];
        for (int block = 0, at = 0; block < blocks; block++)
        {
            int length = shortData + (block < shortBlocks ? 0 : 1);
            dataParts[block] = data[at..(at + length)];
            correctionParts[block] = ReedSolomon.Remainder(dataParts[block], divisor);
            at += length;
        }

        return [.. InTurn(dataParts, shortData + 1), .. InTurn(correctionParts, correction)];
    }

    private static IEnumerable<byte> InTurn(byte[][] parts, int longest)
    {
        for (int index = 0; index < longest; index++)
        {
            foreach (byte[] part in parts)
            {
                if (index < part.Length)
                    yield return part[index];
            }
        }
    }
}

/// <summary>Arithmetic in GF(256) over x^8 + x^4 + x^3 + x^2 + 1.</summary>
internal static class ReedSolomon
{
    private const int Polynomial = 0x11d;

    /// <summary>The product of (x - 2^i), i = 0..degree-1, without its leading 1.</summary>
    internal static byte[] Divisor(int degree)
    {
        byte[] divisor = new byte[degree];
        divisor[^1] = 1;
        int root = 1;
        for (int index = 0; index < degree; index++)
        {
            for (int term = 0; term < degree; term++)
                divisor[term] = (byte)(Multiply(divisor[term], root) ^ (term + 1 < degree ? divisor[term + 1] : 0));
            root = Multiply(root, 2);
        }

        return divisor;
    }

    internal static byte[] Remainder(ReadOnlySpan<byte> data, ReadOnlySpan<byte> divisor)
    {
        byte[] remainder = new byte[divisor.Length];
        foreach (byte value in data)
        {
            int factor = value ^ remainder[0];
            remainder.AsSpan(1).CopyTo(remainder);
            remainder[^1] = 0;
            for (int index = 0; index < remainder.Length; index++)
                remainder[index] ^= (byte)Multiply(divisor[index], factor);
        }

        return remainder;
    }

    private static int Multiply(int left, int right)
    {
        int product = 0;
        for (int bit = 7; bit >= 0; bit--)
        {
            product = (product << 1) ^ ((product >> 7) * Polynomial);
            product ^= ((right >> bit) & 1) * left;
        }

        return product;
    }
}
