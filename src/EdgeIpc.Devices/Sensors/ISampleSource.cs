namespace EdgeIpc.Devices;

/// <summary>One value of a sample: what it measures, its unit for people, and the range it stays within.</summary>
public sealed record SampleChannel(string Name, string Unit, float Minimum, float Maximum);

/// <summary>What one <see cref="ISampleSource.Read"/> gave.</summary>
public enum SampleReading
{
    /// <summary>The channels' values.</summary>
    Measured,

    /// <summary>Nothing for this tick, which is then missed: a recording has a gap here.</summary>
    Nothing,

    /// <summary>Nothing for this tick either: a recording is buffering.</summary>
    Starved,

    /// <summary>Nothing any more: a recording has come to its end.</summary>
    Over,
}

/// <summary>A sensor: one set of channel values at a time, when the sampling loop asks. The loop keeps the time; a source never waits for it.</summary>
public interface ISampleSource : IDisposable
{
    /// <summary>The most channels that one sample holds.</summary>
    const int MaxChannels = 4;

    /// <summary>The channels in the order in which <see cref="Read"/> fills them; 1..<see cref="MaxChannels"/>.</summary>
    IReadOnlyList<SampleChannel> Channels { get; }

    /// <summary>Whether its samples wait to be fetched: a loop that comes late fetches one for each tick that passed, and misses none.</summary>
    bool CanCatchUp => false;

    /// <summary>Sampling begins, or goes on after a pause. A source that was over begins again.</summary>
    void Begin()
    {
        // A device measures whenever it is asked.
    }

    /// <summary>Measures now. Allocates nothing after the first call; called by one thread, thousands of times a second.</summary>
    /// <param name="channels">At least as long as <see cref="Channels"/>; values beyond that stay untouched.</param>
    /// <param name="atNs">When the sample is due, CLOCK_MONOTONIC nanoseconds; does not go backwards.</param>
    /// <exception cref="IOException">The sensor is gone.</exception>
    SampleReading Read(Span<float> channels, long atNs);
}
