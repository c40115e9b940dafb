using System.Runtime.InteropServices;

namespace EdgeIpc.Ring.Tests;

/// <summary>Somebody else's samples: no position, no array, numbers of many types.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Weather : IRingSample
{
    public double Pressure;
    public float Humidity;
    public short Temperature;
    public byte Clouds;
    public sbyte Trend;

    public static string LayoutText => "pressure:f64@0 humidity:f32@8 temperature:i16@12 clouds:u8@14 trend:i8@15 size:16";
}
