using System.Collections.Concurrent;

namespace EdgeIpc.Paper;

/// <summary>
/// Our own letters: strokes of a round pen, drawn into cells of 12x24 dots (and 9x17 for font B) when first asked for.
/// A row is a ushort with the leftmost dot in bit width-1.
/// </summary>
internal static class StrokeFont
{
    internal const int CellWidth = 12, CellHeight = 24, SmallWidth = 9, SmallHeight = 17;

    private static readonly ConcurrentDictionary<char, ushort[]> Large = new();
    private static readonly ConcurrentDictionary<char, ushort[]> Small = new();

    internal static ReadOnlySpan<ushort> Rows(char character) =>
        Large.GetOrAdd(character, static c => Draw(c, CellWidth, CellHeight, 1));

    /// <summary>Font B: the same strokes in a smaller cell, with a pen thin enough to keep the counters open.</summary>
    internal static ReadOnlySpan<ushort> SmallRows(char character) =>
        Small.GetOrAdd(character, static c => Draw(c, SmallWidth, SmallHeight, 0.75));

    /// <summary>Every character that is drawn; any other shows as a hollow box.</summary>
    internal static IEnumerable<char> Characters =>
        LetterStrokes.Characters.Concat(SignStrokes.Characters).Concat(AccentedStrokes.Characters)
            .Concat(GreekStrokes.Characters).Concat(CyrillicStrokes.Characters).Concat(BoxDrawing.Characters).Append(' ');

    internal static string? Strokes(char character) =>
        LetterStrokes.Find(character) ?? SignStrokes.Find(character) ?? AccentedStrokes.Find(character)
        ?? GreekStrokes.Find(character) ?? CyrillicStrokes.Find(character);

    /// <summary>Whether it has a drawing of its own.</summary>
    internal static bool Has(char character) => character is ' ' or '\u00A0' || BoxDrawing.Has(character) || Strokes(character) is not null;

    /// <summary>Strokes that are no character's own, such as an accent alone.</summary>
    internal static ushort[] Draw(string strokes)
    {
        var cell = new StrokePen(CellWidth, CellHeight, 1);
        cell.Draw(strokes, StrokeTransform.Identity);
        return cell.Rows;
    }

    private static ushort[] Draw(char character, int width, int height, double pen)
    {
        var cell = new StrokePen(width, height, pen);
        if (character is ' ' or '\u00A0')
            return cell.Rows;
        if (BoxDrawing.TryDraw(character, cell))
            return cell.Rows;
        cell.Draw(Strokes(character) ?? "M 2,4 L 10,4 10,20 2,20 2,4", StrokeTransform.Identity);
        return cell.Rows;
    }
}
