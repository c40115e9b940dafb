using System.Globalization;

namespace EdgeIpc.Paper;

/// <summary>A moment of a chart that has a line.</summary>
/// <param name="Row">From the chart's top.</param>
/// <param name="Label">Stands below the line; empty where the chart ends before.</param>
internal readonly record struct TimeTick(int Row, string Label);

/// <summary>
/// Where a chart's time has its lines: at round moments of the clock, so that two charts of the same minute can be laid side
/// by side; within a second or two at round distances from the beginning.
/// </summary>
internal static class TimeAxis
{
    /// <summary>As long as a label may be: "12:31".</summary>
    internal const int LabelColumns = 5;

    private const int LabelRows = GlyphDots.Height + 1;

    private static readonly double[] ClockSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600];

    /// <param name="rows">The chart's height.</param>
    /// <param name="leastRows">Two lines are at least so far apart.</param>
    internal static IReadOnlyList<TimeTick> Ticks(DateTimeOffset from, DateTimeOffset to, int rows, int leastRows)
    {
        double seconds = (to - from).TotalSeconds;
        if (!(seconds > 0))
            return [];
        double least = seconds * leastRows / rows;
        double step = least < 0.5 ? ChartScale.NiceStep(least, 1) : ClockSteps.FirstOrDefault(candidate => candidate >= least, ClockSteps[^1]);
        // Offsets count from the beginning, clock times from midnight.
        bool isOffset = step < 1;
        double start = isOffset ? 0 : from.TimeOfDay.TotalSeconds;
        var ticks = new List<TimeTick>();
        for (double at = (Math.Ceiling((start / step) - 1e-9) * step) + 0.0; at <= start + seconds; at += step)
        {
            int row = (int)Math.Round((at - start) / seconds * (rows - 1));
            ticks.Add(new(row, row + LabelRows < rows ? Label(from, at, step, isOffset) : ""));
        }

        return ticks;
    }

    private static string Label(DateTimeOffset from, double at, double step, bool isOffset)
    {
        if (isOffset)
            return string.Create(CultureInfo.InvariantCulture, $"+{Math.Abs(at):0.###}s") is { Length: <= LabelColumns } label ? label : string.Create(CultureInfo.InvariantCulture, $"{at:0.###}");
        DateTime moment = from.Date.AddSeconds(Math.Round(at));
        return moment.ToString(step < 60 ? "mm:ss" : "HH:mm", CultureInfo.InvariantCulture);
    }
}
