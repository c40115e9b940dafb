using UnitsNet;

namespace Iot.Device.Bmxx80.ReadResult;

public sealed class Bme280ReadResult(Temperature? temperature, Pressure? pressure, Ratio? humidity)
{
    public Temperature? Temperature { get; } = temperature;

    public Pressure? Pressure { get; } = pressure;

    public Ratio? Humidity { get; } = humidity;
}
