namespace EdgeIpc.HardwareTests.Jig;

/// <summary>
/// A BME280 that measures the worked example of the BMP280's data sheet (BST-BMP280-DS001, section 3.12), and a humidity by
/// which it is known that there is one.
/// </summary>
internal static class WeatherChip
{
    private const string Address = "76";

    public static void Put(IJig jig)
    {
        jig.SetSensor(Address, 0xd0, 0x60);
        jig.SetSensor(Address, 0x88, 0x70, 0x6b, 0x43, 0x67, 0x18, 0xfc, 0x7d, 0x8e, 0x43, 0xd6, 0xd0, 0x0b, 0x27, 0x0b, 0x8c, 0x00, 0xf9, 0xff, 0x8c, 0x3c, 0xf8, 0xc6, 0x70, 0x17, 0x00, 75);
        jig.SetSensor(Address, 0xe1, 0x6a, 0x01, 0x00, 0x13, 0x29, 0x03, 0x1e);
        jig.SetSensor(Address, 0xf7, 0x65, 0x5a, 0xc0, 0x7e, 0xed, 0x00, 0x65, 0x90);
    }

    /// <summary>Whether these are its degrees, per cent and hectopascals.</summary>
    public static bool Measured(double[] values) => Math.Abs(values[0] - 25.08) < 0.02 && values[1] is > 5 and < 95 && Math.Abs(values[2] - 1006.53) < 0.02;
}
