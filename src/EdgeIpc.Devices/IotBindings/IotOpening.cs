using System.Device.Spi;

namespace EdgeIpc.Devices;

/// <summary>The sensor chip that the options mean, by the driver of Iot.Device.Bindings.</summary>
internal static class IotOpening
{
    /// <exception cref="IOException">It does not answer, or is another one.</exception>
    internal static ISampleSource Open(SensorOptions options)
    {
        string spi = SensorOpening.SpiOf(options), i2c = SensorOpening.I2cOf(options);
        return options.Kind switch
        {
            SensorKind.Mcp3008 => SensorBus.OpenSpi(spi, SpiMode.Mode0, Mcp3008.MaxClockHz, bus => new IotMcp3008(bus, options.Inputs, options.ReferenceVolts)),
            SensorKind.Adxl345 => SensorBus.OpenSpi(spi, SpiMode.Mode3, Adxl345.MaxClockHz, bus => new IotAdxl345(bus)),
            SensorKind.Bme280 => SensorBus.OpenI2c(i2c, SensorOpening.AddressOf(options, Bme280.DefaultAddress), bus => new IotBme280(bus)),
            SensorKind.Ads1115 => SensorBus.OpenI2c(i2c, SensorOpening.AddressOf(options, Ads1115.DefaultAddress), bus => new IotAds1115(bus, options.Inputs)),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Kind, "Iot.Device.Bindings is not asked for this sensor."),
        };
    }
}
