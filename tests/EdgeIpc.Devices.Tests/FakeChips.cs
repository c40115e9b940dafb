using System.Buffers.Binary;
using System.Device.I2c;
using System.Device.Spi;

namespace EdgeIpc.Devices.Tests;

/// <summary>An MCP3008 with settable inputs; a chip that is not there leaves the line high.</summary>
internal sealed class FakeMcp3008(params int[] steps) : SpiDevice
{
    public bool IsThere { get; set; } = true;

    public override SpiConnectionSettings ConnectionSettings { get; } = new(0, 0);

    public override void TransferFullDuplex(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        // Data sheet, figure 6-1: a start bit, single-ended and the input's number; then a 0 and ten bits.
        if (writeBuffer.Length != 3 || writeBuffer[0] != 1) Assert.Fail("no start bit, or not three bytes");
        int input = (writeBuffer[1] >> 4) & 7;
        BinaryPrimitives.WriteUInt16BigEndian(readBuffer[1..], IsThere ? (ushort)(0xF800 | steps[input]) : (ushort)0xFFFF);
    }

    public override void Read(Span<byte> buffer) => throw new NotSupportedException();

    public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();
}

/// <summary>An ADXL345 as its data sheet tells: registers, and a FIFO that one read of the data registers moves on.</summary>
internal sealed class FakeAdxl345 : SpiDevice
{
    public byte[] Registers { get; } = new byte[64];

    public Queue<(short X, short Y, short Z)> Fifo { get; } = [];

    /// <summary>What a line reads as that nobody drives; null: the chip is there.</summary>
    public byte? LineAlone { get; set; }

    public override SpiConnectionSettings ConnectionSettings { get; } = new(0, 0);

    public FakeAdxl345() => Registers[0] = 0xE5;

    public override void TransferFullDuplex(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        int register = writeBuffer[0] & 0x3F;
        if (LineAlone is { } level)
        {
            readBuffer.Fill(level);
            return;
        }

        if ((writeBuffer[0] & 0x80) == 0)
        {
            Write(writeBuffer);
            return;
        }

        Assert.True(writeBuffer.Length == 2 || (writeBuffer[0] & 0x40) != 0, "several registers are read without the bit that says so");
        Registers[0x39] = (byte)Fifo.Count;
        if (register == 0x32 && Fifo.TryDequeue(out var axes))
        {
            BinaryPrimitives.WriteInt16LittleEndian(Registers.AsSpan(0x32), axes.X);
            BinaryPrimitives.WriteInt16LittleEndian(Registers.AsSpan(0x34), axes.Y);
            BinaryPrimitives.WriteInt16LittleEndian(Registers.AsSpan(0x36), axes.Z);
        }

        Registers.AsSpan(register, readBuffer.Length - 1).CopyTo(readBuffer[1..]);
    }

    public override void Read(Span<byte> buffer) => throw new NotSupportedException();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (LineAlone is not null) return;
        Registers[buffer[0] & 0x3F] = buffer[1];
        // Bypass empties the FIFO.
        if (buffer[0] == 0x38 && buffer[1] >> 6 == 0) Fifo.Clear();
    }
}

/// <summary>A chip of byte-wide registers on I2C, whose first byte written says which; as a BME280 is read.</summary>
internal class FakeI2cRegisters : I2cDevice
{
    private byte _register;

    public byte[] Registers { get; } = new byte[256];

    public bool IsThere { get; set; } = true;

    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x76);

    /// <summary>A BME280 with the calibration and the measurement of Bosch's example, and a humidity from a chip in use.</summary>
    public static FakeI2cRegisters WeatherChip()
    {
        var chip = new FakeI2cRegisters();
        var registers = chip.Registers.AsSpan();
        registers[0xD0] = 0x60;
        ushort[] firstOfEach = [27504, 26435, unchecked((ushort)-1000), 36477, unchecked((ushort)-10685), 3024, 2855, 140, unchecked((ushort)-7), 15500, unchecked((ushort)-14600), 6000];
        for (int i = 0; i < firstOfEach.Length; i++) BinaryPrimitives.WriteUInt16LittleEndian(registers[(0x88 + (2 * i))..], firstOfEach[i]);
        registers[0xA1] = 75;
        new byte[] { 0x6A, 0x01, 0x00, 0x13, 0x29, 0x03, 0x1E }.CopyTo(registers[0xE1..]);
        // Pressure 415148, temperature 519888, of 20 bits each; humidity 26000 of 16.
        new byte[] { 0x65, 0x5A, 0xC0, 0x7E, 0xED, 0x00, 0x65, 0x90 }.CopyTo(registers[0xF7..]);
        return chip;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Answer();
        _register = buffer[0];
        buffer[1..].CopyTo(Registers.AsSpan(_register));
    }

    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        Write(writeBuffer);
        Read(readBuffer);
    }

    public override void Read(Span<byte> buffer)
    {
        Answer();
        Registers.AsSpan(_register, buffer.Length).CopyTo(buffer);
    }

    private void Answer()
    {
        if (!IsThere) throw new IOException("Error 121 performing I2C data transfer.");
    }
}

/// <summary>An ADS1115: registers of 16 bits, and an input that is converted when the configuration is written.</summary>
internal sealed class FakeAds1115(params short[] steps) : I2cDevice
{
    private const byte Conversion = 0, Config = 1, HighThreshold = 3;
    private ushort _config = 0x8583;
    private byte _register;
    private int _questionsUntilDone;

    /// <summary>How often it says that it is busy before a conversion is done.</summary>
    public int BusyQuestions { get; set; }

    public bool IsThere { get; set; } = true;

    public bool IsClosed { get; private set; }

    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x48);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!IsThere) throw new IOException("Error 121 performing I2C data transfer.");
        if (buffer.Length is not (1 or 3) || buffer[0] > HighThreshold) Assert.Fail("it has four registers of 16 bits");
        _register = buffer[0];
        if (buffer.Length == 1) return;
        if (_register == Conversion) Assert.Fail("a conversion can't be written");
        // The thresholds of a comparator that is off change nothing.
        if (_register != Config) return;
        _config = BinaryPrimitives.ReadUInt16BigEndian(buffer[1..]);
        // Single-ended, +-4.096 V, one conversion, 860 a second.
        if ((_config & ~0x3000) != 0xC3E3) Assert.Fail($"configured as 0x{_config:X4}");
        _questionsUntilDone = BusyQuestions;
    }

    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        Write(writeBuffer);
        Read(readBuffer);
    }

    public override void Read(Span<byte> buffer)
    {
        if (_register == Conversion) BinaryPrimitives.WriteInt16BigEndian(buffer, steps[(_config >> 12) & 3]);
        else BinaryPrimitives.WriteUInt16BigEndian(buffer, (ushort)(_questionsUntilDone-- > 0 ? _config & 0x7FFF : _config | 0x8000));
    }

    protected override void Dispose(bool disposing)
    {
        IsClosed = true;
        base.Dispose(disposing);
    }
}
