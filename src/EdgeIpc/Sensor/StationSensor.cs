using EdgeIpc.Devices;
using EdgeIpc.Posix;
using EdgeIpc.Recorder;
using EdgeIpc.Settings;

namespace EdgeIpc.Sensor;

/// <summary>The sensor that the settings ask for: a device, or a recording in the place of one.</summary>
internal static class StationSensor
{
    private const int RateHzMin = Commands.CommandRules.RateHzMin;
    private const int RateHzMax = Commands.CommandRules.RateHzMax;

    public static bool IsPlayed(this StationSettings settings) => settings.Sensor.Kind == "play";

    /// <summary>The settings with the rate that holds: a recording's is its own.</summary>
    /// <exception cref="RefusedException">No such recording, damaged, or of a rate at which no sensor samples.</exception>
    public static StationSettings Settled(StationSettings settings)
    {
        if (!settings.IsPlayed()) return settings;
        double rateHz = PlayableRecording.Read(settings.Sensor.File).RateHz;
        if (Math.Round(rateHz) is < RateHzMin or > RateHzMax)
            throw new RefusedException(ExitCode.BadDocument, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{settings.Sensor.File} was recorded at {rateHz:0.###} Hz; a sensor plays {RateHzMin} to {RateHzMax} Hz."));
        return settings with { Sensor = settings.Sensor with { RateHz = (int)Math.Round(rateHz) } };
    }

    /// <summary>The recording, opened; null where the sensor is a device.</summary>
    /// <exception cref="RefusedException">It can't be played.</exception>
    public static RecordedSource? TryOpenRecorded(StationSettings settings) =>
        settings.IsPlayed() ? new RecordedSource(settings.Sensor.File, settings.Sensor.Loop, settings.Sensor.RateHz) : null;

    /// <summary>The sensor alone, without a station: for tests of it and for its channels' names.</summary>
    public static DeviceOpening<ISampleSource> Open(StationSettings settings)
    {
        try
        {
            return settings.ToDevices().OpenSensor(TryOpenRecorded(settings));
        }
        catch (Exception e) when (e is RefusedException or PosixException)
        {
            return new DeviceOpening<ISampleSource>(null, e.Message);
        }
    }
}
