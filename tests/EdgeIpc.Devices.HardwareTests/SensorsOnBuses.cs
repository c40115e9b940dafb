namespace EdgeIpc.Devices.Tests;

public sealed class Mcp3008OnSpiContract : SampleSourceContract
{
    protected override ISampleSource Open() => Sensor.Open(new SensorOptions { Kind = SensorKind.Mcp3008, Device = "/dev/spidev0.1" });
}

public sealed class Adxl345OnSpiContract : SampleSourceContract
{
    protected override ISampleSource Open() => Sensor.Open(new SensorOptions { Kind = SensorKind.Adxl345 });
}

public sealed class Bme280OnI2cContract : SampleSourceContract
{
    protected override ISampleSource Open() => Sensor.Open(new SensorOptions { Kind = SensorKind.Bme280 });
}

public sealed class Ads1115OnI2cContract : SampleSourceContract
{
    protected override ISampleSource Open() => Sensor.Open(new SensorOptions { Kind = SensorKind.Ads1115 });
}

internal static class Sensor
{
    public static ISampleSource Open(SensorOptions options)
    {
        var opened = new DeviceSet(new DeviceOptions { Sensor = options }, TimeProvider.System).OpenSensor();
        return opened.Device ?? throw new IOException(opened.Refusal);
    }
}
