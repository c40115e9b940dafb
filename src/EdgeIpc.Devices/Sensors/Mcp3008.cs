using System.Device.Spi;

namespace EdgeIpc.Devices;

/// <summary>
/// MCP3008: eight inputs of 10 bits on SPI, of which the first few are sampled, in volts. One transfer of 3 bytes an input and
/// a sample: the chip has no burst. Register and timing facts: Microchip DS21295D.
/// </summary>
public sealed class Mcp3008 : ISampleSource
{
    /// <summary>The fastest clock at 2.7 V, in hertz (section 1.0); at 3.3 V the chip takes a little more.</summary>
    public const int MaxClockHz = 1_350_000;

    private const int FullScale = 1024;
    private const byte StartBit = 1;
    private const byte SingleEnded = 0x80;

    // Between the start and the result the chip drives one 0 (figure 5-1). A line that nobody drives reads as ones.
    private const byte NullBit = 0x04;

    private readonly SpiDevice _spi;
    private readonly float _voltsPerStep;

    /// <param name="spi">Mode 0, at most <see cref="MaxClockHz"/>; closed with this object.</param>
    /// <param name="inputs">How many inputs are sampled, from the first on; 1..<see cref="ISampleSource.MaxChannels"/>.</param>
    /// <param name="referenceVolts">The voltage on VREF.</param>
    /// <exception cref="IOException">No chip answers.</exception>
    public Mcp3008(SpiDevice spi, int inputs, double referenceVolts)
    {
        _spi = spi;
        _voltsPerStep = (float)(referenceVolts / FullScale);
        Channels = ConverterInputs.Channels(inputs, 0, (float)referenceVolts);
        Read(stackalloc float[ISampleSource.MaxChannels], 0);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleChannel> Channels { get; }

    /// <inheritdoc/>
    public SampleReading Read(Span<float> channels, long atNs)
    {
        Span<byte> answer = stackalloc byte[3];
        for (int input = 0; input < Channels.Count; input++)
        {
            _spi.TransferFullDuplex([StartBit, (byte)(SingleEnded | (input << 4)), 0], answer);
            if ((answer[1] & NullBit) != 0) throw new IOException("No MCP3008 answers on this SPI bus.");
            channels[input] = (((answer[1] & 3) << 8) | answer[2]) * _voltsPerStep;
        }

        return SampleReading.Measured;
    }

    public void Dispose() => _spi.Dispose();
}
