using System.Device.I2c;
using Iot.Device.Ads1115;
using Binding = Iot.Device.Ads1115.Ads1115;

namespace EdgeIpc.Devices;

/// <summary>
/// An ADS1115 by the driver of Iot.Device.Bindings; channels and units of <see cref="Ads1115"/>. Nothing is allocated, but the
/// binding waits for each conversion in a loop of questions: a sample takes 1.2 ms at least, all of it processor time, so a
/// loop faster than some 500 a second misses ticks, which our own driver does not. One input is converted each time, the
/// others repeat their last value (dotnet/iot 4.2.0, src/devices/Ads1115).
/// </summary>
internal sealed class IotAds1115 : ISampleSource
{
    private const float RangeVolts = 4.096f;
    private const float VoltsPerStep = RangeVolts / 32_768;

    private readonly I2cDevice _i2c;
    private readonly Binding _chip;
    private readonly float[] _last;
    private int _input;

    /// <param name="i2c">The device; closed with this object.</param>
    /// <param name="inputs">How many inputs are sampled, from the first on; 1..<see cref="ISampleSource.MaxChannels"/>.</param>
    /// <exception cref="IOException">No chip answers.</exception>
    public IotAds1115(I2cDevice i2c, int inputs)
    {
        _i2c = i2c;
        Channels = ConverterInputs.Channels(inputs, -RangeVolts, RangeVolts);
        _last = new float[inputs];
        try
        {
            _chip = new Binding(i2c, InputMultiplexer.AIN0, MeasuringRange.FS4096, DataRate.SPS860, DeviceMode.PowerDown);
        }
        catch (TimeoutException e)
        {
            throw Unfinished(e);
        }

        // So that the first sample has a value of every input.
        for (int input = 0; input < inputs; input++) MeasureNext();
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleChannel> Channels { get; }

    /// <inheritdoc/>
    public SampleReading Read(Span<float> channels, long atNs)
    {
        MeasureNext();
        _last.CopyTo(channels);
        return SampleReading.Measured;
    }

    public void Dispose()
    {
        try
        {
            _chip.Dispose();
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            // The binding speaks to the chip before it closes the bus; one that is gone must not keep the bus open.
            _i2c.Dispose();
        }
    }

    private void MeasureNext()
    {
        try
        {
            _last[_input] = _chip.ReadRaw(InputMultiplexer.AIN0 + _input) * VoltsPerStep;
            _input = (_input + 1) % _last.Length;
        }
        catch (TimeoutException e)
        {
            throw Unfinished(e);
        }
    }

    private static IOException Unfinished(TimeoutException e) => new("The ADS1115 does not finish a conversion.", e);
}
