namespace EdgeIpc.Devices.Tests;

public sealed class SimulatedAccelerometerContract : SampleSourceContract
{
    protected override ISampleSource Open() => new SimulatedAccelerometer(seed: 1);
}

public sealed class SimulatedAccelerometerTests
{
    private const int RateHz = 1000;
    private const int Seconds = 60;

    [Fact]
    public void A_restarted_sensor_goes_on_with_the_same_signal()
    {
        using var first = new SimulatedAccelerometer(seed: 7);
        using var restarted = new SimulatedAccelerometer(seed: 7);
        Assert.Equal(Minute(first), Minute(restarted));
    }

    [Fact]
    public void Another_seed_gives_another_signal()
    {
        using var one = new SimulatedAccelerometer(seed: 7);
        using var other = new SimulatedAccelerometer(seed: 8);
        Assert.NotEqual(Minute(one), Minute(other));
    }

    [Fact]
    public void It_feels_gravity_on_the_z_axis_and_room_temperature()
    {
        using var source = new SimulatedAccelerometer(seed: 3);
        var minute = Minute(source);
        Assert.InRange(minute.Average(sample => sample.Z), 0.95, 1.05);
        Assert.InRange(minute.Average(sample => sample.Temperature), 20, 28);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_is_knocked_now_and_then_and_not_all_the_time(ulong seed)
    {
        using var source = new SimulatedAccelerometer(seed);
        var loud = Minute(source).Select((sample, index) => (sample.X, Second: index / RateHz)).Where(sample => Math.Abs(sample.X) > 1.2).ToList();
        Assert.InRange(loud.Select(sample => sample.Second).Distinct().Count(), 1, 20);
        Assert.InRange(loud.Count, 1, RateHz * Seconds / 20);
    }

    [Fact]
    public void Noise_differs_from_sample_to_sample_at_10_kHz_too()
    {
        using var source = new SimulatedAccelerometer(seed: 5);
        var temperatures = new HashSet<float>();
        Span<float> values = stackalloc float[4];
        for (int sample = 0; sample < 1000; sample++)
        {
            source.Read(values, sample * 100_000L);
            temperatures.Add(values[3]);
        }

        Assert.True(temperatures.Count > 900, $"{temperatures.Count} different values in 1000 samples");
    }

    private static List<(float X, float Y, float Z, float Temperature)> Minute(SimulatedAccelerometer source)
    {
        var samples = new List<(float X, float Y, float Z, float Temperature)>();
        Span<float> values = stackalloc float[4];
        for (int sample = 0; sample < RateHz * Seconds; sample++)
        {
            source.Read(values, sample * 1_000_000L);
            samples.Add((values[0], values[1], values[2], values[3]));
        }

        return samples;
    }
}
