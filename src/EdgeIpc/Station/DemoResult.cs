using System.Text.Json.Serialization;
using EdgeIpc.Ledger;

namespace EdgeIpc.Station;

/// <summary>What a demo did, as <c>--json</c> prints it: one object. Counts after the drain; names are part of the interface.</summary>
internal sealed record DemoResult
{
    /// <summary>The drain came to its end, nothing was given up, and the ledger balances.</summary>
    public required bool Ok { get; init; }
    public required int Seed { get; init; }
    public required IReadOnlyList<ProcessResult> Processes { get; init; }
    public required SamplesResult Samples { get; init; }

    /// <summary>One entry for each of the camera's rings; none without --frames.</summary>
    public IReadOnlyList<FramesResult> Frames { get; init; } = [];
    public required CommandsResult Commands { get; init; }
    public required JobsResult Jobs { get; init; }
    public required BandsResult Bands { get; init; }
    public required PlayoutResult Playout { get; init; }
    public required PaperResult Paper { get; init; }
    public required bool Balanced { get; init; }

    /// <summary>One sentence for each equation that does not hold, or that could not be asked.</summary>
    public required IReadOnlyList<string> Problems { get; init; }
}

internal sealed record ProcessResult(string Role, int? Pid, long Restarts);

internal sealed record SamplesResult(long Due, long Produced, long Missed, double RateHz, IReadOnlyList<ReaderResult> Readers);

/// <param name="Unread">What was published and is not its to read: it has left, or died.</param>
internal sealed record ReaderResult(string Name, long Read, long Lost, long Unread, ReaderStanding Standing);

/// <param name="Ring">grey or thermal.</param>
/// <param name="RateHz">Frames a second while the sources ran.</param>
internal sealed record FramesResult(string Ring, int WidthPixels, int HeightPixels, long Due, long Produced, long Missed, double RateHz, IReadOnlyList<FrameViewerResult> Readers);

/// <param name="JoinedAt">Frames that were taken before it began to look.</param>
/// <param name="Read">Each of them whole, word by word, but those <paramref name="Torn"/>.</param>
internal sealed record FrameViewerResult(string Name, long JoinedAt, long Read, long Lost, long Torn);

internal sealed record CommandsResult(long Sent, long Answered, long Expired, long Refused, long Interrupted, long NoReply, long Waiting);

/// <param name="CarriedIn">Jobs that an earlier demo left on disk.</param>
internal sealed record JobsResult(long Accepted, long Completed, long Canceled, long Aborted, long Waiting, long CarriedIn);

internal sealed record BandsResult(long Sent, long Confirmed, long Unconfirmed, long Reprinted);

/// <param name="Underruns">Of the chart on the screen.</param>
/// <param name="SensorUnderruns">Of the recording that the sensor plays, where it does.</param>
/// <param name="SensorStarvedTicks">Missed ticks of these: while it was buffering.</param>
internal sealed record PlayoutResult(long Underruns, double BufferingSeconds, long SensorUnderruns, long SensorStarvedTicks);

/// <param name="Png">Where the paper's picture is.</param>
/// <param name="Rows">Rows printed for the first time.</param>
/// <param name="RepeatedUnmarked">Rows printed twice with nothing on the paper to say so; must be 0.</param>
internal sealed record PaperResult(string? Png, long Rows, long RepeatedMarked, long RepeatedUnmarked);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(DemoResult))]
internal sealed partial class DemoResultJson : JsonSerializerContext;
