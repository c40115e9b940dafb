using System.Text.Json.Serialization;
using EdgeIpc.Settings;

namespace EdgeIpc.Controller;

/// <summary>What <c>status</c> answers.</summary>
/// <param name="Sampling">Whether samples are being taken.</param>
/// <param name="RateHz">Samples a second; 0 when none are taken.</param>
/// <param name="Read">The position that the controller has read the ring to.</param>
/// <param name="Lost">Samples that it was too late for.</param>
/// <param name="Alarms">Alarms that are set.</param>
/// <param name="Raised">Alarms that hold now.</param>
/// <param name="Printer">State, reasons and waiting jobs.</param>
/// <param name="Leds">The lamps that are lit.</param>
internal sealed record StatusData(bool Sampling, int RateHz, long Read, long Lost, int Alarms, int Raised, string Printer, IReadOnlyList<string> Leds);

/// <summary>What <c>alarm list</c> answers.</summary>
internal sealed record AlarmListData(IReadOnlyList<string> Alarms);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ControllerState))]
[JsonSerializable(typeof(StatusData))]
[JsonSerializable(typeof(AlarmListData))]
[JsonSerializable(typeof(IReadOnlyList<AlarmSettings>))]
internal sealed partial class ControllerJson : JsonSerializerContext;
