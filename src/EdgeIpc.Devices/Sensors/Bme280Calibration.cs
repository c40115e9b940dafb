using System.Buffers.Binary;
using System.Device.I2c;

namespace EdgeIpc.Devices;

/// <summary>
/// What each BME280 was measured to deviate by when it was made, and the formulas that take it out: data sheet
/// BST-BME280-DS002-15, table 16 and section 8.1 (in floating point).
/// </summary>
internal sealed class Bme280Calibration
{
    private const byte FirstBlock = 0x88, SecondBlock = 0xE1;
    private const int FirstBlockBytes = 26, SecondBlockBytes = 7;

    private readonly double[] _t = new double[3];
    private readonly double[] _p = new double[9];
    private readonly double[] _h = new double[6];

    internal Bme280Calibration(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        // The first of temperature and of pressure have no sign, the others have.
        for (int i = 0; i < 3; i++) _t[i] = Word(first, i, isSigned: i > 0);
        for (int i = 0; i < 9; i++) _p[i] = Word(first, 3 + i, isSigned: i > 0);
        _h[0] = first[25];
        _h[1] = BinaryPrimitives.ReadInt16LittleEndian(second);
        _h[2] = second[2];
        // Two numbers of 12 bits share a byte.
        _h[3] = ((sbyte)second[3] << 4) | (second[4] & 0x0F);
        _h[4] = ((sbyte)second[5] << 4) | (second[4] >> 4);
        _h[5] = (sbyte)second[6];
    }

    internal static Bme280Calibration ReadFrom(I2cDevice i2c)
    {
        Span<byte> first = stackalloc byte[FirstBlockBytes], second = stackalloc byte[SecondBlockBytes];
        i2c.WriteRead([FirstBlock], first);
        i2c.WriteRead([SecondBlock], second);
        return new Bme280Calibration(first, second);
    }

    /// <summary>The temperature in the steps in which the other two formulas want it: 1/5120 of a degree.</summary>
    internal double FineTemperature(int raw)
    {
        double first = (raw / 16384.0 - _t[0] / 1024) * _t[1];
        double second = raw / 131072.0 - _t[0] / 8192;
        return first + second * second * _t[2];
    }

    internal static double Celsius(double fine) => fine / 5120;

    internal double Pascals(int raw, double fine)
    {
        double first = fine / 2 - 64000;
        double second = first * first * _p[5] / 32768 + first * _p[4] * 2;
        second = second / 4 + _p[3] * 65536;
        first = (_p[2] * first * first / 524288 + _p[1] * first) / 524288;
        first = (1 + first / 32768) * _p[0];
        // A chip without calibration; dividing by it would make infinity.
        if (first == 0) return 0;
        double pascals = (1048576 - raw - second / 4096) * 6250 / first;
        return pascals + (_p[8] * pascals * pascals / 2147483648 + pascals * _p[7] / 32768 + _p[6]) / 16;
    }

    /// <returns>Per cent, 0..100.</returns>
    internal double RelativeHumidity(int raw, double fine)
    {
        double warmth = fine - 76800;
        double offset = _h[3] * 64 + _h[4] / 16384 * warmth;
        double slope = _h[1] / 65536 * (1 + _h[5] / 67108864 * warmth * (1 + _h[2] / 67108864 * warmth));
        double humidity = (raw - offset) * slope;
        return Math.Clamp(humidity * (1 - _h[0] * humidity / 524288), 0, 100);
    }

    private static double Word(ReadOnlySpan<byte> block, int index, bool isSigned)
    {
        ushort word = BinaryPrimitives.ReadUInt16LittleEndian(block[(2 * index)..]);
        return isSigned ? (short)word : word;
    }
}
