using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace EdgeIpc.Paper;

/// <summary>
/// GNU Unifont's OpenType files (fonts-unifont): pixels of 8x16 and 16x16, kept as outlines. Read by position, character by
/// character, so that five megabytes of font cost a few kilobytes of memory. A damaged file has no letters; it harms nobody.
/// </summary>
/// <remarks>Sources: the OpenType specification (cmap formats 4 and 12), Adobe Technical Notes 5176 (CFF) and 5177 (Type 2).</remarks>
internal sealed class PixelFont
{
    private const int MostOutlineBytes = 4096;

    private readonly SafeFileHandle _file;
    private readonly long _outlines;
    private readonly IReadOnlyList<CharacterRange> _ranges;
    private readonly long _glyphCount;
    private readonly int _offsetBytes;
    private readonly PixelScale _scale;

    private PixelFont(SafeFileHandle file)
    {
        _file = file;
        Dictionary<string, long> tables = ReadTables();
        byte[] head = Read(tables["head"], 20), hhea = Read(tables["hhea"], 8);
        // 16 pixels are one em.
        _scale = new PixelScale(BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(18)) / 16, BinaryPrimitives.ReadInt16BigEndian(hhea.AsSpan(4)));
        if (_scale.UnitsPerPixel == 0)
            throw new InvalidDataException("an em of no units");
        _ranges = new CharacterMap(Read).ReadRanges(tables["cmap"]);
        _outlines = FindOutlines(tables["CFF "]);
        byte[] index = Read(_outlines, 3);
        _glyphCount = BinaryPrimitives.ReadUInt16BigEndian(index);
        _offsetBytes = index[2];
    }

    /// <returns>Null when the file can't be read or is no such font.</returns>
    internal static PixelFont? TryOpen(string path)
    {
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return new PixelFont(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException or KeyNotFoundException)
        {
            file?.Dispose();
            return null;
        }
    }

    /// <returns>Null: the font hasn't this character, or its outline is none of pixels.</returns>
    internal PixelGlyph? TryRead(int character)
    {
        foreach (CharacterRange range in _ranges)
        {
            if (character < range.First || character > range.Last)
                continue;
            long glyph = range.FirstGlyph + (character - range.First);
            return glyph > 0 && glyph < _glyphCount ? ReadOutline(glyph) : null;
        }

        return null;
    }

    private PixelGlyph? ReadOutline(long glyph)
    {
        try
        {
            (long start, long end) = EntryOf(_outlines, _glyphCount, _offsetBytes, glyph);
            return end - start is > 0 and <= MostOutlineBytes ? PixelOutline.TryDraw(Read(start, (int)(end - start)), _scale) : null;
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            return null;
        }
    }

    private Dictionary<string, long> ReadTables()
    {
        byte[] head = Read(0, 12);
        if (BinaryPrimitives.ReadUInt32BigEndian(head) != 0x4f54544f)
            throw new InvalidDataException("no OpenType file with outlines of CFF");
        int count = Math.Min((int)BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(4)), 64);
        byte[] directory = Read(12, count * 16);
        var tables = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int index = 0; index < count; index++)
            tables[Encoding.ASCII.GetString(directory, index * 16, 4)] = BinaryPrimitives.ReadUInt32BigEndian(directory.AsSpan((index * 16) + 8));
        return tables;
    }

    /// <summary>Header, names, then the top dictionary, whose operator 17 says where the outlines are.</summary>
    private long FindOutlines(long cff)
    {
        long names = cff + Read(cff, 4)[2];
        long dictionaries = SkipIndex(names);
        byte[] head = Read(dictionaries, 3);
        (long start, long end) = EntryOf(dictionaries, BinaryPrimitives.ReadUInt16BigEndian(head), head[2], 0);
        return cff + TopDictionary.FindNumber(Read(start, (int)Math.Min(end - start, MostOutlineBytes)), TopDictionary.CharStrings);
    }

    private long SkipIndex(long at)
    {
        byte[] head = Read(at, 3);
        int count = BinaryPrimitives.ReadUInt16BigEndian(head);
        return count == 0 ? at + 2 : EntryOf(at, count, head[2], count - 1).End;
    }

    /// <summary>An INDEX is a count, the size of its offsets, count + 1 offsets (from 1), and the data.</summary>
    private (long Start, long End) EntryOf(long index, long count, int offsetBytes, long entry)
    {
        if (offsetBytes is < 1 or > 4)
            throw new InvalidDataException("offsets of no known size");
        byte[] offsets = Read(index + 3 + (entry * offsetBytes), offsetBytes * 2);
        long data = index + 3 + ((count + 1) * offsetBytes) - 1;
        return (data + Number(offsets.AsSpan(0, offsetBytes)), data + Number(offsets.AsSpan(offsetBytes)));
    }

    private static long Number(ReadOnlySpan<byte> bytes)
    {
        long number = 0;
        foreach (byte value in bytes)
            number = (number << 8) | value;
        return number;
    }

    private byte[] Read(long at, int count)
    {
        if (at < 0 || count < 0)
            throw new InvalidDataException("a place outside the font");
        byte[] bytes = new byte[count];
        return RandomAccess.Read(_file, bytes, at) == count ? bytes : throw new InvalidDataException("the font ends too early");
    }
}
