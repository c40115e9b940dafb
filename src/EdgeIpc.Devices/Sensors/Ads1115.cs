using System.Buffers.Binary;
using System.Device.I2c;

namespace EdgeIpc.Devices;

/// <summary>
/// ADS1115: four inputs of 16 bits on I2C, +-4.096 V, in volts. It converts one input at a time, 860 conversions a second for
/// all of them together; until an input's next one is done its last value is repeated. Facts: Texas Instruments SBAS444E.
/// </summary>
public sealed class Ads1115 : ISampleSource
{
    /// <summary>The address with ADDR to ground; 0x49 to 0x4B with the others (table 9-1).</summary>
    public const int DefaultAddress = 0x48;

    private const byte Conversion = 0, Config = 1;

    // Start one conversion of input 0 against ground, +-4.096 V, then sleep; 860 a second; no comparator (table 8-3).
    private const ushort StartFirstInput = 0xC3E3;
    private const int InputShift = 12;
    private const ushort IsIdle = 0x8000;
    private const float RangeVolts = 4.096f;
    private const float VoltsPerStep = RangeVolts / 32_768;

    // A conversion takes 1.3 ms, a question on the slowest bus 0.4: a chip that is not done after this many is none.
    private const int MostQuestions = 100;

    private readonly I2cDevice _i2c;
    private readonly float[] _last;
    private int _input;

    /// <param name="i2c">The device; closed with this object.</param>
    /// <param name="inputs">How many inputs are sampled, from the first on; 1..<see cref="ISampleSource.MaxChannels"/>.</param>
    /// <exception cref="IOException">No chip answers.</exception>
    public Ads1115(I2cDevice i2c, int inputs)
    {
        _i2c = i2c;
        Channels = ConverterInputs.Channels(inputs, -RangeVolts, RangeVolts);
        _last = new float[inputs];
        MeasureEachOnce();
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleChannel> Channels { get; }

    /// <inheritdoc/>
    public SampleReading Read(Span<float> channels, long atNs)
    {
        if (IsDone()) TakeAndGoOn();
        _last.CopyTo(channels);
        return SampleReading.Measured;
    }

    public void Dispose() => _i2c.Dispose();

    /// <summary>So that the first sample has a value of every input.</summary>
    private void MeasureEachOnce()
    {
        Start();
        for (int input = 0; input < _last.Length; input++)
        {
            int questions = 0;
            while (!IsDone())
            {
                if (++questions > MostQuestions) throw new IOException("The ADS1115 does not finish a conversion.");
            }

            TakeAndGoOn();
        }
    }

    private void TakeAndGoOn()
    {
        _last[_input] = (short)ReadRegister(Conversion) * VoltsPerStep;
        _input = (_input + 1) % _last.Length;
        Start();
    }

    private void Start()
    {
        Span<byte> message = [Config, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(message[1..], (ushort)(StartFirstInput + (_input << InputShift)));
        _i2c.Write(message);
    }

    private bool IsDone() => (ReadRegister(Config) & IsIdle) != 0;

    private ushort ReadRegister(byte register)
    {
        Span<byte> answer = stackalloc byte[2];
        _i2c.WriteRead([register], answer);
        return BinaryPrimitives.ReadUInt16BigEndian(answer);
    }
}
