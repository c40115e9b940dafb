namespace EdgeIpc.Paper;

/// <summary>
/// Encodes dots in the fewest bytes that a printer understands, and so that no image byte looks like a real-time command.
/// </summary>
/// <remarks>
/// From the last row upwards it knows the cheapest way to print the rest; for each row it tries what could begin there and
/// keeps the best (dynamic programming over rows): white rows as a feed; GS v 0 trimmed left (by GS L) and right, at full or
/// half resolution where the dots are doubled anyway; ESC * columns in 24 rows with only the inked runs, placed by ESC $. The printer must stand at the beginning of a line, without margin, aligned left.
/// </remarks>
internal sealed class PictureEncoder
{
    private readonly int[] _whiteRuns;
    private readonly RasterChoice _raster;
    private readonly ColumnChoice? _columns;
    private readonly int _mostLineBytes;
    private readonly int _count;
    private readonly int[] _cost;
    private readonly Step[] _steps;

    // The left margin that the first print from a row on wants.
    private readonly int[] _margins;

    /// <param name="mostBytes">No command is longer: a piece that could not be confirmed by itself is worth little. At least 64.</param>
    /// <param name="mostLineBytes">No 24 rows of columns take more in all: they can't be parted into two bands.</param>
    internal PictureEncoder(DotPicture picture, PrinterProfile profile, int mostBytes, int mostLineBytes = int.MaxValue)
    {
        _mostLineBytes = mostLineBytes;
        var plain = PictureRows.Of(picture);
        _whiteRuns = new int[picture.Rows + 1];
        for (int row = picture.Rows - 1; row >= 0; row--)
            _whiteRuns[row] = plain.IsWhite(row) ? _whiteRuns[row + 1] + 1 : 0;
        _raster = new RasterChoice(picture, plain, profile.MarginStepDots, mostBytes);
        _columns = profile.Has(PrinterCommands.ColumnImage) ? new ColumnChoice(picture, profile.MarginStepDots, mostBytes) : null;
        _count = picture.Rows;
        _cost = new int[_count + 1];
        _steps = new Step[_count];
        _margins = new int[_count + 1];
    }

    /// <summary>What is printed from a row on: so many rows, in this way.</summary>
    /// <param name="Bytes">Without the change of margin behind it.</param>
    /// <param name="Margin">Dots; a feed wants none of its own.</param>
    internal readonly record struct Step(int Bytes, int Rows, StepKind Kind, int Margin, int Detail = 0)
    {
        internal static Step None { get; } = new(int.MaxValue, 0, StepKind.Feed, 0);
    }

    internal enum StepKind
    {
        /// <summary>ESC J.</summary>
        Feed,

        /// <summary>GS v 0; the detail is its shape.</summary>
        Raster,

        /// <summary>GS v 0, one row, with a dot of ink too many: the last resort where no other way avoids a real-time command.</summary>
        AlteredRow,

        /// <summary>ESC * 33; the detail is how far the paper moves, at least 24.</summary>
        Columns,
    }

    /// <summary>Rows that got a dot more than the picture has; only on printers that know nothing but GS v 0.</summary>
    internal int AlteredRows { get; private set; }

    internal byte[] Encode()
    {
        for (int row = _count - 1; row >= 0; row--)
            Choose(row);
        var bytes = new PictureBytes();
        for (int row = 0; row < _count; row += _steps[row].Rows)
            Write(row, _steps[row], bytes);
        return bytes.End();
    }

    private void Choose(int row)
    {
        Step best = Step.None;
        int bestTotal = int.MaxValue;
        if (_whiteRuns[row] is var white and > 0)
            Consider(new Step(3 * ((white + 254) / 255), white, StepKind.Feed, _margins[row + white]));
        _raster.ForEach(row, Consider);
        if (_columns is not null && row + StrokeFont.CellHeight <= _count && _columns.Cost(row) is { } cost && cost <= _mostLineBytes)
        {
            // White rows below come along in the same feed.
            int end = row + StrokeFont.CellHeight;
            int more = end < _count ? Math.Min(_whiteRuns[end], 255 - StrokeFont.CellHeight) : 0;
            int advance = StrokeFont.CellHeight + more;
            Consider(new Step(cost, advance, StepKind.Columns, Margin: 0, advance));
        }

        _steps[row] = best;
        _margins[row] = best.Margin;
        _cost[row] = bestTotal;

        void Consider(Step step)
        {
            int next = row + step.Rows;
            int total = step.Bytes + (step.Margin == _margins[next] ? 0 : PictureBytes.MarginBytes) + _cost[next];
            if (total < bestTotal)
                (best, bestTotal) = (step, total);
        }
    }

    private void Write(int row, Step step, PictureBytes bytes)
    {
        switch (step.Kind)
        {
            case StepKind.Feed:
                for (int rows = step.Rows; rows > 0; rows -= 255)
                    bytes.Add(0x1b, (byte)'J', (byte)Math.Min(rows, 255));
                break;
            case StepKind.Raster:
                _raster.Write(row, step, bytes);
                break;
            case StepKind.AlteredRow:
                _raster.WriteAltered(row, bytes);
                AlteredRows++;
                break;
            default:
                _columns!.Write(row, step.Detail, bytes);
                break;
        }
    }
}
