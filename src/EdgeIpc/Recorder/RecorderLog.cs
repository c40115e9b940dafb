using Microsoft.Extensions.Logging;

namespace EdgeIpc.Recorder;

/// <summary>What the recorder process says: event ids 5xx. Nothing is logged per sample.</summary>
internal static partial class RecorderLog
{
    [LoggerMessage(500, LogLevel.Information, "Reading {RingPath} from position {Position}")]
    public static partial void Joined(ILogger log, string ringPath, long position);

    [LoggerMessage(501, LogLevel.Information, "Recording {Number} begins in {Segment}")]
    public static partial void Begun(ILogger log, int number, string segment);

    [LoggerMessage(502, LogLevel.Information, "Recording {Number} ends: {Samples} samples, {Bytes} bytes in {Writes} writes by this process")]
    public static partial void Ended(ILogger log, int number, long samples, long bytes, long writes);

    [LoggerMessage(503, LogLevel.Error, "{Sentence}")]
    public static partial void DiskFull(ILogger log, string sentence);

    [LoggerMessage(504, LogLevel.Warning, "{Lost} samples were overwritten in the ring before the recorder came to them")]
    public static partial void Lost(ILogger log, long lost);

    [LoggerMessage(505, LogLevel.Information, "Removed {Count} segments of {Bytes} bytes: too old, or too much")]
    public static partial void Removed(ILogger log, int count, long bytes);

    [LoggerMessage(506, LogLevel.Warning, "The state file was damaged and is now {Path}; nothing is recorded until told to")]
    public static partial void StateSetAside(ILogger log, string path);

    [LoggerMessage(507, LogLevel.Warning, "Position {Position} of the counter page is not in the ring: a new one lies there; counting begins anew")]
    public static partial void OtherRing(ILogger log, long position);

    [LoggerMessage(508, LogLevel.Warning, "{Count} request was in hand when the last process died; it is not run again")]
    public static partial void RequestInterrupted(ILogger log, long count);

    [LoggerMessage(509, LogLevel.Warning, "{Sentence} No history is written; tried again in {Seconds} s")]
    public static partial void HistoryStopped(ILogger log, string sentence, double seconds);
}
