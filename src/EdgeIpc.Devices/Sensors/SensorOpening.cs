using System.Device.Spi;

namespace EdgeIpc.Devices;

/// <summary>The sensor that the options mean.</summary>
internal static class SensorOpening
{
    private const string DefaultSpi = "/dev/spidev0.0", DefaultI2c = "/dev/i2c-1";

    /// <exception cref="IOException">It does not answer, or is another one.</exception>
    internal static ISampleSource Open(SensorOptions options)
    {
        string spi = options.Device.Length > 0 ? options.Device : DefaultSpi, i2c = options.Device.Length > 0 ? options.Device : DefaultI2c;
        return options.Kind switch
        {
            SensorKind.Host => new HostSensor(),
            SensorKind.Mcp3008 => SensorBus.OpenSpi(spi, SpiMode.Mode0, Mcp3008.MaxClockHz, bus => new Mcp3008(bus, options.Inputs, options.ReferenceVolts)),
            SensorKind.Adxl345 => SensorBus.OpenSpi(spi, SpiMode.Mode3, Adxl345.MaxClockHz, bus => new Adxl345(bus, options.RateHz)),
            SensorKind.Bme280 => SensorBus.OpenI2c(i2c, AddressOr(Bme280.DefaultAddress), bus => new Bme280(bus)),
            SensorKind.Ads1115 => SensorBus.OpenI2c(i2c, AddressOr(Ads1115.DefaultAddress), bus => new Ads1115(bus, options.Inputs)),
            SensorKind.Iio => new IioSensor(options.Device, options.RateHz),
            _ => new SimulatedAccelerometer((ulong)options.Seed),
        };

        int AddressOr(int own) => options.Address > 0 ? options.Address : own;
    }
}
