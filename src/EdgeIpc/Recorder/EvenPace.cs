using EdgeIpc.Ring;

namespace EdgeIpc.Recorder;

/// <summary>
/// Takes the jitter out of recorded times: samples that came about a period apart come exactly a period apart, so that each
/// finds its tick. A pause or a gap in the recording stays, to within the tolerance; so does the pace over long times.
/// </summary>
internal sealed class EvenPace(long periodNs)
{
    private const long ToleranceNs = 20_000_000;

    private readonly long _toleranceNs = Math.Max(ToleranceNs, 2 * periodNs);
    private long _lastNs;
    private bool _hasLast;

    public Sample Of(Sample sample)
    {
        long evenNs = _lastNs + periodNs;
        bool isEven = _hasLast && Math.Abs(sample.TakenAtNs - evenNs) <= _toleranceNs;
        (_lastNs, _hasLast) = (isEven ? evenNs : sample.TakenAtNs, true);
        sample.TakenAtNs = _lastNs;
        return sample;
    }
}
