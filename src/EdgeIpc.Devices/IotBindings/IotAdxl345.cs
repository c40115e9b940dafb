using System.Device.Spi;
using System.Numerics;
using Iot.Device.Adxl345;
using Binding = Iot.Device.Adxl345.Adxl345;

namespace EdgeIpc.Devices;

/// <summary>
/// An ADXL345 by the driver of Iot.Device.Bindings; channels and units of <see cref="Adxl345"/>. Nothing is allocated. The
/// binding never sets the rate, so the chip measures 100 times a second however often the loop asks; it has no FIFO, so a late
/// loop misses samples; and it keeps 10 bits, steps of 1/32 g (dotnet/iot 4.2.0, src/devices/Adxl345).
/// </summary>
internal sealed class IotAdxl345 : ISampleSource
{
    private const byte ReadDeviceId = 0x80, DeviceIdValue = 0xE5;
    private const float RangeG = 16, GPerStep = 1 / 32f;

    private readonly SpiDevice _spi;
    private Binding _chip;

    /// <param name="spi">Mode 3, at most <see cref="Adxl345.MaxClockHz"/>; closed with this object.</param>
    /// <exception cref="IOException">No chip answers, or another one does.</exception>
    public IotAdxl345(SpiDevice spi)
    {
        _spi = spi;
        // The binding takes whatever is there for an ADXL345.
        byte id = ReadIdentity();
        if (id != DeviceIdValue) throw new IOException($"No ADXL345 answers on this SPI bus: its identity reads 0x{id:X2}, not 0x{DeviceIdValue:X2}.");
        _chip = new Binding(spi, GravityRange.Range16);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleChannel> Channels { get; } = [new("x", "g", -RangeG, RangeG), new("y", "g", -RangeG, RangeG), new("z", "g", -RangeG, RangeG)];

    /// <summary>Sets the chip up, which may have been without power: the binding does so when it is made, and only then.</summary>
    public void Begin() => _chip = new Binding(_spi, GravityRange.Range16);

    /// <inheritdoc/>
    public SampleReading Read(Span<float> channels, long atNs)
    {
        Vector3 g = _chip.Acceleration;
        // A line that nobody drives reads as zeros or as ones.
        if ((g == Vector3.Zero || g == new Vector3(-GPerStep)) && ReadIdentity() != DeviceIdValue)
            throw new IOException("No ADXL345 answers on this SPI bus any more.");
        for (int axis = 0; axis < 3; axis++) channels[axis] = Math.Clamp(g[axis], -RangeG, RangeG);
        return SampleReading.Measured;
    }

    public void Dispose() => _chip.Dispose();

    private byte ReadIdentity()
    {
        Span<byte> answer = stackalloc byte[2];
        _spi.TransferFullDuplex([ReadDeviceId, 0], answer);
        return answer[1];
    }
}
