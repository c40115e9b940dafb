using System.Device.Spi;
using Binding = Iot.Device.Adc.Mcp3008;

namespace EdgeIpc.Devices;

/// <summary>
/// An MCP3008 by the driver of Iot.Device.Bindings; channels and units of <see cref="Mcp3008"/>. The same transfer for each
/// input and sample, and nothing allocated (dotnet/iot 4.2.0, src/devices/Mcp3xxx).
/// </summary>
internal sealed class IotMcp3008 : ISampleSource
{
    private const int FullScale = 1024;

    private readonly Binding _chip;
    private readonly float _voltsPerStep;

    /// <param name="spi">Mode 0, at most <see cref="Mcp3008.MaxClockHz"/>; closed with this object.</param>
    /// <param name="inputs">How many inputs are sampled, from the first on; 1..<see cref="ISampleSource.MaxChannels"/>.</param>
    /// <param name="referenceVolts">The voltage on VREF.</param>
    /// <exception cref="IOException">No chip answers.</exception>
    public IotMcp3008(SpiDevice spi, int inputs, double referenceVolts)
    {
        _chip = new Binding(spi);
        _voltsPerStep = (float)(referenceVolts / FullScale);
        Channels = ConverterInputs.Channels(inputs, 0, (float)referenceVolts);
        Read(stackalloc float[ISampleSource.MaxChannels], 0);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleChannel> Channels { get; }

    /// <inheritdoc/>
    public SampleReading Read(Span<float> channels, long atNs)
    {
        try
        {
            for (int input = 0; input < Channels.Count; input++) channels[input] = _chip.Read(input) * _voltsPerStep;
            return SampleReading.Measured;
        }
        catch (InvalidOperationException e)
        {
            // So the binding says that the chip did not drive its 0.
            throw new IOException("No MCP3008 answers on this SPI bus.", e);
        }
    }

    public void Dispose() => _chip.Dispose();
}
