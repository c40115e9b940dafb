using System.Buffers;

namespace EdgeIpc.Paper;

/// <summary>Data as a QR code's bit stream: mode, count, characters, terminator, padding.</summary>
internal static class QrBits
{
    private const string Alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789"u8);
    private static readonly SearchValues<byte> AlphanumericBytes = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"u8);

    /// <returns>The data codewords, filled up; null when they don't fit.</returns>
    internal static byte[]? TryWrite(ReadOnlySpan<byte> data, int version, int codewords)
    {
        var writer = new BitWriter(codewords);
        bool fits = !data.IsEmpty && !data.ContainsAnyExcept(Digits) ? WriteDigits(writer, data, version)
            : !data.ContainsAnyExcept(AlphanumericBytes) ? WriteAlphanumeric(writer, data, version)
            : WriteBytes(writer, data, version);
        if (!fits || writer.Overflows)
            return null;
        writer.Fill();
        return writer.Bytes;
    }

    // The width of the count depends on the mode and on three classes of versions (table 3).
    private static int CountBits(int version, int small, int middle, int large) =>
        version <= 9 ? small : version <= 26 ? middle : large;

    private static bool WriteDigits(BitWriter writer, ReadOnlySpan<byte> data, int version)
    {
        if (!writer.Begin(0b0001, data.Length, CountBits(version, 10, 12, 14)))
            return false;
        for (int at = 0; at < data.Length; at += 3)
        {
            int number = 0, count = Math.Min(3, data.Length - at);
            foreach (byte digit in data.Slice(at, count))
                number = (number * 10) + digit - '0';
            writer.Write(number, (count * 3) + 1);
        }

        return true;
    }

    private static bool WriteAlphanumeric(BitWriter writer, ReadOnlySpan<byte> data, int version)
    {
        if (!writer.Begin(0b0010, data.Length, CountBits(version, 9, 11, 13)))
            return false;
        for (int at = 0; at + 1 < data.Length; at += 2)
            writer.Write((Value(data[at]) * 45) + Value(data[at + 1]), 11);
        if (data.Length % 2 == 1)
            writer.Write(Value(data[^1]), 6);
        return true;

        static int Value(byte character) => Alphanumeric.IndexOf((char)character, StringComparison.Ordinal);
    }

    private static bool WriteBytes(BitWriter writer, ReadOnlySpan<byte> data, int version)
    {
        if (!writer.Begin(0b0100, data.Length, CountBits(version, 8, 16, 16)))
            return false;
        foreach (byte value in data)
            writer.Write(value, 8);
        return true;
    }

    private sealed class BitWriter(int codewords)
    {
        private int _bits;

        internal byte[] Bytes { get; } = new byte[codewords];

        internal bool Overflows => _bits > codewords * 8;

        /// <returns>False: the count alone does not fit.</returns>
        internal bool Begin(int mode, int count, int countBits)
        {
            if (count >= 1 << countBits)
                return false;
            Write(mode, 4);
            Write(count, countBits);
            return true;
        }

        internal void Write(int value, int count)
        {
            for (int bit = count - 1; bit >= 0; bit--, _bits++)
            {
                if (_bits < codewords * 8)
                    Bytes[_bits >> 3] |= (byte)(((value >> bit) & 1) << (7 - (_bits & 7)));
            }
        }

        /// <summary>Four zero bits at most, to the next byte, then EC and 11 in turn.</summary>
        internal void Fill()
        {
            Write(0, Math.Min(4, (codewords * 8) - _bits));
            Write(0, (8 - (_bits % 8)) % 8);
            for (int index = 0; _bits < codewords * 8; index++)
                Write(index % 2 == 0 ? 0xec : 0x11, 8);
        }
    }
}
