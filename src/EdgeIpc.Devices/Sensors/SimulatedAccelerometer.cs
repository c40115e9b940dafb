namespace EdgeIpc.Devices;

/// <summary>
/// A three-axis accelerometer with a thermometer, on a machine that runs, hums and is knocked now and then. Every value is a
/// pure function of seed and time: a restarted sensor goes on with the same signal as if it had never stopped, and a test
/// can compute what a reader must have seen.
/// </summary>
public sealed class SimulatedAccelerometer(ulong seed) : ISampleSource
{
    private const double NanosecondsPerSecond = 1e9;

    // A knock falls somewhere into every second window of this length, on average.
    private const long ShockWindowNs = 5_000_000_000;
    private const double ShockDecaySeconds = 0.05;
    private const double ShockRingHz = 60;

    // 4 g/sqrt(Hz) class sensors show about 10 mg of noise at 1 kHz; rounded up to be visible on a chart.
    private const float NoiseG = 0.02f;

    /// <inheritdoc/>
    public IReadOnlyList<SampleChannel> Channels { get; } =
    [
        new("x", "g", -8, 8),
        new("y", "g", -8, 8),
        new("z", "g", -8, 8),
        new("temperature", "°C", -40, 85),
    ];

    /// <inheritdoc/>
    public SampleReading Read(Span<float> channels, long atNs)
    {
        double seconds = atNs / NanosecondsPerSecond;
        double shock = ShockAt(atNs);

        // A motor at 24 Hz on the x axis, its second harmonic across, gravity and a slow sway on z.
        channels[0] = Clamp(0.5 * Wave(seconds, 24) + Noise(0, atNs) + shock);
        channels[1] = Clamp(0.3 * Wave(seconds, 48) + Noise(1, atNs) + 0.5 * shock);
        channels[2] = Clamp(1 + 0.1 * Wave(seconds, 0.5) + Noise(2, atNs) - 0.3 * shock);
        channels[3] = (float)(24 + 1.5 * Wave(seconds, 1 / 600.0)) + Noise(3, atNs);
        return SampleReading.Measured;
    }

    public void Dispose()
    {
        // Nothing is held; a real accelerometer closes its bus here.
    }

    private static double Wave(double seconds, double hertz) => Math.Sin(double.Tau * hertz * seconds);

    private static float Clamp(double g) => (float)Math.Clamp(g, -8, 8);

    private double ShockAt(long atNs)
    {
        // A knock late in a window still rings in the next one.
        (long window, long inWindowNs) = Math.DivRem(atNs, ShockWindowNs);
        return ShockOf(window, inWindowNs) + ShockOf(window - 1, inWindowNs + ShockWindowNs);
    }

    private double ShockOf(long window, long inWindowNs)
    {
        ulong dice = Mix(seed ^ ((ulong)window * 0x9E3779B97F4A7C15));
        if ((dice & 1) == 0) return 0;
        long startNs = (long)((dice >> 1) % ShockWindowNs);
        double sinceSeconds = (inWindowNs - startNs) / NanosecondsPerSecond;
        if (sinceSeconds is < 0 or > 20 * ShockDecaySeconds) return 0;
        double strengthG = 2 + (dice >> 40) / (double)(1 << 24) * 3;
        return strengthG * Math.Exp(-sinceSeconds / ShockDecaySeconds) * Wave(sinceSeconds, ShockRingHz);
    }

    // The sum of four uniform values is close enough to a bell curve, and costs one hash.
    private float Noise(uint axis, long atNs)
    {
        ulong bits = Mix(seed + Mix((ulong)atNs ^ ((ulong)axis << 62)));
        int sum = (int)(bits & 0xFFFF) + (int)(bits >> 16 & 0xFFFF) + (int)(bits >> 32 & 0xFFFF) + (int)(bits >> 48);
        return (sum - 2 * 0xFFFF) / (float)0xFFFF * 1.732f * NoiseG;
    }

    // The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every bit of the input changes about half of the output's.
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
