using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeIpc.Web;

/// <summary>Why a request was not done.</summary>
/// <param name="Error">A keyword, for programs.</param>
/// <param name="Sentence">For a person.</param>
internal sealed record Refusal(string Error, string Sentence);

/// <param name="Command">As it is typed: <c>rate 500</c>. All of them: <c>edgeipc send --help</c>.</param>
internal sealed record CommandRequest(string Command);

/// <param name="Outcome">ok, failed, refused, outOfRange, unknownCommand, expired, unavailable, busy, queueFull, noReply, accepted, wrongWords.</param>
/// <param name="Data">What was asked for, where there is something.</param>
internal sealed record CommandAnswer(string Outcome, string Sentence, JsonElement? Data = null);

/// <summary>A text on its way to the paper.</summary>
/// <param name="Text">UTF-8; wrapped at the printer's columns.</param>
/// <param name="Title">What the queue shows.</param>
/// <param name="Copies">1 to 100.</param>
/// <param name="Hold">Wait until somebody releases it.</param>
internal sealed record JobRequest(string Text, string? Title = null, int Copies = 1, bool Hold = false);

/// <param name="Number">The job is on disk under this number.</param>
internal sealed record JobAccepted(long Number, string Sentence);

internal sealed record JobAnswer(string Sentence);

/// <param name="Pace">The share of what is published that the lessons' reader takes, 0 to 1; null: it leaves.</param>
internal sealed record SlowReaderRequest(double? Pace);

/// <summary>What printing a text would be like.</summary>
/// <param name="PngBase64">The paper, one pixel a dot.</param>
/// <param name="Seconds">Until the last row is on paper.</param>
/// <param name="MotorStops">Times that the head would run out of data.</param>
internal sealed record PreviewAnswer(string PngBase64, long Bytes, int Bands, double Seconds, long MotorStops, IReadOnlyList<string> Warnings);

/// <param name="Problems">One sentence each; none when all is well.</param>
internal sealed record HealthAnswer(bool IsHealthy, IReadOnlyList<string> Problems);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(StationView))]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(CommandRequest))]
[JsonSerializable(typeof(CommandAnswer))]
[JsonSerializable(typeof(JobRequest))]
[JsonSerializable(typeof(JobAccepted))]
[JsonSerializable(typeof(JobAnswer))]
[JsonSerializable(typeof(SlowReaderRequest))]
[JsonSerializable(typeof(PreviewAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
internal sealed partial class ApiJson : JsonSerializerContext;
