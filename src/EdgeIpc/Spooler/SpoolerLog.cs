using Microsoft.Extensions.Logging;

namespace EdgeIpc.Spooler;

/// <summary>What the spooler says in its log: events 300 to 399. Nothing is logged per band.</summary>
internal static partial class SpoolerLog
{
    [LoggerMessage(300, LogLevel.Information, "Spooling from {Directory} to a {Profile} printer on {Device}")]
    public static partial void Started(this ILogger log, string directory, string profile, string device);

    [LoggerMessage(301, LogLevel.Warning, "New jobs are found within a second instead of at once: {Reason}")]
    public static partial void NoWatch(this ILogger log, string reason);

    [LoggerMessage(302, LogLevel.Warning, "{What}")]
    public static partial void PrinterStopped(this ILogger log, string what);

    [LoggerMessage(303, LogLevel.Information, "The printer is ready again")]
    public static partial void PrinterReady(this ILogger log);

    [LoggerMessage(304, LogLevel.Information, "Job {Job} is completed")]
    public static partial void Completed(this ILogger log, long job);

    [LoggerMessage(305, LogLevel.Information, "Job {Job} is canceled")]
    public static partial void Canceled(this ILogger log, long job);

    [LoggerMessage(306, LogLevel.Error, "Job {Job} is given up: {Why}")]
    public static partial void Aborted(this ILogger log, long job, string why);

    [LoggerMessage(307, LogLevel.Warning, "Job {Job} goes on at copy {Copy}, band {Band} of {Bands}; {Unconfirmed} bands were under way")]
    public static partial void Resumed(this ILogger log, long job, int copy, int band, int bands, int unconfirmed);

    [LoggerMessage(308, LogLevel.Warning, "Job {Job} is held as possibly printed: {Why}")]
    public static partial void SetAside(this ILogger log, long job, string why);

    [LoggerMessage(309, LogLevel.Warning, "Job {Job} failed for the {Times}. time: {Why}")]
    public static partial void Failed(this ILogger log, long job, int times, string why);

    [LoggerMessage(310, LogLevel.Warning, "The line to the printer is lost; it is opened again")]
    public static partial void LineLost(this ILogger log);

    [LoggerMessage(311, LogLevel.Warning, "Job {Job}: {Warning}")]
    public static partial void PlanWarning(this ILogger log, long job, string warning);

    [LoggerMessage(312, LogLevel.Error, "The journal cannot be written, so nothing is sent: {Why}")]
    public static partial void JournalStopped(this ILogger log, string why);

    [LoggerMessage(313, LogLevel.Warning, "The printer does not answer a fence; it is asked again")]
    public static partial void NoFence(this ILogger log);

    [LoggerMessage(314, LogLevel.Warning, "Job {Job} was torn and is printed again from its beginning, as a copy")]
    public static partial void Reprinted(this ILogger log, long job);

    [LoggerMessage(315, LogLevel.Error, "{What}")]
    public static partial void Rescued(this ILogger log, string what);

    [LoggerMessage(320, LogLevel.Information, "Job {Job} needs more bytes than its line carries while it prints: buffering, about {MotorStops} motor stops")]
    public static partial void Buffering(this ILogger log, long job, long motorStops);
}
