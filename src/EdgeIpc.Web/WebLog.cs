using Microsoft.Extensions.Logging;

namespace EdgeIpc.Web;

/// <summary>What the web process says: event ids 4xx. A kind of refusal is said once and then counted.</summary>
internal static partial class WebLog
{
    [LoggerMessage(400, LogLevel.Information, "Serving the page at {Address}")]
    public static partial void Serving(ILogger log, Uri address);

    [LoggerMessage(401, LogLevel.Warning, "Refused, {Kind}: {Detail} More of the kind within a minute are only counted.")]
    public static partial void Refused(ILogger log, RefusalKind kind, string detail);

    [LoggerMessage(402, LogLevel.Warning, "Refused {Count} more, {Kind}")]
    public static partial void RefusedMore(ILogger log, RefusalKind kind, long count);

    [LoggerMessage(403, LogLevel.Error, "A request failed: {Path}")]
    public static partial void Failed(ILogger log, Exception exception, string path);

    [LoggerMessage(404, LogLevel.Information, "The station has ended, and the page with it")]
    public static partial void StationGone(ILogger log);

    [LoggerMessage(405, LogLevel.Error, "The station can't be looked at; the next look is in {Seconds} s")]
    public static partial void LookFailed(ILogger log, Exception exception, double seconds);

    [LoggerMessage(EventId = 406, Message = "The server says: {Text}")]
    public static partial void ServerSaid(ILogger log, LogLevel level, string text, Exception? exception);
}
