namespace EdgeIpc.Paper;

/// <summary>The dots of a chart: frames, grid, curves, and a pointer at the moment of each alarm.</summary>
internal static class ChartPicture
{
    private const int PointerDots = 9;

    internal static DotPicture Draw(SpanReport report, ChartLane[] lanes, IReadOnlyList<TimeTick> ticks, int widthDots, int rows)
    {
        var picture = new DotPicture(widthDots, rows);
        foreach (ChartLane lane in lanes)
        {
            DrawFrame(picture, lane);
            foreach (TimeTick tick in ticks)
                DrawDotted(picture, lane.Left, lane.Right, tick.Row);
            DrawCurve(picture, lane);
        }

        // A line of time begins at the paper's edge, over its label.
        foreach (TimeTick tick in ticks.Where(tick => tick.Label.Length > 0))
            picture.HorizontalLine(0, (TimeAxis.LabelColumns * StrokeFont.CellWidth) - 6, tick.Row);
        foreach (AlarmNote alarm in report.Alarms)
            DrawPointer(picture, RowOf(report, alarm.At, rows));
        return picture;
    }

    private static int RowOf(SpanReport report, DateTimeOffset at, int rows) =>
        report.Seconds > 0 ? (int)Math.Round(Math.Clamp((at - report.From).TotalSeconds / report.Seconds, 0, 1) * (rows - 1)) : 0;

    /// <summary>Edges full, steps in between dotted; the zero line, where there is one, dashed.</summary>
    private static void DrawFrame(DotPicture picture, ChartLane lane)
    {
        for (int y = 0; y < picture.Rows; y++)
        {
            picture[lane.Left, y] = true;
            picture[lane.Right, y] = true;
        }

        picture.HorizontalLine(lane.Left, lane.Right, 0);
        picture.HorizontalLine(lane.Left, lane.Right, picture.Rows - 1);
        ChartScale scale = lane.Scale;
        for (double value = scale.Low + scale.Step; value < scale.High - (scale.Step / 2); value += scale.Step)
        {
            bool isZero = Math.Abs(value) < scale.Step / 2;
            int x = scale.Place(value, lane.Left, lane.Right);
            for (int y = 0; y < picture.Rows; y++)
                picture[x, y] |= isZero ? y % 6 < 3 : y % 8 == 0;
        }
    }

    private static void DrawDotted(DotPicture picture, int left, int right, int y)
    {
        for (int x = left; x <= right; x += 4)
            picture[x, y] = true;
    }

    /// <summary>Each row shows everything between its lowest and highest value, and joins the row above it.</summary>
    private static void DrawCurve(DotPicture picture, ChartLane lane)
    {
        ChannelSpan channel = lane.Channel;
        int previous = -1;
        for (int y = 0; y < picture.Rows && channel.Length > 0; y++)
        {
            int from = (int)((long)y * channel.Length / picture.Rows);
            int to = Math.Max(from + 1, (int)((long)(y + 1) * channel.Length / picture.Rows));
            to = Math.Min(to, channel.Length);
            ChannelStatistics row = channel.Over(from, to);
            if (row.Count == 0)
            {
                previous = -1;
                continue;
            }

            int low = lane.Scale.Place(row.Min, lane.Left, lane.Right), high = lane.Scale.Place(row.Max, lane.Left, lane.Right);
            // One dot alone is too thin to see at arm's length.
            int end = Math.Min(previous < 0 ? high : Math.Max(high, previous), lane.Right) + 1;
            picture.HorizontalLine(previous < 0 ? low : Math.Min(low, previous), Math.Min(end, lane.Right), y);
            previous = lane.Scale.Place(double.IsFinite(channel.At(to - 1)) ? channel.At(to - 1) : row.Mean, lane.Left, lane.Right);
        }
    }

    /// <summary>A small triangle before the lanes.</summary>
    private static void DrawPointer(DotPicture picture, int row)
    {
        int left = (TimeAxis.LabelColumns * StrokeFont.CellWidth) + 1;
        for (int y = -(PointerDots / 2); y <= PointerDots / 2; y++)
            picture.HorizontalLine(left, left + PointerDots - (2 * Math.Abs(y)) - 1, row + y);
    }
}
