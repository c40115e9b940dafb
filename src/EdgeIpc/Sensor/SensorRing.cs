using EdgeIpc.Devices;
using EdgeIpc.Ring;
using EdgeIpc.Settings;

namespace EdgeIpc.Sensor;

/// <summary>The ring that a sensor's settings ask for.</summary>
internal static class SensorRing
{
    /// <summary>Slots for the settings' seconds at the settings' rate, rounded up to a power of two; a rate that is commanded later shortens or lengthens the time they hold.</summary>
    /// <exception cref="RefusedException">More than a ring may take.</exception>
    public static RingOptions OptionsFor(StationSettings settings, IReadOnlyList<SampleChannel> channels)
    {
        int slotCount = RingOptions.SlotCountFor(TimeSpan.FromSeconds(settings.Ring.Seconds), settings.Sensor.RateHz);
        long sizeBytes = (long)slotCount * System.Runtime.CompilerServices.Unsafe.SizeOf<Sample>();
        if (sizeBytes > RingOptions.MaxRingBytes)
            throw new RefusedException(ExitCode.BadSettings, $"A ring of {settings.Ring.Seconds} s at {settings.Sensor.RateHz} Hz takes {sizeBytes >> 20} MiB; at most {RingOptions.MaxRingBytes >> 20} MiB are allowed.");
        return new RingOptions
        {
            SlotCount = slotCount,
            // A short ring can't give whole blocks away.
            ClaimBlockSlots = Math.Min(settings.Ring.ClaimBlockSlots, slotCount / 8),
            Channels = [.. channels.Select(channel => new RingChannel(channel.Name, channel.Unit))],
        };
    }
}
