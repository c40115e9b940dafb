namespace EdgeIpc.HardwareTests.Jig;

/// <summary>What a jig has; EDGEIPC_HIL_JIG says it for a real Pi. A test names what it needs, and is skipped by name without it.</summary>
[Flags]
internal enum JigParts
{
    None = 0,

    /// <summary>Fingers for the buttons and an eye for the lamps.</summary>
    Gpio = 1,

    /// <summary>The other end of the UART.</summary>
    Uart = 2,

    /// <summary>A switch for the target's power.</summary>
    Power = 4,

    /// <summary>Sensors whose registers the test may write; only the lab has them.</summary>
    Sensors = 8,
}

/// <summary>What goes wrong on a bus.</summary>
internal enum BusFault
{
    Refused,
    Garbage,
}

/// <summary>The hands and eyes of a test: the same for the lab and for a real Pi.</summary>
internal interface IJig : IDisposable
{
    JigParts Parts { get; }

    /// <summary>Presses and releases a button, so many times, each time held and let go for as long.</summary>
    /// <param name="line">The GPIO line that the button is at.</param>
    /// <param name="bounces">The contact opens and closes a few times at both ends.</param>
    /// <returns>The longest that it rested within a bounce: a machine that stood still in it made two presses. Zero where the jig can't tell.</returns>
    TimeSpan Press(int line, TimeSpan held, bool bounces = false, int times = 1);

    bool IsLit(int line);

    /// <summary>The other end of the target's UART.</summary>
    IUartEnd Uart { get; }

    /// <summary>The power goes, at this moment.</summary>
    void CutPower();

    /// <summary>The power comes back; returns when ssh answers.</summary>
    void RestorePower();

    /// <summary>Writes a sensor's registers as the sensor itself would.</summary>
    /// <param name="chip">An I2C address as 76, or spi0, spi1.</param>
    void SetSensor(string chip, int register, params byte[] values);

    /// <summary>The next transfers go wrong: a chip refuses them, or random bytes come.</summary>
    /// <param name="chip">An I2C address as 76, or spi.</param>
    void Disturb(BusFault fault, string chip, int times);

    /// <summary>Somebody holds the data line of a bus, or lets it go.</summary>
    /// <param name="bus">i2c or spi.</param>
    void HoldLine(string bus, bool isHeld);

    /// <summary>A sensor that the kernel itself reads into a buffer, whose files this user may write.</summary>
    void PlugInKernelSensor(string user);

    /// <summary>Transfers take the time that the bus's clock asks for, and the accelerometer's X axis is its sample's number.</summary>
    void BeginTiming(int i2cHz);

    /// <summary>Transfers take no time, and X is what was set.</summary>
    void EndTiming();
}
