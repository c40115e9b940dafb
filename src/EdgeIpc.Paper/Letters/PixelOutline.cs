using System.Buffers.Binary;

namespace EdgeIpc.Paper;

/// <param name="UnitsPerPixel">Of the font's coordinates.</param>
/// <param name="Ascent">Where the topmost pixel begins, in units above the base line.</param>
internal readonly record struct PixelScale(int UnitsPerPixel, int Ascent);

/// <summary>
/// Draws an outline that follows the edges of pixels: the only kind that Unifont has. Anything with a slant or a curve is
/// refused.
/// </summary>
internal static class PixelOutline
{
    private const byte VerticalMove = 4, Line = 5, HorizontalLine = 6, VerticalLine = 7, End = 14, Move = 21, HorizontalMove = 22;
    private const int MostNumbers = 48, ShortNumber = 28, LongNumber = 29;

    internal static PixelGlyph? TryDraw(ReadOnlySpan<byte> outline, PixelScale scale)
    {
        var pen = new EdgePen(scale);
        var numbers = new List<int>();
        for (int at = 0; at < outline.Length;)
        {
            byte value = outline[at];
            if (value >= 32 || value == ShortNumber)
            {
                at += TakeNumber(outline[at..], out long number);
                numbers.Add((int)number);
                if (numbers.Count > MostNumbers)
                    return null;
                continue;
            }

            if (value == End)
                return pen.ToGlyph();
            if (!TryRun(value, numbers, pen))
                return null;
            numbers.Clear();
            at++;
        }

        return null;
    }

    /// <returns>How many bytes the number takes.</returns>
    internal static int TakeNumber(ReadOnlySpan<byte> bytes, out long number)
    {
        byte value = bytes[0];
        int length = value switch { ShortNumber => 3, LongNumber or 255 => 5, >= 247 => 2, _ => 1 };
        if (bytes.Length < length)
            throw new InvalidDataException("a number ends too early");
        number = value switch
        {
            ShortNumber => BinaryPrimitives.ReadInt16BigEndian(bytes[1..]),
            LongNumber => BinaryPrimitives.ReadInt32BigEndian(bytes[1..]),
            255 => BinaryPrimitives.ReadInt32BigEndian(bytes[1..]) >> 16,
            >= 251 => (-(value - 251) * 256) - bytes[1] - 108,
            >= 247 => ((value - 247) * 256) + bytes[1] + 108,
            _ => value - 139,
        };
        return length;
    }

    private static bool TryRun(byte command, List<int> numbers, EdgePen pen)
    {
        switch (command)
        {
            // The first move may carry the glyph's width before its own numbers.
            case Move when numbers.Count >= 2:
                pen.Move(numbers[^2], numbers[^1]);
                return true;
            case HorizontalMove when numbers.Count >= 1:
                pen.Move(numbers[^1], 0);
                return true;
            case VerticalMove when numbers.Count >= 1:
                pen.Move(0, numbers[^1]);
                return true;
            case HorizontalLine or VerticalLine:
                bool isVertical = command == VerticalLine;
                foreach (int length in numbers)
                {
                    pen.Line(isVertical ? 0 : length, isVertical ? length : 0);
                    isVertical = !isVertical;
                }

                return true;
            case Line when numbers.Count % 2 == 0:
                for (int index = 0; index < numbers.Count; index += 2)
                {
                    if (numbers[index] != 0 && numbers[index + 1] != 0)
                        return false;
                    pen.Line(numbers[index], numbers[index + 1]);
                }

                return true;
            default:
                return false;
        }
    }

    /// <summary>Notes upright edges; between two of them in a row lie pixels (even-odd).</summary>
    private sealed class EdgePen(PixelScale scale)
    {
        // Combining marks may stand to the left of their origin.
        private const int Left = 16, Columns = 48;

        private readonly bool[] _edges = new bool[PixelGlyph.Height * (Columns + 1)];
        private (int X, int Y) _at;
        private (int X, int Y) _start;

        internal void Move(int x, int y)
        {
            Close();
            _at = _start = (_at.X + x, _at.Y + y);
        }

        internal void Line(int x, int y)
        {
            if (y != 0)
                Edge(_at.X, _at.Y, _at.Y + y);
            _at = (_at.X + x, _at.Y + y);
        }

        internal PixelGlyph ToGlyph()
        {
            Close();
            uint[] rows = new uint[PixelGlyph.Height];
            bool isLeftOfOrigin = false, isWide = false;
            for (int row = 0; row < rows.Length; row++)
            {
                bool isInside = false;
                for (int column = 0; column < Columns; column++)
                {
                    isInside ^= _edges[(row * (Columns + 1)) + column];
                    if (!isInside)
                        continue;
                    int x = column - Left;
                    isLeftOfOrigin |= x < 0;
                    isWide |= x >= 8;
                    if (x is >= -16 and < 16)
                        rows[row] |= 1u << (15 - x);
                }
            }

            return new PixelGlyph(isWide && !isLeftOfOrigin ? 2 : 1, isLeftOfOrigin ? [.. rows.Select(row => row >> 8)] : rows);
        }

        /// <summary>An outline ends where it began.</summary>
        private void Close()
        {
            if (_at.Y != _start.Y)
                Edge(_at.X, _at.Y, _start.Y);
        }

        private void Edge(int x, int fromY, int toY)
        {
            int column = (x / scale.UnitsPerPixel) + Left;
            int top = (scale.Ascent - Math.Max(fromY, toY)) / scale.UnitsPerPixel, bottom = (scale.Ascent - Math.Min(fromY, toY)) / scale.UnitsPerPixel;
            for (int row = Math.Max(0, top); row < Math.Min(bottom, PixelGlyph.Height); row++)
            {
                if (column is >= 0 and <= Columns)
                    _edges[(row * (Columns + 1)) + column] ^= true;
            }
        }
    }
}

/// <summary>A glyph of 16 rows, 8 or 16 pixels wide; the leftmost pixel is bit 15.</summary>
internal sealed record PixelGlyph(int Columns, IReadOnlyList<uint> Rows)
{
    internal const int Height = 16;

    /// <summary>
    /// Half as large again. Each dot covers four ninths of a pixel; it is inked where at least half of it is, so that every
    /// stroke becomes two dots wide and every gap one: as heavy as the printer's own letters.
    /// </summary>
    internal GlyphDots ToGlyph()
    {
        int width = Columns * StrokeFont.CellWidth;
        uint[] rows = new uint[GlyphDots.Height];
        for (int y = 0; y < GlyphDots.Height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int inked = 0;
                for (int part = 0; part < 4; part++)
                    inked += IsInked(((x * 2) + (part & 1)) / 3, ((y * 2) + (part >> 1)) / 3) ? 1 : 0;
                if (inked >= 2)
                    rows[y] |= 1u << (width - 1 - x);
            }
        }

        return new GlyphDots(Columns, rows);
    }

    internal bool IsInked(int x, int y) => (Rows[y] & (1u << (15 - x))) != 0;
}
