using Microsoft.Extensions.Logging;

namespace EdgeIpc.PrinterEmulator;

/// <summary>What the printer emulator says: event ids 6xx.</summary>
internal static partial class EmulatorLog
{
    [LoggerMessage(600, LogLevel.Information, "{Profile} at {Baud} baud on {DevicePath}, reached by {Link}")]
    public static partial void Listening(ILogger log, string profile, int baud, string devicePath, string link);

    [LoggerMessage(601, LogLevel.Information, "Receipt {Number}: {Rows} rows, {Bytes} bytes in {Seconds:0.00} s, {Use:0.0} % of the line, {MotorStops} motor stops, {Dropped} bytes lost, {Path}")]
    public static partial void Receipt(ILogger log, int number, int rows, long bytes, double seconds, double use, long motorStops, long dropped, string path);

    [LoggerMessage(602, LogLevel.Warning, "{Bytes} bytes came while the receive buffer was full and are lost, {Total} in all")]
    public static partial void Overflow(ILogger log, long bytes, long total);

    [LoggerMessage(603, LogLevel.Warning, "{Count} commands were not understood, {Total} in all")]
    public static partial void NotUnderstood(ILogger log, long count, long total);

    [LoggerMessage(604, LogLevel.Information, "{What}")]
    public static partial void Changed(ILogger log, string what);

    [LoggerMessage(605, LogLevel.Error, "{Rows} rows were printed twice and nothing on the paper says so")]
    public static partial void RepeatedUnmarked(ILogger log, long rows);

    [LoggerMessage(606, LogLevel.Error, "The paper's picture can't be written to {Path}: {Reason}")]
    public static partial void PaperFailed(ILogger log, string path, string reason);

    [LoggerMessage(607, LogLevel.Information, "Faults come from seed {Seed}")]
    public static partial void FaultSeed(ILogger log, int seed);

    [LoggerMessage(608, LogLevel.Information, "Fault: {Fault} {What}")]
    public static partial void Fault(ILogger log, PrinterFault fault, string what);

    [LoggerMessage(609, LogLevel.Information, "Still hanging out: {Rows} rows, {Bytes} bytes in {Seconds:0.00} s, {Use:0.0} % of the line, {MotorStops} motor stops, {Dropped} bytes lost")]
    public static partial void HangingOut(ILogger log, int rows, long bytes, double seconds, double use, long motorStops, long dropped);
}
