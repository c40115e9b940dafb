using System.Device.I2c;

namespace EdgeIpc.Devices;

/// <summary>
/// BME280: temperature, relative humidity and air pressure on I2C. It measures about a hundred times a second by itself;
/// between two of its measurements the last values are repeated. Facts: Bosch Sensortec BST-BME280-DS002-15.
/// </summary>
public sealed class Bme280 : ISampleSource
{
    /// <summary>The address with SDO to ground; 0x77 with SDO to the supply (section 6.2).</summary>
    public const int DefaultAddress = 0x76;

    /// <summary>Nanoseconds between two questions: 9.3 ms for a measurement (appendix B) and 0.5 ms of rest.</summary>
    public const long RefreshIntervalNs = 10_000_000;

    private const byte Identity = 0xD0, IdentityValue = 0x60;
    private const byte ControlHumidity = 0xF2, ControlMeasure = 0xF4, Configuration = 0xF5, Data = 0xF7;
    private const byte Sleep = 0x00, RestHalfAMillisecond = 0x00, HumidityOnce = 0x01;

    // Temperature and pressure once each, again and again (section 5.4.5).
    private const byte MeasureAlways = 0x27;

    // What the data registers hold before the first measurement (sections 5.4.7 and 5.4.8).
    private const int NotYetMeasured = 0x80000;

    private readonly I2cDevice _i2c;
    private readonly float[] _last = new float[3];
    private readonly Bme280Calibration _calibration;
    private long _refreshedAtNs = long.MinValue;
    private bool _hasMeasured;

    /// <param name="i2c">The device; closed with this object.</param>
    /// <exception cref="IOException">No chip answers, or another one does.</exception>
    public Bme280(I2cDevice i2c)
    {
        _i2c = i2c;
        Span<byte> identity = stackalloc byte[1];
        _i2c.WriteRead([Identity], identity);
        if (identity[0] != IdentityValue)
            throw new IOException($"No BME280 answers at this address: its identity reads 0x{identity[0]:X2}, not 0x{IdentityValue:X2}.");
        _calibration = Bme280Calibration.ReadFrom(_i2c);
        _i2c.Write([ControlMeasure, Sleep]);
        _i2c.Write([Configuration, RestHalfAMillisecond]);
        // What is written here holds from the next write of the other control register on (section 5.4.3).
        _i2c.Write([ControlHumidity, HumidityOnce]);
        _i2c.Write([ControlMeasure, MeasureAlways]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleChannel> Channels { get; } = [new("temperature", "°C", -40, 85), new("humidity", "%", 0, 100), new("pressure", "hPa", 300, 1100)];

    /// <inheritdoc/>
    public SampleReading Read(Span<float> channels, long atNs)
    {
        // long.MinValue marks the first call; subtracting it would overflow.
        if (_refreshedAtNs == long.MinValue || atNs - _refreshedAtNs >= RefreshIntervalNs) Refresh(atNs);
        if (!_hasMeasured) return SampleReading.Nothing;
        _last.CopyTo(channels);
        return SampleReading.Measured;
    }

    public void Dispose() => _i2c.Dispose();

    private void Refresh(long atNs)
    {
        // One read of all: the chip keeps the bytes of one measurement together for it (section 4).
        Span<byte> data = stackalloc byte[8];
        _i2c.WriteRead([Data], data);
        _refreshedAtNs = atNs;
        int pressure = (data[0] << 12) | (data[1] << 4) | (data[2] >> 4);
        int temperature = (data[3] << 12) | (data[4] << 4) | (data[5] >> 4);
        int humidity = (data[6] << 8) | data[7];
        if (temperature == NotYetMeasured) return;
        _hasMeasured = true;
        double fine = _calibration.FineTemperature(temperature);
        _last[0] = (float)Math.Clamp(Bme280Calibration.Celsius(fine), -40, 85);
        _last[1] = (float)_calibration.RelativeHumidity(humidity, fine);
        _last[2] = (float)Math.Clamp(_calibration.Pascals(pressure, fine) / 100, 300, 1100);
    }
}
