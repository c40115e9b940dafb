using EdgeIpc.Posix;

namespace EdgeIpc.Devices.Tests;

public sealed class HostSensorContract : SampleSourceContract
{
    protected override ISampleSource Open() => new HostSensor();
}

/// <summary>The numbers of a recorded /proc, where what must come out is known; and this machine's own, where it must be plausible.</summary>
public sealed class HostSensorTests : IDisposable
{
    private const long Second = 1_000_000_000;
    private readonly string _root = Directory.CreateTempSubdirectory("edgeipc-test-").FullName;

    public HostSensorTests()
    {
        Directory.CreateDirectory(Path.Combine(_root, "proc"));
        WriteStat(user: 100, idle: 900, interrupts: 5_000);
        Write("proc/meminfo", "MemTotal:        8000000 kB\nMemFree:         1000000 kB\nMemAvailable:    5952000 kB\n");
        Write("proc/loadavg", "0.75 0.32 0.18 2/91 5689\n");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Load_and_interrupts_are_those_since_the_last_look()
    {
        using var sensor = new HostSensor(_root);
        sensor.Read(stackalloc float[4], 0);
        WriteStat(user: 150, idle: 1_050, interrupts: 7_400);
        Span<float> values = stackalloc float[4];
        sensor.Read(values, 2 * Second);

        Assert.Equal(25f, values[0], 0.01f);
        Assert.Equal(1_200f, values[1], 0.1f);
        Assert.Equal(2_000f, values[2], 0.1f);
        Assert.Equal(0.75f, values[3]);
    }

    [Fact]
    public void Between_two_looks_the_values_stay()
    {
        using var sensor = new HostSensor(_root);
        Span<float> values = stackalloc float[4];
        sensor.Read(values, Second);
        Write("proc/loadavg", "9.00 0.32 0.18 2/91 5689\n");
        sensor.Read(values, Second + HostSensor.RefreshIntervalNs - 1);
        Assert.Equal(0.75f, values[3]);
        sensor.Read(values, Second + HostSensor.RefreshIntervalNs);
        Assert.Equal(9f, values[3]);
    }

    [Fact]
    public void Where_there_is_a_thermometer_the_fourth_channel_is_the_temperature()
    {
        Directory.CreateDirectory(Path.Combine(_root, "sys/class/thermal/thermal_zone0"));
        Write("sys/class/thermal/thermal_zone0/temp", "48312\n");
        using var sensor = new HostSensor(_root);
        Span<float> values = stackalloc float[4];
        sensor.Read(values, 0);
        Assert.Equal("temperature", sensor.Channels[3].Name);
        Assert.Equal(48.312f, values[3], 0.001f);
    }

    [Fact]
    public void The_first_number_of_interrupts_is_found_behind_128_processors()
    {
        string processors = string.Concat(Enumerable.Range(0, 128).Select(i => $"cpu{i} 123456789 0 123456789 1234567890 12345 0 1234567 12345 0 0\n"));
        Write("proc/stat", $"cpu  1 0 0 1 0 0 0 0 0 0\n{processors}intr 0 0\n");
        using var sensor = new HostSensor(_root);
        Span<float> values = stackalloc float[4];
        sensor.Read(values, 0);
        Write("proc/stat", $"cpu  2 0 0 2 0 0 0 0 0 0\n{processors}intr 42 0\n");
        sensor.Read(values, Second);
        Assert.Equal(42f, values[1], 0.01f);
    }

    [Fact]
    public void A_machine_without_its_counters_is_refused_at_once()
    {
        File.Delete(Path.Combine(_root, "proc/stat"));
        Assert.Throws<FileNotFoundException>(() => new HostSensor(_root));
    }

    [Fact]
    public void This_machine_is_busy_while_it_counts_and_has_memory_in_use()
    {
        using var sensor = new HostSensor();
        var values = new float[4];
        sensor.Read(values, MonotonicClock.NowNs);

        // Processor time is counted in steps of 10 ms: work until some has been counted.
        long until = MonotonicClock.NowNs + 300_000_000, now;
        while ((now = MonotonicClock.NowNs) < until) _ = Math.Sqrt(now);
        sensor.Read(values, now);

        Assert.InRange(values[0], 1f, 100f);
        Assert.True(values[1] > 0, "no interrupt in 0.3 s");
        Assert.True(values[2] > 10, "less than 10 MiB in use");
    }

    // In place, as the kernel changes these files: the sensor keeps them open.
    private void Write(string path, string text) => File.WriteAllText(Path.Combine(_root, path), text);

    private void WriteStat(long user, long idle, long interrupts) =>
        Write("proc/stat", $"cpu  {user} 0 0 {idle} 0 0 0 0 0 0\ncpu0 1 0 0 1 0 0 0 0 0 0\nintr {interrupts} 1 2 3\nctxt 77\n");
}
