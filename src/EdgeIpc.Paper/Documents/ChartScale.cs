using System.Globalization;

namespace EdgeIpc.Paper;

/// <summary>The values at a lane's edges and between its grid lines: round numbers that a person can read off.</summary>
internal readonly record struct ChartScale(double Low, double High, double Step)
{
    private const int Steps = 4;

    internal static ChartScale Around(ChannelStatistics statistics)
    {
        double low = statistics.Min, high = statistics.Max;
        // A flat line gets a lane around it, not one of no width.
        if (high - low < Math.Max(1e-9, Math.Abs(high) * 1e-6))
        {
            double room = Math.Max(1e-3, Math.Abs(high) * 0.1);
            (low, high) = (low - room, high + room);
        }

        double step = NiceStep(high - low, Steps);
        return new(Math.Floor(low / step) * step, Math.Ceiling(high / step) * step, step);
    }

    /// <summary>1, 2 or 5 times a power of ten, so that about so many steps cover the range.</summary>
    internal static double NiceStep(double range, int steps)
    {
        if (!(range > 0) || !double.IsFinite(range))
            return 0;
        double rough = range / steps, power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
    }

    /// <summary>Where a value lies between the edges; what is outside the scale or not a number lies on the nearer edge.</summary>
    internal int Place(double value, int left, int right)
    {
        double share = double.IsNaN(value) ? 0 : Math.Clamp((value - Low) / (High - Low), 0, 1);
        return left + (int)Math.Round(share * (right - left));
    }

    internal string Format(double value)
    {
        int decimals = Math.Clamp((int)-Math.Floor(Math.Log10(Step)), 0, 6);
        // Rounding noise must not print as -0.
        double rounded = Math.Round(value, decimals) + 0.0;
        return rounded.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
