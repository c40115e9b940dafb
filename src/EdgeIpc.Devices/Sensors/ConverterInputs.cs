namespace EdgeIpc.Devices;

/// <summary>The channels of a converter of which the first inputs are sampled, whosever driver reads it.</summary>
internal static class ConverterInputs
{
    /// <exception cref="ArgumentOutOfRangeException">Not 1..<see cref="ISampleSource.MaxChannels"/> inputs.</exception>
    internal static IReadOnlyList<SampleChannel> Channels(int inputs, float minimumVolts, float maximumVolts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(inputs, ISampleSource.MaxChannels);
        return [.. Enumerable.Range(0, inputs).Select(input => new SampleChannel($"input{input}", "V", minimumVolts, maximumVolts))];
    }
}
