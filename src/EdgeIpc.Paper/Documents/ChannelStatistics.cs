using System.Globalization;

namespace EdgeIpc.Paper;

/// <summary>What a channel did over a span, in its own unit. All zero when there was no finite value.</summary>
public readonly record struct ChannelStatistics(long Count, double Min, double Max, double Mean, double Rms)
{
    public static ChannelStatistics Of(ReadOnlySpan<float> values)
    {
        long count = 0;
        double min = double.PositiveInfinity, max = double.NegativeInfinity, sum = 0, squares = 0;
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                continue;
            count++;
            min = Math.Min(min, value);
            max = Math.Max(max, value);
            sum += value;
            squares += (double)value * value;
        }

        return count == 0 ? default : new(count, min, max, sum / count, Math.Sqrt(squares / count));
    }

    /// <summary>Of several spans together, each weighted by its count.</summary>
    public static ChannelStatistics Of(ReadOnlySpan<ChannelStatistics> parts)
    {
        long count = 0;
        double min = double.PositiveInfinity, max = double.NegativeInfinity, sum = 0, squares = 0;
        foreach (ref readonly ChannelStatistics part in parts)
        {
            if (part.Count == 0)
                continue;
            count += part.Count;
            min = Math.Min(min, part.Min);
            max = Math.Max(max, part.Max);
            sum += part.Mean * part.Count;
            squares += part.Rms * part.Rms * part.Count;
        }

        return count == 0 ? default : new(count, min, max, sum / count, Math.Sqrt(squares / count));
    }

    /// <summary>Four significant digits in at most 7 characters; very large and very small ones with an exponent.</summary>
    internal static string Format(double value) => Format(value, Math.Abs(value));

    /// <param name="largest">What the value stands beside: with as many decimals as that has, so that a mean near 0 reads as one.</param>
    internal static string Format(double value, double largest)
    {
        string format = largest switch
        {
            0 => "0",
            < 0.001 or >= 100_000 => "0.0E+0",
            < 10 => "0.000",
            < 100 => "0.00",
            < 1000 => "0.0",
            _ => "0",
        };
        string text = value.ToString(format, CultureInfo.InvariantCulture);
        // What rounds to 0 must not print as -0.
        return text.AsSpan().ContainsAnyInRange('1', '9') ? text : 0.ToString(format, CultureInfo.InvariantCulture);
    }
}
