namespace EdgeIpc.Bench;

/// <summary>The end of a link that samples go into. Structures implement it, so that the loops around it are compiled for each peer.</summary>
internal interface IRaceSender : IDisposable
{
    /// <summary>Sends one sample, and waits for room where the peer has none.</summary>
    void Send(in RaceSample sample);

    /// <summary>Sends samples in order, together where the peer can.</summary>
    void Send(ReadOnlySpan<RaceSample> samples);
}

/// <summary>The end of a link that samples come out of.</summary>
internal interface IRaceReceiver : IDisposable
{
    /// <summary>Takes the next sample. False when there is none yet; a peer that only blocks says that never.</summary>
    bool TryReceive(out RaceSample sample);

    /// <summary>Takes what is there.</summary>
    /// <returns>0..destination.Length samples.</returns>
    int Receive(Span<RaceSample> destination);

    /// <summary>Called when nothing was there: sleeps until there may be something, for the race of sleepers.</summary>
    void Sleep();

    /// <summary>Called when nothing was there: passes a moment as this peer's users do, for all other races.</summary>
    void Spin();
}

/// <summary>What one run of one peer found, as the receiving side saw it.</summary>
/// <param name="MedianNs">A sample's time: the median over the run's chunks.</param>
/// <param name="MeanNs">The whole run's time over its samples: it includes what the scheduler took.</param>
/// <param name="LostCount">Samples that did not come.</param>
/// <param name="TornCount">Samples whose words did not belong together.</param>
internal readonly record struct RaceFigure(double MedianNs, double MeanNs, long LostCount, long TornCount);
