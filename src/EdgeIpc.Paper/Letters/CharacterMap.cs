using System.Buffers.Binary;

namespace EdgeIpc.Paper;

/// <summary>Characters that follow each other and have glyphs that do.</summary>
internal readonly record struct CharacterRange(int First, int Last, long FirstGlyph);

/// <summary>An OpenType font's cmap: format 12 of Unicode in full, else format 4 of its first plane.</summary>
internal sealed class CharacterMap(Func<long, int, byte[]> read)
{
    private const int MostRanges = 65_536;

    internal IReadOnlyList<CharacterRange> ReadRanges(long cmap)
    {
        int count = BinaryPrimitives.ReadUInt16BigEndian(read(cmap, 4).AsSpan(2));
        byte[] subtables = read(cmap + 4, count * 8);
        IReadOnlyList<CharacterRange> found = [];
        for (int index = 0; index < count; index++)
        {
            long at = cmap + BinaryPrimitives.ReadUInt32BigEndian(subtables.AsSpan((index * 8) + 4));
            int format = BinaryPrimitives.ReadUInt16BigEndian(read(at, 2));
            if (format == 12)
                return ReadFormat12(at);
            if (format == 4)
                found = ReadFormat4(at);
        }

        return found;
    }

    private CharacterRange[] ReadFormat12(long at)
    {
        uint count = BinaryPrimitives.ReadUInt32BigEndian(read(at, 16).AsSpan(12));
        if (count > MostRanges)
            throw new InvalidDataException("more ranges than there are characters");
        byte[] groups = read(at + 16, (int)count * 12);
        return [.. Enumerable.Range(0, (int)count).Select(index => new CharacterRange((int)Word(index * 12), (int)Word((index * 12) + 4), Word((index * 12) + 8)))];

        uint Word(int offset) => BinaryPrimitives.ReadUInt32BigEndian(groups.AsSpan(offset));
    }

    /// <summary>Segments with an offset into a table of glyphs don't occur in Unifont and are passed over.</summary>
    private List<CharacterRange> ReadFormat4(long at)
    {
        int count = BinaryPrimitives.ReadUInt16BigEndian(read(at, 8).AsSpan(6)) / 2;
        byte[] words = read(at + 14, (count * 8) + 2);
        var ranges = new List<CharacterRange>();
        for (int index = 0; index < count; index++)
        {
            int last = Word(index), first = Word(count + 1 + index), delta = Word((count * 2) + 1 + index), table = Word((count * 3) + 1 + index);
            if (table == 0 && first <= last)
                ranges.Add(new(first, last, (first + delta) & 0xffff));
        }

        return ranges;

        int Word(int index) => BinaryPrimitives.ReadUInt16BigEndian(words.AsSpan(index * 2));
    }
}

/// <summary>A CFF font's top dictionary: numbers, then the operator that they belong to.</summary>
internal static class TopDictionary
{
    internal const int CharStrings = 17;

    private const byte Real = 30, Escape = 12;

    /// <exception cref="InvalidDataException">The operator isn't there.</exception>
    internal static long FindNumber(ReadOnlySpan<byte> dictionary, int wanted)
    {
        long number = 0;
        for (int at = 0; at < dictionary.Length;)
        {
            byte value = dictionary[at];
            if (value == wanted)
                return number;
            if (value == Real)
                at += 1 + RealBytes(dictionary[(at + 1)..]);
            else if (value <= 21)
                at += value == Escape ? 2 : 1;
            else
                at += PixelOutline.TakeNumber(dictionary[at..], out number);
        }

        throw new InvalidDataException("no outlines");
    }

    /// <summary>Decimal digits in halves of bytes up to a half of 15.</summary>
    private static int RealBytes(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOfAnyInRange((byte)0xf0, (byte)0xff), other = 0;
        while (other < bytes.Length && (bytes[other] & 0x0f) != 0x0f)
            other++;
        return Math.Min(end < 0 ? bytes.Length : end, other) + 1;
    }
}
