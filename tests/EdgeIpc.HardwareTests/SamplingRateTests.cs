using EdgeIpc.HardwareTests.Jig;

namespace EdgeIpc.HardwareTests;

/// <summary>Samples over buses whose transfers take their time: how evenly they are taken, and whether one is missing.</summary>
public sealed class SamplingRateTests(Bench bench, ITestOutputHelper output)
{
    /// <summary>The fast mode of a Pi's I2C bus.</summary>
    private const int I2cHz = 400_000;

    private const int AccelerometerHz = 200, ConverterHz = 100;

    /// <summary>After this the accelerometer's count begins anew.</summary>
    private const int CountModulus = 4096;

    [HardwareFact(JigParts.Sensors)]
    public void No_sample_of_an_accelerometer_with_a_FIFO_is_lost() => Timed(() =>
    {
        bench.Station.StartFresh($$""" "kind": "adxl345", "rateHz": {{AccelerometerHz}} """);
        var samples = Samples.Tap(bench.Station, TestCounts.Samples);
        // 256 steps to a g; the X axis is the number that the chip gave the sample.
        int[] numbers = [.. samples.Values.Select(values => (int)Math.Round(values[0] * 256))];
        int lost = numbers.Zip(numbers.Skip(1), (one, next) => (next - one - 1 + CountModulus) % CountModulus).Sum();
        Report("SPI, ADXL345 with its FIFO", AccelerometerHz, samples.TakenAtNs);
        output.WriteLine($"{numbers.Length} samples, {lost} lost");
        Assert.Equal(0, lost);
    });

    [HardwareFact(JigParts.Sensors)]
    public void A_converter_on_SPI_is_sampled_at_its_rate() => Timed(() => Measure("SPI, MCP3008", """ "kind": "mcp3008", "device": "/dev/spidev0.1", """));

    [HardwareFact(JigParts.Sensors)]
    public void A_converter_on_I2C_is_sampled_at_its_rate() => Timed(() => Measure("I2C at 400 kHz, ADS1115", """ "kind": "ads1115", """));

    /// <summary>A chip without a FIFO is asked once for all ticks that passed: the ring loses none, a late loop takes fewer.</summary>
    private void Measure(string what, string sensor)
    {
        bench.Station.StartFresh($$"""{{sensor}} "rateHz": {{ConverterHz}} """);
        var samples = Samples.Tap(bench.Station, TestCounts.Samples);
        Report(what, ConverterHz, samples.TakenAtNs);
        Assert.Equal(TestCounts.Samples, samples.Values.Count);
        Assert.All(samples.TakenAtNs.Zip(samples.TakenAtNs.Skip(1)), pair => Assert.True(pair.First < pair.Second));
    }

    private void Timed(Action test)
    {
        bench.Jig.BeginTiming(I2cHz);
        try
        {
            test();
        }
        finally
        {
            bench.Station.Stop();
            bench.Jig.EndTiming();
        }
    }

    /// <summary>Jitter: by how much the time between two samples differs from the period. On an emulated machine a figure of the lab.</summary>
    private void Report(string what, int rateHz, List<long> takenAtNs)
    {
        double periodUs = 1e6 / rateHz;
        double[] jitterUs = [.. takenAtNs.Zip(takenAtNs.Skip(1), (one, next) => Math.Abs(((next - one) / 1e3) - periodUs)).Order()];
        double takenHz = (takenAtNs.Count - 1) / ((takenAtNs[^1] - takenAtNs[0]) / 1e9);
        output.WriteLine($"{what}, asked for {rateHz} Hz, {Bench.Kind}: {takenHz:0.0} samples a second, jitter p50 {jitterUs[jitterUs.Length / 2]:0} us, p99 {jitterUs[(int)(jitterUs.Length * 0.99)]:0} us");
    }
}
