using Microsoft.Extensions.Logging;

namespace EdgeIpc.Station;

/// <summary>What the supervisor says: event ids 5xx.</summary>
internal static partial class SupervisorLog
{
    [LoggerMessage(500, LogLevel.Warning, "{Role} ended with {ExitCode}; starting it again in {DelayMs} ms")]
    public static partial void Restarting(ILogger log, string role, int exitCode, double delayMs);

    [LoggerMessage(501, LogLevel.Critical, "{Role} ended with {ExitCode} and is given up; its log is {LogPath}")]
    public static partial void GivenUp(ILogger log, string role, int exitCode, string logPath);

    [LoggerMessage(502, LogLevel.Warning, "{Role} did not end within {Seconds} s of SIGTERM and is killed")]
    public static partial void StopTookTooLong(ILogger log, string role, double seconds);
}
