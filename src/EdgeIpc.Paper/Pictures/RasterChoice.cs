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

    private readonly int _mostBytes;
    private readonly PictureRows _plain;
    private readonly Shape[] _shapes;

    internal RasterChoice(DotPicture picture, PictureRows plain, int mostBytes)
    {
        (_plain, _mostBytes) = (plain, mostBytes);
        PictureRows halved = PictureRows.Halved(picture);
        _shapes =
        [
            new(plain, Mode: 0, Dots: 0),
            new(plain, Mode: 2, Dots: 0),
            new(halved, Mode: 1, Dots: 0),
            new(halved, Mode: 3, Dots: 0),
            .. Enumerable.Range(1, 7).Select(dots => new Shape(PictureRows.From(picture, dots), 0, dots)),
        ];
    }

    /// <summary>Offers each raster that can begin at this row.</summary>
    internal void ForEach(int row, Action<Step> offer)
    {
        for (int shape = 0; shape < _shapes.Length; shape++)
            Grow(row, shape, offer);
        if (!_plain.IsWhite(row))
            offer(new Step(LastResort, 1, StepKind.AlteredRow));
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
            int bytes = HeaderBytes + (wider.Width * lines) + (shape.Margin(wider.First) > 0 ? 2 * PictureBytes.MarginBytes : 0);
            if (bytes > _mostBytes)
                return;

            // A wider area brings other bytes together at the rows' ends, so all of them are looked at again.
            int checkFrom = wider == area ? Math.Max(row, at - shape.Down) : row;
            area = wider;
            if (area.Width == 0)
                continue;
            if (LooksRealTimeBetweenRows(shape, checkFrom, at, area))
                return;
            offer(new Step(bytes, at + shape.Down - row, StepKind.Raster, shapeIndex));
        }
    }

    private bool IsPossible(Shape shape, int row) =>
        !shape.Rows.LooksRealTime(row)
        && (shape.Down == 1 || _plain.IsDoubledDown(row))
        && (shape.Across == 1 || _plain.IsDoubledAcross(row))
        // No dot may stand to the left of the margin.
        && (shape.Dots == 0 || _plain[row][0] >> (8 - shape.Dots) == 0);

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
    private sealed record Shape(PictureRows Rows, int Mode, int Dots)
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
