using EdgeIpc.Devices;
using EdgeIpc.Devices.Tests;

namespace EdgeIpc.IotBindings.Tests;

public sealed class IotMcp3008Contract : SampleSourceContract
{
    protected override ISampleSource Open() => new IotMcp3008(new FakeMcp3008(0, 511, 512, 1023), 4, 3.3);
}

public sealed class IotAdxl345Contract : SampleSourceContract
{
    protected override ISampleSource Open() => new IotAdxl345(new FakeAdxl345());
}

public sealed class IotAds1115Contract : SampleSourceContract
{
    protected override ISampleSource Open() => new IotAds1115(new FakeAds1115(1, -1, short.MaxValue, short.MinValue), 4);
}

public sealed class IotBme280Contract : SampleSourceContract
{
    /// <summary>The binding makes an object of each result, and boxes on the way there: 112 bytes in 4.2.0.</summary>
    protected override long AllocatedBytesMax => 128;

    protected override ISampleSource Open() => new IotBme280(FakeI2cRegisters.WeatherChip());
}

/// <summary>An adapter gives what our own driver gives of the same chip, and tells faults as it does.</summary>
public sealed class IotAdapterTests
{
    [Fact]
    public void An_mcp3008_gives_the_channels_and_volts_of_our_own_driver()
    {
        using var own = new Mcp3008(new FakeMcp3008(0, 512, 1023), 3, referenceVolts: 3.2);
        using var iot = new IotMcp3008(new FakeMcp3008(0, 512, 1023), 3, referenceVolts: 3.2);
        Assert.Equal(own.Channels, iot.Channels);
        Assert.Equal([0, 1.6f, 3.196875f], Values(iot, 3));
        Assert.Equal(Values(own, 3), Values(iot, 3));
    }

    [Fact]
    public void An_ads1115_gives_the_channels_and_volts_of_our_own_driver_and_the_inputs_in_turn()
    {
        using var own = new Ads1115(new FakeAds1115(8_000, -8_000, 16_000), 3);
        using var iot = new IotAds1115(new FakeAds1115(8_000, -8_000, 16_000), 3);
        Assert.Equal(own.Channels, iot.Channels);
        for (int turn = 0; turn < 4; turn++) Assert.Equal([1, -1, 2], Values(iot, 3));
        Assert.Equal(Values(own, 3), Values(iot, 3));
    }

    [Fact]
    public void An_ads1115_is_waited_for()
    {
        using var source = new IotAds1115(new FakeAds1115(8_000) { BusyQuestions = 3 }, 1);
        Assert.Equal([1], Values(source, 1));
    }

    [Fact]
    public void An_adxl345_gives_the_channels_of_our_own_driver_in_steps_of_a_thirty_second_of_a_g()
    {
        var chip = new FakeAdxl345();
        using var own = new Adxl345(new FakeAdxl345(), 100);
        using var source = new IotAdxl345(chip);
        Assert.Equal(own.Channels, source.Channels);
        Assert.False(((ISampleSource)source).CanCatchUp);
        // Plus and minus 16 g, 10 bits to the right; measuring.
        Assert.Equal((0x03, 0x08), (chip.Registers[0x31], chip.Registers[0x2D]));
        chip.Fifo.Enqueue((32, -32, 16));
        Assert.Equal([1, -1, 0.5f], Values(source, 3));
        chip.Fifo.Enqueue((-512, 511, 0));
        Assert.Equal([-16, 511 / 32f, 0], Values(source, 3));
    }

    [Fact]
    public void An_adxl345_that_was_without_power_measures_again_when_sampling_begins_anew()
    {
        var chip = new FakeAdxl345();
        using var source = new IotAdxl345(chip);
        Array.Clear(chip.Registers, 0x2C, 0x0D);
        source.Begin();
        Assert.Equal((0x03, 0x08), (chip.Registers[0x31], chip.Registers[0x2D]));
    }

    [Fact]
    public void A_bme280_gives_the_channels_and_values_of_our_own_driver()
    {
        using var own = new Bme280(FakeI2cRegisters.WeatherChip());
        using var iot = new IotBme280(FakeI2cRegisters.WeatherChip());
        Assert.Equal(own.Channels, iot.Channels);
        float[] ours = Values(own, 3), theirs = Values(iot, 3);
        // Bosch's example: 25.08 °C and 1006.53 hPa. The binding computes the pressure in whole numbers.
        Assert.Equal(25.08f, theirs[0], 0.01f);
        Assert.Equal(1006.53f, theirs[2], 0.01f);
        for (int channel = 0; channel < 3; channel++) Assert.Equal(ours[channel], theirs[channel], 0.01f);
    }

    [Fact]
    public void A_bme280_measures_by_itself_and_is_asked_a_hundred_times_a_second()
    {
        var chip = FakeI2cRegisters.WeatherChip();
        using var source = new IotBme280(chip);
        // Temperature and pressure once each, again and again, half a millisecond between; humidity once.
        Assert.Equal((0x27, 0x00, 0x01), (chip.Registers[0xF4], chip.Registers[0xF5] >> 5, chip.Registers[0xF2]));
        var values = new float[3];
        source.Read(values, 0);
        // In between the chip may be gone: nobody asks it.
        chip.IsThere = false;
        Assert.Equal(SampleReading.Measured, source.Read(values, Bme280.RefreshIntervalNs - 1));
        Assert.Throws<IOException>(() => source.Read(values, Bme280.RefreshIntervalNs));
    }

    [Fact]
    public void A_chip_that_is_not_there_or_another_one_is_refused()
    {
        using var converter = new FakeMcp3008(1) { IsThere = false };
        Assert.Contains("MCP3008", Assert.Throws<IOException>(() => new IotMcp3008(converter, 1, 3.3)).Message, StringComparison.Ordinal);
        using var busy = new FakeAds1115(1) { BusyQuestions = int.MaxValue };
        Assert.Contains("conversion", Assert.Throws<IOException>(() => new IotAds1115(busy, 1)).Message, StringComparison.Ordinal);
        using var accelerometer = new FakeAdxl345();
        accelerometer.Registers[0] = 0x33;
        Assert.Contains("0x33", Assert.Throws<IOException>(() => new IotAdxl345(accelerometer)).Message, StringComparison.Ordinal);
        using var weather = FakeI2cRegisters.WeatherChip();
        weather.Registers[0xD0] = 0x58;
        Assert.Throws<IOException>(() => new IotBme280(weather));
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    public void An_adxl345_that_comes_off_its_line_is_told(byte level)
    {
        var chip = new FakeAdxl345();
        using var source = new IotAdxl345(chip);
        chip.LineAlone = level;
        Assert.Contains("any more", Assert.Throws<IOException>(() => source.Read(new float[3], 0)).Message, StringComparison.Ordinal);
        chip.LineAlone = null;
        Assert.Equal(SampleReading.Measured, source.Read(new float[3], 0));
    }

    [Fact]
    public void A_converter_that_falls_silent_is_told_and_heard_again()
    {
        var spi = new FakeMcp3008(1);
        using var onSpi = new IotMcp3008(spi, 1, 3.3);
        spi.IsThere = false;
        Assert.Throws<IOException>(() => onSpi.Read(new float[1], 0));
        spi.IsThere = true;
        Assert.Equal(SampleReading.Measured, onSpi.Read(new float[1], 0));

        var i2c = new FakeAds1115(1);
        using var onI2c = new IotAds1115(i2c, 1);
        i2c.BusyQuestions = int.MaxValue;
        Assert.Contains("conversion", Assert.Throws<IOException>(() => onI2c.Read(new float[1], 0)).Message, StringComparison.Ordinal);
        i2c.BusyQuestions = 0;
        Assert.Equal(SampleReading.Measured, onI2c.Read(new float[1], 0));
    }

    [Fact]
    public void An_ads1115_that_is_gone_does_not_keep_its_bus_open()
    {
        var chip = new FakeAds1115(1);
        var source = new IotAds1115(chip, 1);
        chip.IsThere = false;
        source.Dispose();
        Assert.True(chip.IsClosed);
    }

    [Theory]
    [InlineData(SensorKind.Mcp3008, "/dev/ttyS0", "no SPI device")]
    [InlineData(SensorKind.Adxl345, "/dev/spidev250.9", "switched on")]
    [InlineData(SensorKind.Bme280, "/dev/i2c-250", "switched on")]
    [InlineData(SensorKind.Ads1115, "i2c", "no I2C bus")]
    public void A_bus_that_is_not_there_is_told_as_by_our_own_drivers(SensorKind kind, string device, string expected) =>
        Assert.Contains(expected, Assert.Throws<IOException>(() => IotOpening.Open(new SensorOptions { Kind = kind, Device = device, Driver = SensorDriver.Iot })).Message, StringComparison.Ordinal);

    private static float[] Values(ISampleSource source, int count)
    {
        var values = new float[count];
        Assert.Equal(SampleReading.Measured, source.Read(values, 0));
        return values;
    }
}
