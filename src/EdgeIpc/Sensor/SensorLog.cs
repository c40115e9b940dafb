using Microsoft.Extensions.Logging;

namespace EdgeIpc.Sensor;

/// <summary>What the sensor process says: event ids 1xx. Nothing is logged per sample.</summary>
internal static partial class SensorLog
{
    [LoggerMessage(100, LogLevel.Information, "Sampling {Channels} at {RateHz} Hz into {RingPath}: {SlotCount} slots, epoch {Epoch}, from position {Position}")]
    public static partial void Started(ILogger log, string channels, int rateHz, string ringPath, int slotCount, int epoch, long position);

    [LoggerMessage(101, LogLevel.Warning, "Restarted: {Missed} samples were missed since the last process stopped")]
    public static partial void Restarted(ILogger log, long missed);

    [LoggerMessage(102, LogLevel.Information, "Sampling at {RateHz} Hz from now on")]
    public static partial void Sampling(ILogger log, int rateHz);

    [LoggerMessage(103, LogLevel.Information, "Paused after {Published} samples in all, {Missed} missed")]
    public static partial void Paused(ILogger log, long published, long missed);

    [LoggerMessage(104, LogLevel.Error, "The sensor can't be read; samples are missed till it can be again")]
    public static partial void SensorFailed(ILogger log, Exception reason);

    [LoggerMessage(105, LogLevel.Warning, "The sensor can be read again after {Failures} failures")]
    public static partial void SensorBack(ILogger log, long failures);

    [LoggerMessage(106, LogLevel.Warning, "{Count} request was in hand when the last process died; it is not run again")]
    public static partial void RequestInterrupted(ILogger log, long count);

    [LoggerMessage(108, LogLevel.Warning, "Buffering: the recording comes more slowly than it is to be played; ticks are missed until there is enough again")]
    public static partial void Buffering(ILogger log);

    [LoggerMessage(109, LogLevel.Information, "Playing after {Ticks} ticks without a sample")]
    public static partial void PlayingAgain(ILogger log, long ticks);

    [LoggerMessage(110, LogLevel.Information, "The recording is over; sampling pauses. 'send start' plays it again")]
    public static partial void RecordingOver(ILogger log);

    [LoggerMessage(111, LogLevel.Warning, "{Damage}")]
    public static partial void RecordingDamaged(ILogger log, string damage);

    [LoggerMessage(107, LogLevel.Information, "Real-time priority is not permitted (LimitRTPRIO= in a unit permits it): on a busy machine more samples are missed")]
    public static partial void NotRealTime(ILogger log);
}
