using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeIpc.Recorder;

/// <summary>What was played, and how well the pace was kept.</summary>
/// <param name="Recorded">Between the first and the last sample as they were recorded.</param>
/// <param name="Played">The same as they were played.</param>
/// <param name="Buffering">Of that, with nothing to play.</param>
/// <param name="Lateness">How long after it was due each sample was in the ring.</param>
internal sealed record PlaybackEnd(long Samples, TimeSpan Recorded, TimeSpan Played, double Speed, long Underruns, TimeSpan Buffering, Lateness Lateness, bool IsDamaged)
{
    /// <summary>By how much it took longer (more than 0) or shorter than the recorded time asks for, time spent buffering aside.</summary>
    public double PaceError => Recorded > TimeSpan.Zero ? (Played - Buffering) / (Recorded / Speed) - 1 : 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"Played {Samples} samples of {Recorded.TotalSeconds:F3} s at speed {Speed} in {Played.TotalSeconds:F3} s: pace off by {PaceError * 100:F4} %, "
        + $"samples late by {Ms(0.5):0.###} ms (p50), {Ms(0.99):0.###} ms (p99), {Lateness.MaxNs / 1e6:0.###} ms (max); {Underruns} underruns, {Buffering.TotalSeconds:F3} s buffering.");

    public string ToJson() => JsonSerializer.Serialize(
        new PlaybackJson(
            Samples, Speed, Math.Round(Recorded.TotalSeconds, 6), Math.Round(Played.TotalSeconds, 6), Math.Round(PaceError * 100, 6),
            new LateJson(Ms(0.5), Ms(0.99), Math.Round(Lateness.MaxNs / 1e6, 4)), Underruns, Math.Round(Buffering.TotalSeconds, 6), IsDamaged),
        PlaybackJsonContext.Default.PlaybackJson);

    private double Ms(double share) => Math.Round(Lateness.PercentileNs(share) / 1e6, 4);
}

/// <summary>What <c>play --json</c> prints; names are part of the interface.</summary>
/// <param name="PaceErrorPercent">More than 0: it took longer than recorded.</param>
internal sealed record PlaybackJson(
    long Samples, double Speed, double RecordedSeconds, double PlayedSeconds, double PaceErrorPercent, LateJson LateMs, long Underruns, double BufferingSeconds, bool Damaged);

internal sealed record LateJson(double P50, double P99, double Max);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(PlaybackJson))]
internal sealed partial class PlaybackJsonContext : JsonSerializerContext;
