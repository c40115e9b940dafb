namespace EdgeIpc.Wiring;

/// <summary>What a part is, which decides what is generated for it.</summary>
internal enum PartKind
{
    /// <summary>A push button between a GPIO line and ground.</summary>
    Button,

    /// <summary>A light with its resistor between a GPIO line and ground.</summary>
    Led,

    /// <summary>A chip on the SPI bus.</summary>
    Spi,

    /// <summary>A chip on the I2C bus.</summary>
    I2c,

    /// <summary>The printer on the serial line.</summary>
    Uart,

    /// <summary>What stands between 5 V signals and the Pi's 3.3 V pins.</summary>
    Shifter,

    /// <summary>A power supply of its own.</summary>
    Supply,

    /// <summary>Anything else that is bought and soldered.</summary>
    Passive,
}

/// <summary>One part, as <c>wiring.yaml</c> tells it; what does not apply to its kind stays empty.</summary>
internal sealed record Part
{
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    public PartKind Kind { get; init; }

    /// <summary>The station's word for a button or a light: chart, mark, pause, sampling, printing, trouble.</summary>
    public string Line { get; init; } = "";

    /// <summary>The sensor's kind in the station's settings.</summary>
    public string Driver { get; init; } = "";

    /// <summary>The Linux device that it appears as.</summary>
    public string Device { get; init; } = "";

    public int Address { get; init; }

    public int Baud { get; init; }

    public string Flow { get; init; } = "";

    /// <summary>Volts that its signal lines bear and drive; 0: it has none of its own.</summary>
    public double SignalVolts { get; init; }

    /// <summary>A light's own voltage when it is lit.</summary>
    public double ForwardVolts { get; init; }

    /// <summary>A light's resistor.</summary>
    public int Ohms { get; init; }

    /// <summary>The rail that feeds it: 3V3, 5V, or own.</summary>
    public string Supply { get; init; } = "";

    public double SupplyVolts { get; init; }

    /// <summary>The most it draws, in milliamperes.</summary>
    public double Milliamperes { get; init; }
}

/// <summary>One wire, from a part's terminal to a position on the header.</summary>
internal sealed record Wire
{
    public string Part { get; init; } = "";

    public string Terminal { get; init; } = "";

    /// <summary>The position on the header, 1..40.</summary>
    public int Pin { get; init; }

    /// <summary>The part that the wire passes on its way.</summary>
    public string Through { get; init; } = "";
}

/// <summary>The whole wiring: the parts, and where each of their wires ends.</summary>
internal sealed record StationWiring
{
    public IList<Part> Parts { get; init; } = [];

    public IList<Wire> Wires { get; init; } = [];

    public Part PartOf(Wire wire) => Parts.First(part => part.Id == wire.Part);

    /// <summary>The GPIO line of a part's wire that is neither power nor ground.</summary>
    public int LineOf(Part part) => Wires.Where(wire => wire.Part == part.Id).Select(wire => Header.At(wire.Pin).Gpio).First(gpio => gpio is not null)!.Value;

    /// <summary>Milliamperes that a lit light draws: what is left of 3.3 V, through its resistor.</summary>
    public static double LitMilliamperes(Part led) => (Header.LineVolts - led.ForwardVolts) / led.Ohms * 1000;
}
