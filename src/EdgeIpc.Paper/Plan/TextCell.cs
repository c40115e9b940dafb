using System.Globalization;
using System.Text;

namespace EdgeIpc.Paper;

/// <summary>One place of a line: a character of the printer's own, or dots where it has none.</summary>
/// <param name="Native">In the printer's code page; 0 where <paramref name="Dots"/> are to be printed.</param>
/// <param name="Columns">1 or 2.</param>
/// <param name="IsRightToLeft">Of a script that is written from right to left.</param>
internal readonly record struct TextCell(char Native, GlyphDots? Dots, int Columns, bool IsBold = false, bool IsRightToLeft = false)
{
    internal static TextCell Blank { get; } = new(' ', null, 1);

    internal bool IsBlank => Native == ' ';

    /// <summary>What is drawn where the line becomes a picture.</summary>
    internal GlyphDots Glyph => Dots ?? new GlyphDots(1, [.. StrokeFont.Rows(Native).ToArray().Select(row => (uint)row)]);
}

/// <summary>What characters are to a line of cells.</summary>
internal static class CharacterKind
{
    internal static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    /// <summary>Joiners, selectors and marks of direction: they say how to draw, and are not drawn. Skin tones are left out, too.</summary>
    internal static bool IsUnseen(Rune rune) =>
        rune.Value is '\r' or (>= 0xFE00 and <= 0xFE0F) or (>= 0x1F3FB and <= 0x1F3FF) or (>= 0xE0000 and <= 0xE0FFF)
        || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format;

    internal static bool IsRightToLeft(Rune rune) =>
        rune.Value is (>= 0x590 and <= 0x8FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);
}
