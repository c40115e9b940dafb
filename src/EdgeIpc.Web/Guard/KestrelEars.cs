using Microsoft.Extensions.Logging;

namespace EdgeIpc.Web;

/// <summary>
/// Hears what the server turns away before any of our code is asked (a request line or a header too long, one connection too
/// many) and notes it with everything else that was refused. Whatever else the server says at Warning and above goes into the log.
/// </summary>
internal sealed class KestrelEars(RefusalLog refusals, ILogger log) : ILoggerProvider
{
    private const string BadRequests = "Microsoft.AspNetCore.Server.Kestrel.BadRequests";
    private const string Connections = "Microsoft.AspNetCore.Server.Kestrel.Connections";

    public ILogger CreateLogger(string categoryName) => new Ear(this, categoryName);

    public void Dispose()
    {
        // Holds nothing: log and counts are the process'.
    }

    /// <summary>Bad requests are told at Debug and everything else from Warning on.</summary>
    public static bool Hears(string? category, LogLevel level) => level >= (category == BadRequests ? LogLevel.Debug : LogLevel.Warning);

    private sealed class Ear(KestrelEars ears, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => Hears(category, logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            string text = formatter(state, exception);
            if (category == BadRequests) ears.NoteBadRequest(exception?.Message ?? text);
            else if (category == Connections && eventId.Name == "ConnectionRejected") ears.NoteRejected();
            else ears.Pass(logLevel, text, exception);
        }
    }

    private void NoteBadRequest(string text) => refusals.Note(RefusalKind.BadRequest, text);

    private void NoteRejected() => refusals.Note(RefusalKind.TooManyConnections, "one connection more than are served at once");

    private void Pass(LogLevel level, string text, Exception? exception) => WebLog.ServerSaid(log, level, text, exception);
}
