using Step = EdgeIpc.Paper.PictureEncoder.Step;
using StepKind = EdgeIpc.Paper.PictureEncoder.StepKind;

namespace EdgeIpc.Paper;

/// <summary>
/// GS v 0 in every shape that may be worth it: trimmed on both sides, doubled by the printer, and with its margin at each of
/// the eight dots of a byte, which gives the same picture other bytes.
/// </summary>
internal sealed class RasterChoice
{
    private const int HeaderBytes = 8, MostRows = 255;

    // A margin that leaves less than this to the right is pulled back by the printer.
    private const int LeastWidthBytes = 3;

    /// <summary>Dearer than any way around it.</summary>
    private const int LastResort = 1 << 16;

    /// <summary>As dear as a few rows: a margin between the printer's steps slows it, but is better than a look-alike.</summary>
    private const int SlowMargin = 256;

    private readonly int _mostBytes;
    private readonly PictureRows _plain;
    private readonly Shape[] _shapes;

    internal RasterChoice(DotPicture picture, PictureRows plain, int marginStepDots, int mostBytes)
    {
        (_plain, _mostBytes) = (plain, mostBytes);
        var shapes = new List<Shape> { new(plain, Mode: 0, Dots: 0), new(plain, Mode: 2, Dots: 0) };
        for (int dots = 1; dots < 8; dots++)
            shapes.Add(new(PictureRows.From(picture, dots), 0, dots, dots % marginStepDots == 0 ? 0 : SlowMargin));
        if (PictureRows.FindPairs(picture) is var first and >= 0)
        {
            for (int dots = first; dots < 16; dots += 2)
            {
                if (dots % marginStepDots != 0)
                    continue;
                PictureRows halved = PictureRows.Halved(picture, dots);
                shapes.Add(new(halved, Mode: 1, dots));
                shapes.Add(new(halved, Mode: 3, dots));
            }
        }

        _shapes = [.. shapes];
    }

    /// <summary>Offers each raster that can begin at this row.</summary>
    internal void ForEach(int row, Action<Step> offer)
    {
        for (int shape = 0; shape < _shapes.Length; shape++)
            Grow(row, shape, offer);
        if (!_plain.IsWhite(row))
            offer(new Step(LastResort, 1, StepKind.AlteredRow, Margin: 0));
    }

    internal void Write(int row, Step step, PictureBytes bytes)
    {
        Shape shape = _shapes[step.Detail];
        Area area = Area.None;
        for (int at = row; at < row + step.Rows; at += shape.Down)
            area = area.With(shape, at);
        bytes.SetMargin(shape.Margin(area.First));
        WriteHeader(shape.Mode, area.Width, step.Rows / shape.Down, bytes);
        for (int at = row; at < row + step.Rows; at += shape.Down)
            bytes.Add(shape.Rows[at].Slice(area.First, area.Width));
    }

    internal void WriteAltered(int row, PictureBytes bytes)
    {
        byte[] data = _plain[row].ToArray();
        for (int at = DotPicture.FindRealTimeLookAlike(data); at >= 0; at = DotPicture.FindRealTimeLookAlike(data))
            data[at] |= 0x08;
        bytes.SetMargin(0);
        WriteHeader(0, data.Length, 1, bytes);
        bytes.Add(data);
    }

    /// <summary>Makes the raster higher row by row, as long as it is possible in this shape and nothing looks like a real-time command.</summary>
    private void Grow(int row, int shapeIndex, Action<Step> offer)
    {
        Shape shape = _shapes[shapeIndex];
        Area area = Area.None;
        int lines = 0;
        for (int at = row; at + shape.Down <= _plain.Count && lines < MostRows && IsPossible(shape, at); at += shape.Down)
        {
            Area wider = area.With(shape, at);
            lines++;
            int bytes = HeaderBytes + (wider.Width * lines);
            if (bytes > _mostBytes)
                return;

            // A wider area brings other bytes together at the rows' ends, so all of them are looked at again.
            int checkFrom = wider == area ? Math.Max(row, at - shape.Down) : row;
            area = wider;
            if (area.Width == 0)
                continue;
            if (LooksRealTimeBetweenRows(shape, checkFrom, at, area))
                return;
            offer(new Step(bytes + shape.Penalty, at + shape.Down - row, StepKind.Raster, shape.Margin(wider.First), shapeIndex));
        }
    }

    private bool IsPossible(Shape shape, int row) =>
        !shape.Rows.LooksRealTime(row) && shape.Rows.IsExact(row) && (shape.Down == 1 || _plain.IsDoubledDown(row));

    private static bool LooksRealTimeBetweenRows(Shape shape, int from, int to, Area area)
    {
        for (int at = from; at < to; at += shape.Down)
        {
            byte last = shape.Rows[at][area.Last], first = shape.Rows[at + shape.Down][area.First];
            if (last == 0x10 && first is (0x04 or 0x05 or 0x14))
                return true;
        }

        return false;
    }

    private static void WriteHeader(int mode, int widthBytes, int rows, PictureBytes bytes) =>
        bytes.Add(0x1d, (byte)'v', (byte)'0', (byte)mode, (byte)widthBytes, (byte)(widthBytes >> 8), (byte)rows, (byte)(rows >> 8));

    /// <param name="Dots">How far the margin stands to the right of a byte's edge.</param>
    /// <param name="Penalty">Bytes that it is counted to be longer than it is.</param>
    private sealed record Shape(PictureRows Rows, int Mode, int Dots, int Penalty = 0)
    {
        internal int Across => (Mode & 1) != 0 ? 2 : 1;

        internal int Down => (Mode & 2) != 0 ? 2 : 1;

        internal int Margin(int firstByte) => (firstByte * 8 * Across) + Dots;
    }

    /// <summary>The bytes of a row that are sent, both ends included.</summary>
    private readonly record struct Area(int First, int Last)
    {
        internal static Area None { get; } = new(0, -1);

        internal int Width => Last - First + 1;

        internal Area With(Shape shape, int row)
        {
            if (shape.Rows.IsWhite(row))
                return this;
            int first = Math.Min(shape.Rows.First(row), shape.Rows.WidthBytes - LeastWidthBytes);
            return Width == 0 ? new(first, shape.Rows.Last(row)) : new(Math.Min(First, first), Math.Max(Last, shape.Rows.Last(row)));
        }
    }
}
