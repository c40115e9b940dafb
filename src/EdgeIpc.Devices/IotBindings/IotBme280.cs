using System.Device.I2c;
using Iot.Device.Bmxx80;
using Iot.Device.Bmxx80.PowerMode;
using Binding = Iot.Device.Bmxx80.Bme280;

namespace EdgeIpc.Devices;

/// <summary>
/// A BME280 by the driver of Iot.Device.Bindings; channels and units of <see cref="Bme280"/>, asked as often. Each question
/// allocates its result, 112 bytes: 11 KB a second at most. It takes eight messages, and the three values may come from
/// two measurements; our own driver reads all in one (dotnet/iot 4.2.0, src/devices/Bmxx80).
/// </summary>
internal sealed class IotBme280 : ISampleSource
{
    private readonly Binding _chip;
    private readonly float[] _last = new float[3];
    private long _refreshedAtNs = long.MinValue;

    /// <param name="i2c">The device; closed with this object.</param>
    /// <exception cref="IOException">No chip answers, or another one does.</exception>
    public IotBme280(I2cDevice i2c)
    {
        _chip = new Binding(i2c) { StandbyTime = StandbyTime.Ms0_5 };
        // One measurement that is waited for, so that the data registers hold one; from then on the chip measures by itself and nobody waits.
        _chip.Read();
        _chip.SetPowerMode(Bmx280PowerMode.Normal);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleChannel> Channels { get; } = [new("temperature", "°C", -40, 85), new("humidity", "%", 0, 100), new("pressure", "hPa", 300, 1100)];

    /// <inheritdoc/>
    public SampleReading Read(Span<float> channels, long atNs)
    {
        // long.MinValue marks the first call; subtracting it would overflow.
        if (_refreshedAtNs == long.MinValue || atNs - _refreshedAtNs >= Bme280.RefreshIntervalNs) Refresh(atNs);
        _last.CopyTo(channels);
        return SampleReading.Measured;
    }

    public void Dispose() => _chip.Dispose();

    private void Refresh(long atNs)
    {
        var read = _chip.Read();
        _refreshedAtNs = atNs;
        // The binding leaves out what is switched off; nothing is.
        _last[0] = (float)Math.Clamp(read.Temperature!.Value.DegreesCelsius, -40, 85);
        _last[1] = (float)Math.Clamp(read.Humidity!.Value.Percent, 0, 100);
        _last[2] = (float)Math.Clamp(read.Pressure!.Value.Hectopascals, 300, 1100);
    }
}
