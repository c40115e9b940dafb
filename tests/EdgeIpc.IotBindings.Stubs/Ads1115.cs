using System.Buffers.Binary;
using System.Device.I2c;

namespace Iot.Device.Ads1115;

public enum InputMultiplexer
{
    AIN0 = 4,
    AIN1 = 5,
    AIN2 = 6,
    AIN3 = 7,
}

public enum MeasuringRange
{
    FS6144 = 0,
    FS4096 = 1,
}

public enum DataRate
{
    SPS008 = 0,
    SPS128 = 4,
    SPS860 = 7,
}

public enum DeviceMode
{
    Continuous = 0,
    PowerDown = 1,
}

public sealed class Ads1115 : IDisposable
{
    private const int MostQuestions = 5_000;

    private readonly I2cDevice _i2c;
    private readonly MeasuringRange _range;
    private readonly DataRate _rate;
    private readonly DeviceMode _mode;
    private InputMultiplexer _input;

    public Ads1115(
        I2cDevice i2cDevice,
        InputMultiplexer inputMultiplexer = InputMultiplexer.AIN0,
        MeasuringRange measuringRange = MeasuringRange.FS4096,
        DataRate dataRate = DataRate.SPS128,
        DeviceMode deviceMode = DeviceMode.Continuous)
    {
        (_i2c, _input, _range, _rate, _mode) = (i2cDevice, inputMultiplexer, measuringRange, dataRate, deviceMode);
        SwitchComparatorOff();
    }

    public short ReadRaw(InputMultiplexer inputMultiplexer)
    {
        _input = inputMultiplexer;
        Convert();
        Span<byte> answer = stackalloc byte[2];
        _i2c.WriteByte(0);
        _i2c.Read(answer);
        return BinaryPrimitives.ReadInt16BigEndian(answer);
    }

    // The package's, too, speaks to the chip when it is closed.
    public void Dispose()
    {
        SwitchComparatorOff();
        _i2c.Dispose();
    }

    private void SwitchComparatorOff()
    {
        Convert();
        _i2c.Write([2, 0x80, 0x00]);
        _i2c.Write([3, 0x7F, 0xFF]);
    }

    private void Convert()
    {
        _i2c.Write([1, (byte)(0x80 | ((int)_input << 4) | ((int)_range << 1) | (int)_mode), (byte)(((int)_rate << 5) | 3)]);
        Span<byte> config = stackalloc byte[2];
        for (int question = 0; question < MostQuestions; question++)
        {
            _i2c.WriteRead([1], config);
            if ((config[0] & 0x80) != 0) return;
        }

        throw new TimeoutException("The conversion does not end.");
    }
}
