using System.Buffers.Binary;
using System.Device.I2c;
using EdgeIpc.Devices;
using Iot.Device.Bmxx80.PowerMode;
using Iot.Device.Bmxx80.ReadResult;
using UnitsNet;

namespace Iot.Device.Bmxx80;

public sealed class Bme280 : IDisposable
{
    private const byte Identity = 0xD0, Reset = 0xE0, Humidity = 0xF2, Control = 0xF4, Config = 0xF5;

    private readonly I2cDevice _i2c;
    private readonly Bme280Calibration _calibration;

    public Bme280(I2cDevice i2cDevice)
    {
        _i2c = i2cDevice;
        Span<byte> first = stackalloc byte[26], second = stackalloc byte[7];
        if (ReadRegister(Identity) != 0x60) throw new IOException("No chip of this identity.");
        ReadRegisters(0x88, first);
        ReadRegisters(0xE1, second);
        _calibration = new Bme280Calibration(first, second);
        _i2c.Write([Reset, 0xB6]);
        _i2c.Write([Humidity, 0x01]);
        // Once each, and asleep.
        _i2c.Write([Control, 0x24]);
    }

    public StandbyTime StandbyTime
    {
        get => (StandbyTime)(ReadRegister(Config) >> 5);
        set => _i2c.Write([Config, (byte)((ReadRegister(Config) & 0x1F) | ((int)value << 5))]);
    }

    public void SetPowerMode(Bmx280PowerMode powerMode) => _i2c.Write([Control, (byte)((ReadRegister(Control) & 0xFC) | (int)powerMode)]);

    // A fake chip needs no time to measure.
    public Bme280ReadResult Read()
    {
        if ((ReadRegister(Control) & 3) != (int)Bmx280PowerMode.Normal) SetPowerMode(Bmx280PowerMode.Forced);
        Span<byte> data = stackalloc byte[8];
        ReadRegisters(0xF7, data);
        double fine = _calibration.FineTemperature(Of20Bits(data[3..]));
        return new Bme280ReadResult(
            new Temperature(Bme280Calibration.Celsius(fine)),
            new Pressure(_calibration.Pascals(Of20Bits(data), fine) / 100),
            new Ratio(_calibration.RelativeHumidity(BinaryPrimitives.ReadUInt16BigEndian(data[6..]), fine)));
    }

    public void Dispose() => _i2c.Dispose();

    private static int Of20Bits(ReadOnlySpan<byte> bytes) => (bytes[0] << 12) | (bytes[1] << 4) | (bytes[2] >> 4);

    private byte ReadRegister(byte register)
    {
        _i2c.WriteByte(register);
        return _i2c.ReadByte();
    }

    private void ReadRegisters(byte first, Span<byte> answer)
    {
        _i2c.WriteByte(first);
        _i2c.Read(answer);
    }
}
