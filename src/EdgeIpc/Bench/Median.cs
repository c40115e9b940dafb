namespace EdgeIpc.Bench;

/// <summary>What is told of many measurements: the middle one, which a few disturbed ones don't move.</summary>
internal static class Median
{
    /// <summary>Sorts the values. NaN of none.</summary>
    public static double Of(Span<double> values)
    {
        if (values.IsEmpty) return double.NaN;
        values.Sort();
        int middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    /// <summary>The value that a share of all are not above, 0..1. Sorts the values.</summary>
    public static double Quantile(Span<double> values, double share)
    {
        if (values.IsEmpty) return double.NaN;
        values.Sort();
        return values[Math.Min((int)(values.Length * share), values.Length - 1)];
    }

    public static double MeanOf(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum / values.Length;
    }
}
