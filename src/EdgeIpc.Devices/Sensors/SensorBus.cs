using System.Device.I2c;
using System.Device.Spi;
using System.Globalization;

namespace EdgeIpc.Devices;

/// <summary>Opens a sensor with what it hangs on, by the path under which Linux shows that: /dev/spidev0.0, /dev/i2c-1.</summary>
internal static class SensorBus
{
    private const string SpiPrefix = "/dev/spidev", I2cPrefix = "/dev/i2c-";

    /// <exception cref="IOException">That is no SPI device, or the sensor does not answer on it.</exception>
    internal static ISampleSource OpenSpi(string path, SpiMode mode, int clockHz, Func<SpiDevice, ISampleSource> open)
    {
        string[] numbers = path.StartsWith(SpiPrefix, StringComparison.Ordinal) ? path[SpiPrefix.Length..].Split('.') : [];
        if (numbers.Length != 2 || !TryParse(numbers[0], out int bus) || !TryParse(numbers[1], out int chipSelect))
            throw new IOException($"'{path}' is no SPI device such as {SpiPrefix}0.0");
        Exists(path, "SPI");
        return Open(SpiDevice.Create(new SpiConnectionSettings(bus, chipSelect) { Mode = mode, ClockFrequency = clockHz }), open);
    }

    /// <exception cref="IOException">That is no I2C bus, or the sensor does not answer on it.</exception>
    internal static ISampleSource OpenI2c(string path, int address, Func<I2cDevice, ISampleSource> open)
    {
        if (!path.StartsWith(I2cPrefix, StringComparison.Ordinal) || !TryParse(path[I2cPrefix.Length..], out int bus))
            throw new IOException($"'{path}' is no I2C bus such as {I2cPrefix}1");
        Exists(path, "I2C");
        return Open(I2cDevice.Create(new I2cConnectionSettings(bus, address)), open);
    }

    private static ISampleSource Open<T>(T bus, Func<T, ISampleSource> open) where T : IDisposable
    {
        try
        {
            return open(bus);
        }
        catch
        {
            bus.Dispose();
            throw;
        }
    }

    // Both kinds of bus open at their first transfer and only then say that they can't; a missing one is better told at once.
    private static void Exists(string path, string bus)
    {
        if (!File.Exists(path)) throw new IOException($"there is no {path}; is {bus} switched on (raspi-config, or dtparam in config.txt)?");
    }

    private static bool TryParse(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
