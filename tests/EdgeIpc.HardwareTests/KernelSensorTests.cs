using EdgeIpc.HardwareTests.Jig;

namespace EdgeIpc.HardwareTests;

/// <summary>A sensor that the kernel reads by itself, at the beat of a trigger of its own: any IIO device with a buffer.</summary>
public sealed class KernelSensorTests(Bench bench, ITestOutputHelper output)
{
    private const int RateHz = 50;
    private const int Count = 200;

    [HardwareFact(JigParts.Sensors)]
    public void A_device_of_the_kernel_with_a_buffer_arrives_in_its_unit_and_none_of_its_samples_is_missing()
    {
        bench.Station.Stop();
        bench.Jig.PlugInKernelSensor(bench.Station.User);
        bench.Station.StartFresh($$""" "kind": "iio", "rateHz": {{RateHz}} """);
        var samples = Samples.Tap(bench.Station, Count);
        Assert.Contains("V", samples.Units, StringComparer.Ordinal);
        // The kernel's dummy device converts a constant for each of its channels.
        Assert.All(samples.Values, values => Assert.Equal(samples.Values[0], values));
        Assert.Contains(samples.Values[0], value => value != 0);
        long[] periodsNs = [.. samples.TakenAtNs.Zip(samples.TakenAtNs.Skip(1), (one, next) => next - one)];
        Assert.All(periodsNs, period => Assert.InRange(period, 1, long.MaxValue));
        double takenHz = (Count - 1) / ((samples.TakenAtNs[^1] - samples.TakenAtNs[0]) / 1e9);
        output.WriteLine($"IIO with a timer as its trigger, asked for {RateHz} Hz, {Bench.Kind}: {takenHz:0.0} samples a second of {string.Join(", ", samples.Channels)}");
    }
}
