using Microsoft.Extensions.Logging;

namespace EdgeIpc.Controller;

/// <summary>What the controller process says: event ids 2xx.</summary>
internal static partial class ControllerLog
{
    [LoggerMessage(200, LogLevel.Information, "Taking commands; {Alarms} alarms are set, {Waiting} commands wait")]
    public static partial void Started(ILogger log, int alarms, int waiting);

    [LoggerMessage(201, LogLevel.Warning, "Request {RequestId} was in hand when the controller died; it is counted as interrupted and not run again")]
    public static partial void Interrupted(ILogger log, ulong? requestId);

    [LoggerMessage(202, LogLevel.Information, "{Command}: {Code}, {Sentence}")]
    public static partial void Answered(ILogger log, string command, string code, string sentence);

    [LoggerMessage(203, LogLevel.Information, "Somebody says: {Text}")]
    public static partial void Said(ILogger log, string text);

    [LoggerMessage(204, LogLevel.Information, "Mark at sample {Position}: {Text}")]
    public static partial void Marked(ILogger log, long position, string text);

    [LoggerMessage(205, LogLevel.Warning, "Alarm: {Alarm}, the value is {Value}")]
    public static partial void AlarmRaised(ILogger log, string alarm, float value);

    [LoggerMessage(206, LogLevel.Information, "Alarm over: {Alarm}, the value is {Value}")]
    public static partial void AlarmCleared(ILogger log, string alarm, float value);

    [LoggerMessage(207, LogLevel.Error, "The alarm is not printed: {Sentence}")]
    public static partial void AlarmNotPrinted(ILogger log, string sentence);

    [LoggerMessage(208, LogLevel.Warning, "The saved state was damaged and lies at {Path} now; the settings apply")]
    public static partial void StateSetAside(ILogger log, string path);

    [LoggerMessage(209, LogLevel.Warning, "There are no buttons: {Reason}")]
    public static partial void NoButtons(ILogger log, string reason);

    [LoggerMessage(210, LogLevel.Warning, "There are no lamps: {Reason}")]
    public static partial void NoLeds(ILogger log, string reason);

    [LoggerMessage(211, LogLevel.Warning, "{Lost} samples were overwritten before the controller read them")]
    public static partial void SamplesLost(ILogger log, long lost);

    [LoggerMessage(212, LogLevel.Information, "Button {Button}: {Code}, {Sentence}")]
    public static partial void Pressed(ILogger log, string button, string code, string sentence);

    [LoggerMessage(213, LogLevel.Warning, "A message was turned away: expired, damaged, or no command")]
    public static partial void TurnedAway(ILogger log);
}
