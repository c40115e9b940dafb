using System.Globalization;

namespace EdgeIpc.Wiring;

/// <summary>One position of the header: a rail, ground, or a GPIO line and the bus signal that it can carry.</summary>
internal sealed record HeaderPin(int Position, string Name, int? Gpio, string Signal)
{
    public bool IsGround => Name == "GND";

    /// <summary>Rails and ground may feed several wires; a line has one.</summary>
    public bool IsShared => Gpio is null;
}

/// <summary>The 40-pin header of every Raspberry Pi since the B+ (Raspberry Pi documentation, "GPIO and the 40-pin header").</summary>
internal static class Header
{
    public const int PinCount = 40;

    /// <summary>What the GPIO lines bear and drive.</summary>
    public const double LineVolts = 3.3;

    /// <summary>Milliamperes that a single line gives at its strongest setting, and all of them together (BCM2835 pads; Raspberry Pi's GPIO pads control).</summary>
    public const double MaxLineMilliamperes = 16, MaxLinesMilliamperes = 50;

    /// <summary>Milliamperes that the 3.3 V rail leaves to what is plugged in (Raspberry Pi forum and data sheets speak of 500; half is safe on every model).</summary>
    public const double MaxRailMilliamperes = 250;

    // The lines in order of position; buses that the device tree can put on them in brackets.
    private static readonly string[] Names =
    [
        "3V3", "5V", "2 SDA1", "5V", "3 SCL1", "GND", "4", "14 TXD0", "GND", "15 RXD0",
        "17", "18", "27", "GND", "22", "23", "3V3", "24", "10 MOSI", "GND",
        "9 MISO", "25", "11 SCLK", "8 CE0", "GND", "7 CE1", "0 ID_SD", "1 ID_SC", "5", "GND",
        "6", "12", "13", "GND", "19", "16", "26", "20", "GND", "21",
    ];

    private static readonly HeaderPin[] Pins = [.. Names.Select(Parse)];

    /// <param name="position">1..<see cref="PinCount"/>.</param>
    public static HeaderPin At(int position) => Pins[position - 1];

    private static HeaderPin Parse(string name, int index)
    {
        string[] words = name.Split(' ');
        return int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out int gpio)
            ? new HeaderPin(index + 1, $"GPIO{gpio}", gpio, words.Length > 1 ? words[1] : "")
            : new HeaderPin(index + 1, name, null, "");
    }
}
