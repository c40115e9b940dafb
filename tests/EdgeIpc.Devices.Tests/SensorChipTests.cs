using System.Buffers.Binary;

namespace EdgeIpc.Devices.Tests;

public sealed class Mcp3008Contract : SampleSourceContract
{
    protected override ISampleSource Open() => new Mcp3008(new FakeMcp3008(0, 511, 512, 1023), 4, 3.3);
}

public sealed class Adxl345Contract : SampleSourceContract
{
    protected override ISampleSource Open() => new Adxl345(new FakeAdxl345(), rateHz: 1_000);
}

public sealed class Bme280Contract : SampleSourceContract
{
    protected override ISampleSource Open() => new Bme280(FakeI2cRegisters.WeatherChip());
}

public sealed class Ads1115Contract : SampleSourceContract
{
    protected override ISampleSource Open() => new Ads1115(new FakeAds1115(1, -1, short.MaxValue, short.MinValue), 4);
}

/// <summary>What each chip's data sheet says, played by a fake of it.</summary>
public sealed class SensorChipTests
{
    [Fact]
    public void An_mcp3008_gives_the_volts_of_its_inputs()
    {
        using var source = new Mcp3008(new FakeMcp3008(0, 512, 1023), 3, referenceVolts: 3.2);
        var volts = new float[3];
        source.Read(volts, 0);
        Assert.Equal([0, 1.6f, 3.196875f], volts);
    }

    [Fact]
    public void An_mcp3008_that_is_not_there_or_falls_silent_is_told()
    {
        using var absent = new FakeMcp3008(1) { IsThere = false };
        Assert.Contains("MCP3008", Assert.Throws<IOException>(() => new Mcp3008(absent, 1, 3.3)).Message, StringComparison.Ordinal);
        var chip = new FakeMcp3008(1);
        using var source = new Mcp3008(chip, 1, 3.3);
        chip.IsThere = false;
        Assert.Throws<IOException>(() => source.Read(new float[1], 0));
        chip.IsThere = true;
        Assert.Equal(SampleReading.Measured, source.Read(new float[1], 0));
    }

    [Theory]
    [InlineData(25, 0x08, true)]
    [InlineData(1_000, 0x0E, false)]
    [InlineData(1_600, 0x0E, true)]
    [InlineData(3_200, 0x0F, true)]
    [InlineData(10_000, 0x0F, false)]
    public void An_adxl345_measures_at_the_loops_rate_or_the_next_faster_one(int rateHz, byte code, bool isExact)
    {
        var chip = new FakeAdxl345();
        using var source = new Adxl345(chip, rateHz);
        Assert.Equal((code, isExact), (chip.Registers[0x2C], source.CanCatchUp));
        Assert.Equal((0x0B, 0x08, isExact ? 0x9F : 0), (chip.Registers[0x31], chip.Registers[0x2D], chip.Registers[0x38]));
    }

    [Fact]
    public void An_adxl345_hands_out_what_waits_in_its_fifo_in_order_and_no_more()
    {
        var chip = new FakeAdxl345();
        chip.Fifo.Enqueue((7, 7, 7));
        using var source = new Adxl345(chip, 100);
        Assert.Empty(chip.Fifo);
        chip.Fifo.Enqueue((256, -256, 0));
        chip.Fifo.Enqueue((-4096, 4095, 128));
        var g = new float[3];
        Assert.Equal(SampleReading.Measured, source.Read(g, 0));
        Assert.Equal([1, -1, 0], g);
        Assert.Equal(SampleReading.Measured, source.Read(g, 0));
        Assert.Equal([-16, 4095 / 256f, 0.5f], g);
        Assert.Equal(SampleReading.Nothing, source.Read(g, 0));
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    public void An_adxl345_that_comes_off_its_line_is_told(byte level)
    {
        var chip = new FakeAdxl345();
        using var source = new Adxl345(chip, 100);
        chip.LineAlone = level;
        Assert.Contains("any more", Assert.Throws<IOException>(() => source.Read(new float[3], 0)).Message, StringComparison.Ordinal);
        chip.LineAlone = null;
        Assert.Equal(SampleReading.Nothing, source.Read(new float[3], 0));
    }

    [Fact]
    public void An_adxl345_that_was_without_power_measures_again_when_sampling_begins_anew()
    {
        var chip = new FakeAdxl345();
        using var source = new Adxl345(chip, 100);
        byte[] setUp = [.. chip.Registers[0x2C..0x39]];
        Array.Clear(chip.Registers, 0x2C, 0x0D);
        source.Begin();
        Assert.Equal(setUp, chip.Registers[0x2C..0x39]);
    }

    [Fact]
    public void Another_chip_in_the_place_of_an_adxl345_or_bme280_is_refused_with_what_it_said()
    {
        var accelerometer = new FakeAdxl345();
        accelerometer.Registers[0] = 0x33;
        Assert.Contains("0x33", Assert.Throws<IOException>(() => new Adxl345(accelerometer, 100)).Message, StringComparison.Ordinal);
        var weather = FakeI2cRegisters.WeatherChip();
        weather.Registers[0xD0] = 0x58;
        Assert.Contains("0x58", Assert.Throws<IOException>(() => new Bme280(weather)).Message, StringComparison.Ordinal);
        accelerometer.Dispose();
        weather.Dispose();
    }

    [Fact]
    public void A_bme280_computes_what_bosch_computes_in_its_example()
    {
        // The worked example of the BMP280's data sheet (BST-BMP280-DS001, section 3.12), which has the same formulas: 25.08 °C, 1006.53 hPa.
        using var source = new Bme280(FakeI2cRegisters.WeatherChip());
        var values = new float[3];
        Assert.Equal(SampleReading.Measured, source.Read(values, 0));
        Assert.Equal(25.08f, values[0], 0.01f);
        Assert.Equal(1006.53f, values[2], 0.01f);
    }

    [Fact]
    public void A_bme280_has_nothing_before_its_first_measurement_and_is_asked_a_hundred_times_a_second()
    {
        var chip = FakeI2cRegisters.WeatherChip();
        byte[] measured = chip.Registers[0xF7..0xFF];
        new byte[] { 0x80, 0, 0, 0x80, 0, 0, 0x80, 0 }.CopyTo(chip.Registers, 0xF7);
        using var source = new Bme280(chip);
        var values = new float[3];
        Assert.Equal(SampleReading.Nothing, source.Read(values, 0));
        measured.CopyTo(chip.Registers, 0xF7);
        Assert.Equal(SampleReading.Nothing, source.Read(values, Bme280.RefreshIntervalNs - 1));
        Assert.Equal(SampleReading.Measured, source.Read(values, Bme280.RefreshIntervalNs));
        // In between the chip may be gone: nobody asks it.
        chip.IsThere = false;
        Assert.Equal(SampleReading.Measured, source.Read(values, Bme280.RefreshIntervalNs * 2 - 1));
        Assert.Throws<IOException>(() => source.Read(values, Bme280.RefreshIntervalNs * 2));
    }

    [Fact]
    public void Damp_air_is_damper_and_stays_below_a_hundred_per_cent()
    {
        Assert.True(Humidity(20_000) < Humidity(30_000));
        Assert.Equal(100, Humidity(65_535));
        Assert.Equal(0, Humidity(0));

        static float Humidity(ushort raw)
        {
            var chip = FakeI2cRegisters.WeatherChip();
            BinaryPrimitives.WriteUInt16BigEndian(chip.Registers.AsSpan(0xFD), raw);
            using var source = new Bme280(chip);
            var values = new float[3];
            source.Read(values, 0);
            return values[1];
        }
    }

    [Fact]
    public void An_ads1115_converts_one_input_after_the_other_and_never_waits()
    {
        var chip = new FakeAds1115(8_000, -8_000, 16_000);
        using var source = new Ads1115(chip, 3);
        var volts = new float[3];
        source.Read(volts, 0);
        Assert.Equal([1, -1, 2], volts);
        chip.BusyQuestions = 1_000;
        for (int i = 0; i < 5; i++) Assert.Equal(SampleReading.Measured, source.Read(volts, i));
    }

    [Fact]
    public void An_ads1115_that_never_ends_a_conversion_is_refused()
    {
        using var chip = new FakeAds1115(1) { BusyQuestions = int.MaxValue };
        Assert.Contains("conversion", Assert.Throws<IOException>(() => new Ads1115(chip, 1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SensorKind.Simulated)]
    [InlineData(SensorKind.Host)]
    [InlineData(SensorKind.Iio)]
    public void A_sensor_that_the_bindings_do_not_have_is_refused_with_their_driver(SensorKind kind) =>
        Refuses(kind, "mcp3008, adxl345, bme280 and ads1115 alone");

#if !IOT_BINDINGS
    [Theory]
    [InlineData(SensorKind.Mcp3008)]
    [InlineData(SensorKind.Ads1115)]
    public void A_program_without_the_bindings_says_how_it_is_built_with_them(SensorKind kind) => Refuses(kind, "-p:UseIotDeviceBindings=true");
#endif

    [Theory]
    [InlineData(SensorKind.Mcp3008, "/dev/ttyS0", "no SPI device")]
    [InlineData(SensorKind.Adxl345, "/dev/spidev250.9", "switched on")]
    [InlineData(SensorKind.Bme280, "/dev/i2c-250", "switched on")]
    [InlineData(SensorKind.Ads1115, "i2c", "no I2C bus")]
    [InlineData(SensorKind.Iio, "/dev/iio:device250", "IIO device")]
    public void A_bus_that_is_not_there_is_told_in_one_sentence(SensorKind kind, string device, string expected)
    {
        var opening = new DeviceSet(new DeviceOptions { Sensor = new() { Kind = kind, Device = device } }, TimeProvider.System).OpenSensor();
        Assert.Null(opening.Device);
        Assert.Contains(expected, opening.Refusal, StringComparison.Ordinal);
        Assert.Single(opening.Refusal!.Split('\n'));
    }

    private static void Refuses(SensorKind kind, string because)
    {
        var options = new DeviceOptions { Sensor = new() { Kind = kind, Driver = SensorDriver.Iot } };
        string problem = Assert.Single(options.Validate());
        Assert.Contains(because, problem, StringComparison.Ordinal);
        Assert.Contains(because, new DeviceSet(options, TimeProvider.System).OpenSensor().Refusal, StringComparison.Ordinal);
    }
}
