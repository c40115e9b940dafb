using System.Globalization;
using System.Text;

namespace EdgeIpc.Paper.Tests;

public class UnifontTests
{
    private const string Plane0 = "/usr/share/fonts/opentype/unifont/unifont.otf", Upper = "/usr/share/fonts/opentype/unifont/unifont_upper.otf";

    // The same letters in Unifont's own text format, of Debian's package unifont: another way to the same pixels.
    private const string Hex = "/usr/share/unifont/unifont.hex";

    [Fact]
    public void Every_pixel_is_as_Unifonts_own_list_has_it()
    {
        Assert.SkipUnless(File.Exists(Hex) && File.Exists(Plane0), "Debian's packages unifont and fonts-unifont are not installed");
        PixelFont font = PixelFont.TryOpen(Plane0)!;
        int compared = 0;
        // The .hex file has noncharacters and controls that the OpenType file leaves out.
        foreach (string line in File.ReadLines(Hex).Where((_, index) => index % 5 == 0))
        {
            string[] parts = line.Split(':');
            int character = int.Parse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (!Rune.IsValid(character) || CharUnicodeInfo.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark || font.TryRead(character) is not { } glyph)
                continue;
            int digits = parts[1].Length / 16;
            IEnumerable<uint> rows = Enumerable.Range(0, 16).Select(row => uint.Parse(parts[1].AsSpan(row * digits, digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture) << (digits == 2 ? 8 : 0));
            Assert.True(rows.SequenceEqual(glyph.Rows), $"U+{character:X4}");
            compared++;
        }

        Assert.InRange(compared, 10_000, 20_000);
    }

    [Fact]
    public void Snow_and_a_smile_are_two_columns_wide()
    {
        Assert.SkipUnless(File.Exists(Plane0) && File.Exists(Upper), "Debian's package fonts-unifont is not installed");
        var book = LetterBook.WithFonts([Plane0, Upper]);
        Assert.Equal(2, book.Find(new Rune('雪'))!.Columns);
        Assert.Equal(2, book.Find(new Rune(0x1F642))!.Columns);
        Assert.Equal(1, book.Find(new Rune('ა'))!.Columns);
        Assert.Null(book.Find(new Rune(0x10FFFD)));
    }

    [Fact]
    public void A_file_that_is_no_font_or_a_damaged_one_has_no_letters()
    {
        Random random = Seed.Next(out int seed);
        string path = Path.GetTempFileName();
        try
        {
            byte[] good = SmallFont();
            File.WriteAllBytes(path, good);
            Assert.Equal(0xff00u, PixelFont.TryOpen(path)!.TryRead('A')!.Rows[15]);
            for (int round = 0; round < 300; round++)
            {
                byte[] bad = [.. good];
                for (int change = 0; change < 3; change++)
                    bad[random.Next(bad.Length)] = (byte)random.Next(256);
                File.WriteAllBytes(path, bad.AsSpan(0, random.Next(4) == 0 ? random.Next(bad.Length) : bad.Length));
                Exception? thrown = Record.Exception(() => PixelFont.TryOpen(path)?.TryRead('A'));
                Assert.True(thrown is null, $"seed {seed}, round {round}: {thrown}");
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Enlarged_strokes_are_two_dots_wide_and_gaps_one()
    {
        uint[] rows = new uint[16];
        for (int y = 0; y < 16; y++)
            rows[y] = y % 2 == 0 ? 0xAA00u : 0;
        GlyphDots glyph = new PixelGlyph(1, rows).ToGlyph();
        string top = string.Concat(Enumerable.Range(0, 12).Select(x => glyph.IsInked(x, 0) ? '#' : '.'));
        Assert.Equal("##.##.##.##.", top);
        string side = string.Concat(Enumerable.Range(0, 12).Select(y => glyph.IsInked(0, y) ? '#' : '.'));
        Assert.Equal("##.##.##.##.", side);
    }

    /// <summary>One letter, A: a bar of eight pixels at the cell's foot, in the tables that a reader needs.</summary>
    private static byte[] SmallFont()
    {
        byte[] head = new byte[54], hhea = new byte[36];
        head[19] = 64;
        hhea[5] = 56;
        byte[] cmap = [0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0, 0, 0, 0, 28, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 65, 0, 0, 0, 65, 0, 0, 0, 1];
        // -8 vmoveto; 4 32 -4 vlineto; endchar. Numbers are 139 more.
        byte[] outline = [131, 4, 143, 171, 135, 7, 14];
        byte[] strings = [0, 2, 1, 1, 2, (byte)(2 + outline.Length), 14, .. outline];
        byte[] names = [0, 1, 1, 1, 2, (byte)'U'];
        byte[] top = [0, 1, 1, 1, 5, 28, 0, 0, 17];
        byte[] empty = [0, 0];
        byte[] cff = [1, 0, 4, 1, .. names, .. top, .. empty, .. empty, .. strings];
        cff[4 + names.Length + 7] = (byte)(cff.Length - strings.Length);
        var tables = new (string Tag, byte[] Data)[] { ("CFF ", cff), ("cmap", cmap), ("head", head), ("hhea", hhea) };
        List<byte> font = [.. "OTTO"u8, 0, 4, 0, 0, 0, 0, 0, 0];
        int at = 12 + (16 * tables.Length);
        foreach ((string tag, byte[] data) in tables)
        {
            font.AddRange([.. Encoding.ASCII.GetBytes(tag), 0, 0, 0, 0, 0, 0, (byte)(at >> 8), (byte)at, 0, 0, 0, (byte)data.Length]);
            at += data.Length;
        }

        foreach ((_, byte[] data) in tables)
            font.AddRange(data);
        return [.. font];
    }
}
