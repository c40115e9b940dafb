using System.Buffers.Binary;
using System.Globalization;

namespace EdgeIpc.Devices;

/// <summary>
/// How a channel lies in a scan of the kernel's industrial I/O buffer: <c>le:s12/16>>4</c> is a signed number of 12 bits in 16,
/// lowest byte first, to be shifted right by 4 (Documentation/ABI/testing/sysfs-bus-iio, scan_elements).
/// </summary>
internal readonly record struct IioFormat(bool IsBigEndian, bool IsSigned, int Bits, int StorageBytes, int Shift)
{
    /// <summary>The smallest and the largest number that the bits hold.</summary>
    internal (double Lowest, double Highest) Range => IsSigned ? (-Math.Pow(2, Bits - 1), Math.Pow(2, Bits - 1) - 1) : (0, Math.Pow(2, Bits) - 1);

    /// <returns>The format, or null for one that is not understood here (several values in one element among them).</returns>
    internal static IioFormat? TryParse(string text)
    {
        string[] parts = text.Trim().Split(':', '/', '>');
        if (parts is not (["be" or "le", { Length: > 1 }, _] or ["be" or "le", { Length: > 1 }, _, "", _]) || parts[1][0] is not ('s' or 'u')) return null;
        if (!TryParse(parts[1][1..], out int bits) || !TryParse(parts[2], out int storageBits)) return null;
        int shift = 0;
        if (parts.Length > 3 && !TryParse(parts[4], out shift)) return null;
        bool isPossible = storageBits is 8 or 16 or 32 or 64 && bits is > 0 and <= 64 && bits + shift <= storageBits;
        return isPossible ? new IioFormat(parts[0] == "be", parts[1][0] == 's', bits, storageBits / 8, shift) : null;
    }

    /// <param name="element">At least <see cref="StorageBytes"/> long.</param>
    internal double Value(ReadOnlySpan<byte> element)
    {
        ulong stored = (StorageBytes, IsBigEndian) switch
        {
            (1, _) => element[0],
            (2, true) => BinaryPrimitives.ReadUInt16BigEndian(element),
            (2, false) => BinaryPrimitives.ReadUInt16LittleEndian(element),
            (4, true) => BinaryPrimitives.ReadUInt32BigEndian(element),
            (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(element),
            (_, true) => BinaryPrimitives.ReadUInt64BigEndian(element),
            (_, false) => BinaryPrimitives.ReadUInt64LittleEndian(element),
        };
        // Bits above the value may hold anything: they go out on the left before the sign comes back from there.
        ulong topmost = stored >> Shift << (64 - Bits);
        return IsSigned ? (long)topmost >> (64 - Bits) : topmost >> (64 - Bits);
    }

    private static bool TryParse(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
