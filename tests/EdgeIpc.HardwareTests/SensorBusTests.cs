using EdgeIpc.HardwareTests.Jig;
using EdgeIpc.HardwareTests.Machine;

namespace EdgeIpc.HardwareTests;

/// <summary>The real drivers on the kernel's real buses: what is set on the bus arrives in <c>tap</c>, and what goes wrong there is told and overcome.</summary>
public sealed class SensorBusTests(Bench bench)
{
    private const string Accelerometer = """ "kind": "adxl345", "rateHz": 100 """;
    private const string SpiConverter = """ "kind": "mcp3008", "device": "/dev/spidev0.1", "referenceVolts": 3.3, "rateHz": 50 """;
    private const string Weather = """ "kind": "bme280", "rateHz": 50 """;
    private const string I2cConverter = """ "kind": "ads1115", "rateHz": 50 """;

    [HardwareFact(JigParts.Sensors)]
    public void An_accelerometer_on_SPI_arrives_in_g()
    {
        bench.Station.StartFresh(Accelerometer);
        // Little-endian, 256 steps to a g.
        bench.Jig.SetSensor("spi0", 0x32, 0x00, 0x01, 0x80, 0xff, 0x40, 0x00);
        AwaitValues("g", 1, -0.5, 0.25);
    }

    [HardwareFact(JigParts.Sensors)]
    public void A_converter_on_SPI_arrives_in_volts()
    {
        bench.Station.StartFresh(SpiConverter);
        bench.Jig.SetSensor("spi1", 0, 0x00, 0x00, 0x02, 0x00, 0x01, 0x00, 0x03, 0xff);
        AwaitValues("V", 0, 1.65, 0.825, 3.3 * 1023 / 1024);
    }

    [HardwareFact(JigParts.Sensors)]
    public void Weather_on_I2C_arrives_in_degrees_per_cent_and_hectopascals()
    {
        WeatherChip.Put(bench.Jig);
        bench.Station.StartFresh(Weather);
        var samples = Samples.Tap(bench.Station, 1);
        Assert.Equal(["°C", "%", "hPa"], samples.Units);
        AwaitWeather();
    }

    [HardwareFact(JigParts.Sensors)]
    public void A_converter_on_I2C_arrives_in_volts()
    {
        bench.Station.StartFresh(I2cConverter);
        // Big-endian, 125 uV a step; the inputs against ground are the multiplexer's 4 to 7.
        bench.Jig.SetSensor("48", 32 + (2 * 4), 0x40, 0x00, 0x20, 0x00, 0x00, 0x08, 0xf0, 0x00);
        AwaitValues("V", 2.048, 1.024, 0.001, -0.512);
    }

    [HardwareFact(JigParts.Sensors)]
    public void Refused_transfers_are_told_and_overcome()
    {
        WeatherChip.Put(bench.Jig);
        bench.Station.StartFresh(Weather);
        bench.Jig.Disturb(BusFault.Refused, "76", 5);
        AwaitToldAndOvercome();
        AwaitWeather();
    }

    [HardwareFact(JigParts.Sensors)]
    public void A_held_I2C_line_is_told_and_overcome() => HoldAndLetGo("i2c", I2cConverter);

    [HardwareFact(JigParts.Sensors)]
    public void A_held_SPI_line_of_a_converter_is_told_and_overcome() => HoldAndLetGo("spi", SpiConverter);

    [HardwareFact(JigParts.Sensors)]
    public void A_held_SPI_line_of_an_accelerometer_is_told_and_overcome() => HoldAndLetGo("spi", Accelerometer);

    /// <summary>Neither bus has a check sum: garbage passes for a measurement, and the next one is right again.</summary>
    [HardwareFact(JigParts.Sensors)]
    public void After_garbage_the_values_are_right_again()
    {
        WeatherChip.Put(bench.Jig);
        bench.Station.StartFresh(Weather);
        AwaitWeather();
        // A tap that begins after the garbage would see none of it.
        bench.Jig.Disturb(BusFault.Garbage, "76", int.MaxValue);
        Pause.Until(() => Samples.Tap(bench.Station, 20).Values.Any(values => !WeatherChip.Measured(values)), "garbage has arrived");
        bench.Jig.Disturb(BusFault.Garbage, "76", 0);
        AwaitWeather();
    }

    private void HoldAndLetGo(string bus, string sensor)
    {
        bench.Station.StartFresh(sensor);
        Samples.Tap(bench.Station, 1);
        bench.Jig.HoldLine(bus, isHeld: true);
        try
        {
            bench.Station.AwaitLogged("sensor", "can.t be read", "the sensor's silence is told");
        }
        finally
        {
            bench.Jig.HoldLine(bus, isHeld: false);
        }

        AwaitToldAndOvercome();
        Samples.Tap(bench.Station, 20);
    }

    private void AwaitToldAndOvercome()
    {
        bench.Station.AwaitLogged("sensor", "can.t be read", "the failure is told");
        bench.Station.AwaitLogged("sensor", "can be read again", "the recovery is told");
    }

    private void AwaitValues(string unit, params double[] expected)
    {
        Assert.All(Samples.Tap(bench.Station, 1).Units, one => Assert.Equal(unit, one));
        // What was measured before the registers were set is still on its way.
        Pause.Until(() => AreNear(Samples.Tap(bench.Station, 1).Values[0], expected), $"tap shows {string.Join(", ", expected)} {unit}");
    }

    private void AwaitWeather() => Pause.Until(() => WeatherChip.Measured(Samples.Tap(bench.Station, 1).Values[0]), "tap shows 25.08 °C and 1006.53 hPa");

    private static bool AreNear(double[] values, double[] expected) => values.Zip(expected).All(pair => Math.Abs(pair.First - pair.Second) < 0.02);
}
