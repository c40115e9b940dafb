using System.Buffers.Binary;
using EdgeIpc.Posix;

namespace EdgeIpc.Devices.Tests;

/// <summary>A device of the kernel's industrial I/O subsystem, made of files and a pipe: three axes of 13 bits and a time stamp.</summary>
internal sealed class FakeIio : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("edgeipc-test-").FullName;
    private readonly FileDescriptor _kernelsEnd;

    public FakeIio()
    {
        Directory.CreateDirectory(Files);
        Write("name", "fake345");
        Write("buffer/enable", "0");
        Write("buffer/length", "0");
        Write("trigger/current_trigger", "");
        string[] names = ["in_accel_x", "in_accel_y", "in_accel_z", "in_timestamp"];
        for (int i = 0; i < names.Length; i++)
        {
            Write($"scan_elements/{names[i]}_en", "0");
            Write($"scan_elements/{names[i]}_index", $"{i}");
            Write($"scan_elements/{names[i]}_type", i < 3 ? "le:s13/16>>0" : "le:s64/64>>0");
        }

        Write("in_accel_scale", "0.038307");
        Write("../trigger0/name", "fake345-dev0");
        Write("../trigger0/sampling_frequency", "100");
        PosixFile.MakePipe(Path.Combine(Files, "iio:device0"));
        _kernelsEnd = PosixFile.OpenReadWrite(Path.Combine(Files, "iio:device0"));
    }

    public string Root => Path.Combine(_root, "sys");

    public string Files => Path.Combine(_root, "dev");

    public void Write(string file, string text)
    {
        string path = Path.GetFullPath(Path.Combine(Root, "iio:device0", file));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public string Read(string file) => File.ReadAllText(Path.Combine(Root, "iio:device0", file));

    public void Measure(short x, short y, short z)
    {
        Span<byte> scan = stackalloc byte[6];
        BinaryPrimitives.WriteInt16LittleEndian(scan, x);
        BinaryPrimitives.WriteInt16LittleEndian(scan[2..], y);
        BinaryPrimitives.WriteInt16LittleEndian(scan[4..], z);
        _kernelsEnd.WriteAll(scan);
    }

    public void Dispose()
    {
        _kernelsEnd.Dispose();
        Directory.Delete(_root, recursive: true);
    }
}

public sealed class IioSensorContract : SampleSourceContract, IDisposable
{
    private readonly FakeIio _fake = new();

    public void Dispose() => _fake.Dispose();

    protected override ISampleSource Open()
    {
        var source = new IioSensor("", 100, _fake.Root, _fake.Files);
        for (short i = 0; i < 1_500; i++) _fake.Measure(i, (short)-i, 256);
        return source;
    }
}

public sealed class IioSensorTests : IDisposable
{
    private readonly FakeIio _fake = new();

    public void Dispose() => _fake.Dispose();

    [Fact]
    public void Its_channels_trigger_rate_and_buffer_are_set_as_asked()
    {
        using (var source = new IioSensor("fake345", 400, _fake.Root, _fake.Files))
        {
            Assert.Equal((string[])["accel-x", "accel-y", "accel-z"], source.Channels.Select(channel => channel.Name).ToArray());
            Assert.All(source.Channels, channel => Assert.Equal(("m/s²", true), (channel.Unit, channel.Maximum > 156)));
            Assert.Equal("1", _fake.Read("scan_elements/in_accel_z_en"));
            Assert.Equal("0", _fake.Read("scan_elements/in_timestamp_en"));
            Assert.Equal("fake345-dev0", _fake.Read("trigger/current_trigger"));
            Assert.Equal("400", _fake.Read("../trigger0/sampling_frequency"));
            source.Begin();
            Assert.Equal(("400", "1"), (_fake.Read("buffer/length"), _fake.Read("buffer/enable")));
        }

        Assert.Equal("0", _fake.Read("buffer/enable"));
    }

    [Fact]
    public void Scans_come_in_order_scaled_and_none_twice()
    {
        using var source = new IioSensor(Path.Combine(_fake.Files, "iio:device0"), 100, _fake.Root, _fake.Files);
        var values = new float[3];
        Assert.Equal(SampleReading.Nothing, source.Read(values, 0));
        for (short i = 1; i <= 100; i++) _fake.Measure(i, (short)-i, 256);
        for (int i = 1; i <= 100; i++)
        {
            Assert.Equal(SampleReading.Measured, source.Read(values, 0));
            Assert.Equal([i * 0.038307f, i * -0.038307f, 256 * 0.038307f], values.Select((value, axis) => MathF.Round(value, 5)), (a, b) => Math.Abs(a - b) < 1e-4);
        }

        Assert.Equal(SampleReading.Nothing, source.Read(values, 0));
    }

    [Fact]
    public void What_was_measured_before_sampling_begins_is_thrown_away()
    {
        using var source = new IioSensor("", 100, _fake.Root, _fake.Files);
        _fake.Measure(1, 2, 3);
        source.Begin();
        Assert.Equal(SampleReading.Nothing, source.Read(new float[3], 0));
    }

    [Fact]
    public void A_device_that_is_not_there_is_told_with_those_that_are()
    {
        var fault = Assert.Throws<IOException>(() => new IioSensor("bmp280", 100, _fake.Root, _fake.Files));
        Assert.Contains("fake345", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("le:s12/16>>4", "F0FF", -1)]
    [InlineData("le:u12/16>>4", "F0FF", 4095)]
    [InlineData("be:s16/16>>0", "8000", -32768)]
    [InlineData("be:u24/32>>8", "01020304", 0x010203)]
    [InlineData("le:s64/64>>0", "FEFFFFFFFFFFFFFF", -2)]
    [InlineData("le:u8/8", "80", 128)]
    [InlineData("le:s13/16>>0", "00F0", -4096)]
    public void An_element_is_read_as_its_type_says(string type, string element, double expected) =>
        Assert.Equal(expected, IioFormat.TryParse(type)!.Value.Value(Convert.FromHexString(element)));

    [Theory]
    [InlineData("le:s12/16X3>>4")]
    [InlineData("le:s12/12>>0")]
    [InlineData("le:s12/16>>8")]
    [InlineData("s12/16")]
    [InlineData("")]
    public void A_type_that_makes_no_sense_is_not_read(string type) => Assert.Null(IioFormat.TryParse(type));
}
