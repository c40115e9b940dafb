namespace UnitsNet;

public readonly struct Temperature
{
    internal Temperature(double degreesCelsius) => DegreesCelsius = degreesCelsius;

    public double DegreesCelsius { get; }
}

public readonly struct Pressure
{
    internal Pressure(double hectopascals) => Hectopascals = hectopascals;

    public double Hectopascals { get; }
}

public readonly struct Ratio
{
    internal Ratio(double percent) => Percent = percent;

    public double Percent { get; }
}
