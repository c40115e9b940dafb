using System.Buffers.Binary;
using System.Device.Spi;
using System.Numerics;

namespace Iot.Device.Adxl345;

public enum GravityRange
{
    Range02 = 0,
    Range04 = 1,
    Range08 = 2,
    Range16 = 3,
}

public sealed class Adxl345 : IDisposable
{
    private readonly SpiDevice _spi;
    private readonly float _stepsPerG;

    public Adxl345(SpiDevice sensor, GravityRange gravityRange)
    {
        _spi = sensor;
        _stepsPerG = 256 >> (int)gravityRange;
        _spi.Write([0x31, (byte)gravityRange]);
        _spi.Write([0x2D, 0x08]);
    }

    public Vector3 Acceleration
    {
        get
        {
            Span<byte> answer = stackalloc byte[7];
            _spi.TransferFullDuplex([0xF2, 0, 0, 0, 0, 0, 0], answer);
            return new Vector3(Steps(answer[1..]), Steps(answer[3..]), Steps(answer[5..])) / _stepsPerG;
        }
    }

    public void Dispose() => _spi.Dispose();

    private static short Steps(ReadOnlySpan<byte> word) => BinaryPrimitives.ReadInt16LittleEndian(word);
}
