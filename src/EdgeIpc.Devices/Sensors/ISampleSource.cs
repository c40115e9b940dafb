namespace EdgeIpc.Devices;

/// <summary>One value of a sample: what it measures, its unit for people, and the range it stays within.</summary>
public sealed record SampleChannel(string Name, string Unit, float Minimum, float Maximum);

/// <summary>A sensor: one set of channel values at a time, when the sampling loop asks. The loop keeps the time; a source never waits for it.</summary>
public interface ISampleSource : IDisposable
{
    /// <summary>The most channels that one sample holds.</summary>
    const int MaxChannels = 4;

    /// <summary>The channels in the order in which <see cref="Read"/> fills them; 1..<see cref="MaxChannels"/>.</summary>
    IReadOnlyList<SampleChannel> Channels { get; }

    /// <summary>Measures now. Allocates nothing after the first call; called by one thread, thousands of times a second.</summary>
    /// <param name="channels">At least as long as <see cref="Channels"/>; values beyond that stay untouched.</param>
    /// <param name="atNs">When the sample is due, CLOCK_MONOTONIC nanoseconds; does not go backwards.</param>
    /// <exception cref="IOException">The sensor is gone.</exception>
    void Read(Span<float> channels, long atNs);
}
