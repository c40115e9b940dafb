using System.Globalization;
using EdgeIpc.Instance;
using EdgeIpc.Paper;

namespace EdgeIpc.Controller;

/// <summary>
/// What a receipt of the last seconds is drawn from: the ring's very samples while it holds so many seconds, else the
/// recorder's history, one part a second, with the ring at its end.
/// </summary>
/// <param name="Samples">How many are in it.</param>
/// <param name="Lost">Overwritten while the ring was read.</param>
/// <param name="Channels">Values or parts, evenly over the span.</param>
/// <param name="Shortage">Why it is shorter than was asked for, a sentence for the reply; empty when it is not.</param>
internal sealed record PrintedSpan(long Samples, long Lost, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<ChannelSpan> Channels, string Shortage)
{
    /// <summary>Less than this share of what was asked for is said to be short.</summary>
    private const double Enough = 0.9;

    /// <param name="seconds">Up to now.</param>
    /// <param name="nowNs">CLOCK_MONOTONIC.</param>
    /// <param name="now">The same moment for people.</param>
    public static PrintedSpan Read(StationInstance instance, int seconds, long nowNs, DateTimeOffset now)
    {
        var ring = SampleSpan.Read(instance.RingPath, seconds, nowNs);
        double ringSeconds = (ring.ToNs - ring.FromNs) / 1e9;
        if (ringSeconds < seconds * Enough && HistorySpan.TryRead(instance, seconds, nowNs, now) is { } history && (history.To - history.From).TotalSeconds > ringSeconds + 1)
            return history with { Shortage = Missing("The day's history", (history.To - history.From).TotalSeconds, seconds) };
        return new PrintedSpan(ring.Samples, ring.Lost, ToWallTime(ring.FromNs), ToWallTime(ring.ToNs), ring.Channels, Missing("The ring", ringSeconds, seconds));

        DateTimeOffset ToWallTime(long atNs) => now - TimeSpan.FromTicks((nowNs - atNs) / TimeSpan.NanosecondsPerTick);
    }

    private static string Missing(string holder, double held, int seconds) =>
        held < seconds * Enough ? string.Create(CultureInfo.InvariantCulture, $" {holder} holds only {held:0.#} s of them.") : "";
}
