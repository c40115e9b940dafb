namespace EdgeIpc.Devices;

/// <summary>How the other end of a line says "wait".</summary>
public enum FlowControl
{
    None,

    /// <summary>The bytes XOFF (0x13) and XON (0x11) on the return line.</summary>
    XOnXOff,

    /// <summary>The RTS and CTS wires.</summary>
    RtsCts,
}

/// <summary>A serial line: 8 data bits, no parity, 1 stop bit, as receipt printers have it.</summary>
public sealed record SerialLineOptions
{
    public const int MinBaud = 1_200;
    public const int MaxBaud = 3_000_000;

    /// <summary>The device, for example <c>/dev/serial0</c>; a symbolic link is followed.</summary>
    public required string DevicePath { get; init; }

    /// <summary>Bits per second, <see cref="MinBaud"/>..<see cref="MaxBaud"/>. Default 19,200, what most receipt printers ship with.</summary>
    public int Baud { get; init; } = 19_200;

    /// <summary>Default XON/XOFF: it needs no extra wire, and a printer that never sends it is none the worse.</summary>
    public FlowControl Flow { get; init; } = FlowControl.XOnXOff;

    /// <summary>Every problem of these options, one sentence each; empty when they can be used.</summary>
    public IEnumerable<string> Validate()
    {
        if (!Path.IsPathRooted(DevicePath)) yield return $"The line's device is '{DevicePath}'; a full path is needed, for example /dev/serial0.";
        if (Baud is < MinBaud or > MaxBaud) yield return $"The line's speed is {Baud} baud; {MinBaud} to {MaxBaud} is possible.";
        if (!Enum.IsDefined(Flow)) yield return $"The line's flow control is {(int)Flow}; none, XON/XOFF or RTS/CTS is possible.";
    }
}
