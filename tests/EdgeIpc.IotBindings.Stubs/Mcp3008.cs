using System.Device.Spi;

namespace Iot.Device.Adc;

public sealed class Mcp3008(SpiDevice spiDevice) : IDisposable
{
    public int Read(int channel)
    {
        Span<byte> answer = stackalloc byte[3];
        spiDevice.TransferFullDuplex([1, (byte)(0x80 | (channel << 4)), 0], answer);
        if ((answer[1] & 4) != 0) throw new InvalidOperationException("The null bit is set.");
        return ((answer[1] & 3) << 8) | answer[2];
    }

    public void Dispose() => spiDevice.Dispose();
}
