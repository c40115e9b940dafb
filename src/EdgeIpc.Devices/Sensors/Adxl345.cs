using System.Buffers.Binary;
using System.Device.Spi;

namespace EdgeIpc.Devices;

/// <summary>
/// ADXL345: a three-axis accelerometer of 13 bits on SPI, +-16 g, up to 3,200 samples a second. At a rate of its own (25, 50,
/// 100 ... 3,200 Hz) samples wait in its FIFO, so that a late loop misses none of the last 32; at any other rate the newest is
/// taken from the next faster one. Facts: Analog Devices, ADXL345 data sheet revision G.
/// </summary>
public sealed class Adxl345 : ISampleSource
{
    /// <summary>The fastest clock, in hertz (table 1). Its highest rates want 2 MHz at least.</summary>
    public const int MaxClockHz = 5_000_000;

    /// <summary>The fastest and the slowest rate that is set, in samples a second (table 7).</summary>
    public const int MaxRateHz = 3_200;
    private const int MinRateHz = 25;

    // Registers (table 19) and what is written to them.
    private const byte DeviceId = 0x00, DeviceIdValue = 0xE5;
    private const byte BandwidthRate = 0x2C, SlowestRateCode = 0x08;
    private const byte PowerControl = 0x2D, Measure = 0x08;
    private const byte DataFormat = 0x31, FullResolution16G = 0x0B;
    private const byte DataX0 = 0x32;
    private const byte FifoControl = 0x38, Bypass = 0x00, Stream = 0x9F;
    private const byte FifoStatus = 0x39, FifoEntries = 0x3F;
    private const int FifoDepth = 32;
    private const byte ReadOne = 0x80, ReadMany = 0xC0;

    // Full resolution keeps 256 steps to a g in every range (table 1).
    private const float GPerStep = 1 / 256f;
    private const float RangeG = 16;

    private readonly SpiDevice _spi;
    private readonly byte _rateCode;

    /// <param name="spi">Mode 3, at most <see cref="MaxClockHz"/>; closed with this object.</param>
    /// <param name="rateHz">How often the loop asks, in samples a second; beyond <see cref="MaxRateHz"/> the chip repeats its samples.</param>
    /// <exception cref="IOException">No chip answers, or another one does.</exception>
    public Adxl345(SpiDevice spi, int rateHz)
    {
        _spi = spi;
        byte id = ReadRegister(DeviceId);
        if (id != DeviceIdValue) throw new IOException($"No ADXL345 answers on this SPI bus: its identity reads 0x{id:X2}, not 0x{DeviceIdValue:X2}.");
        (_rateCode, CanCatchUp) = RateCode(rateHz);
        Begin();
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleChannel> Channels { get; } = [new("x", "g", -RangeG, RangeG), new("y", "g", -RangeG, RangeG), new("z", "g", -RangeG, RangeG)];

    /// <summary>Whether the chip measures at the very rate of the loop, so that its FIFO holds one sample for each tick.</summary>
    public bool CanCatchUp { get; }

    /// <summary>Sets the chip up, which may have been without power, and empties its FIFO: what it measured before belongs to no tick.</summary>
    public void Begin()
    {
        // Rate and range are set in standby, as the data sheet advises.
        Write(PowerControl, 0);
        Write(BandwidthRate, _rateCode);
        Write(DataFormat, FullResolution16G);
        Write(FifoControl, Bypass);
        if (CanCatchUp) Write(FifoControl, Stream);
        Write(PowerControl, Measure);
    }

    /// <inheritdoc/>
    public SampleReading Read(Span<float> channels, long atNs)
    {
        // The chip's clock is not ours: a slower one leaves a tick without a sample now and then, a faster one overwrites some that no tick asked for.
        if (CanCatchUp && CountWaiting() == 0) return SampleReading.Nothing;
        Span<byte> answer = stackalloc byte[7];
        _spi.TransferFullDuplex([DataX0 | ReadMany, 0, 0, 0, 0, 0, 0], answer);
        for (int axis = 0; axis < 3; axis++)
        {
            short steps = BinaryPrimitives.ReadInt16LittleEndian(answer[(1 + (2 * axis))..]);
            channels[axis] = Math.Clamp(steps * GPerStep, -RangeG, RangeG);
        }

        return SampleReading.Measured;
    }

    public void Dispose() => _spi.Dispose();

    /// <summary>A line that nobody drives reads as ones or zeros: as more samples than the chip can hold, or as none from a chip without identity.</summary>
    private int CountWaiting()
    {
        int waiting = ReadRegister(FifoStatus) & FifoEntries;
        if (waiting <= FifoDepth && (waiting > 0 || ReadRegister(DeviceId) == DeviceIdValue)) return waiting;
        throw new IOException("No ADXL345 answers on this SPI bus any more.");
    }

    /// <summary>The code of the slowest of the chip's rates that is not below the loop's, and whether it is the loop's.</summary>
    private static (byte Code, bool IsExact) RateCode(int rateHz)
    {
        byte code = SlowestRateCode;
        int chipHz = MinRateHz;
        for (; chipHz < Math.Min(rateHz, MaxRateHz); chipHz *= 2) code++;
        return (code, chipHz == rateHz);
    }

    private byte ReadRegister(byte register)
    {
        Span<byte> answer = stackalloc byte[2];
        _spi.TransferFullDuplex([(byte)(register | ReadOne), 0], answer);
        return answer[1];
    }

    private void Write(byte register, byte value)
    {
        Span<byte> ignored = stackalloc byte[2];
        _spi.TransferFullDuplex([register, value], ignored);
    }
}
