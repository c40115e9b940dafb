using System.Device.Spi;

namespace EdgeIpc.Devices;

/// <summary>The sensor that the options mean.</summary>
internal static class SensorOpening
{
    private const string DefaultSpi = "/dev/spidev0.0", DefaultI2c = "/dev/i2c-1";

    /// <exception cref="IOException">It does not answer, or is another one, or this program lacks its driver.</exception>
    internal static ISampleSource Open(SensorOptions options)
    {
        if (WhyNoIotDriver(options) is { } why) throw new IOException(why);
#if IOT_BINDINGS
        if (options.Driver == SensorDriver.Iot) return IotOpening.Open(options);
#endif
        string spi = SpiOf(options), i2c = I2cOf(options);
        return options.Kind switch
        {
            SensorKind.Host => new HostSensor(),
            SensorKind.Mcp3008 => SensorBus.OpenSpi(spi, SpiMode.Mode0, Mcp3008.MaxClockHz, bus => new Mcp3008(bus, options.Inputs, options.ReferenceVolts)),
            SensorKind.Adxl345 => SensorBus.OpenSpi(spi, SpiMode.Mode3, Adxl345.MaxClockHz, bus => new Adxl345(bus, options.RateHz)),
            SensorKind.Bme280 => SensorBus.OpenI2c(i2c, AddressOf(options, Bme280.DefaultAddress), bus => new Bme280(bus)),
            SensorKind.Ads1115 => SensorBus.OpenI2c(i2c, AddressOf(options, Ads1115.DefaultAddress), bus => new Ads1115(bus, options.Inputs)),
            SensorKind.Iio => new IioSensor(options.Device, options.RateHz),
            _ => new SimulatedAccelerometer((ulong)options.Seed),
        };
    }

    internal static string SpiOf(SensorOptions options) => options.Device.Length > 0 ? options.Device : DefaultSpi;

    internal static string I2cOf(SensorOptions options) => options.Device.Length > 0 ? options.Device : DefaultI2c;

    internal static int AddressOf(SensorOptions options, int own) => options.Address > 0 ? options.Address : own;

    /// <returns>One sentence; null where the driver can be had, or another one is meant.</returns>
    internal static string? WhyNoIotDriver(SensorOptions options)
    {
        if (options.Driver != SensorDriver.Iot) return null;
        if (options.Kind is not (SensorKind.Mcp3008 or SensorKind.Adxl345 or SensorKind.Bme280 or SensorKind.Ads1115))
            return "sensor.driver 'iot' is for mcp3008, adxl345, bme280 and ads1115 alone; every other sensor has only 'own'.";
#if IOT_BINDINGS
        return null;
#else
        return "sensor.driver 'iot' is not in this program, which was built without Iot.Device.Bindings; 'dotnet build src/EdgeIpc -p:UseIotDeviceBindings=true' builds it with them.";
#endif
    }
}
