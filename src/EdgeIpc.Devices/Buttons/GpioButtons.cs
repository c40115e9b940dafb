using EdgeIpc.Posix;

namespace EdgeIpc.Devices;

/// <summary>Buttons on lines of a GPIO chip. An edge has the time at which the kernel saw it, however late it is taken here.</summary>
public sealed class GpioButtons : IButtonSource
{
    /// <summary>Kept until they are taken. A press with its bounces is 2 to 20 edges.</summary>
    internal const int MaxEdges = EdgeQueue.MaxEdges;

    private readonly IGpioInputLines _lines;
    private readonly bool _highIsPressed;

    /// <param name="lines">One for each pin, in the same order; owned from now on.</param>
    /// <param name="pins">The buttons.</param>
    /// <param name="pull">The resistor of the lines; a button connects to the other side.</param>
    internal GpioButtons(IGpioInputLines lines, IReadOnlyList<NamedPin> pins, ButtonPull pull)
    {
        (_lines, _highIsPressed) = (lines, pull == ButtonPull.Down);
        Names = [.. pins.Select(pin => pin.Name)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; }

    /// <inheritdoc/>
    public FileDescriptor Descriptor => _lines.Descriptor;

    /// <inheritdoc/>
    public long LostEdges => _lines.LostEvents;

    /// <exception cref="PosixException">The chip has no such line, or it is taken already.</exception>
    internal static GpioButtons Open(GpioChip chip, IReadOnlyList<NamedPin> pins, ButtonPull pull)
    {
        var bias = pull switch
        {
            ButtonPull.Up => GpioBias.PullUp,
            ButtonPull.Down => GpioBias.PullDown,
            _ => GpioBias.Unchanged,
        };
        return new GpioButtons(GpioInputLines.Open(chip.Path, [.. pins.Select(pin => pin.Pin)], bias, MaxEdges), pins, pull);
    }

    /// <inheritdoc/>
    public bool TryTake(out ButtonEdge edge)
    {
        bool taken = _lines.TryTake(out var change);
        edge = taken ? new ButtonEdge(change.LineIndex, change.IsHigh == _highIsPressed, change.AtNs) : default;
        return taken;
    }

    /// <inheritdoc/>
    public bool IsPressed(int button) => _lines.IsHigh(button) == _highIsPressed;

    /// <inheritdoc/>
    public PressOutcome Press(int button, TimeSpan held, long nowNs) => PressOutcome.RealHardware;

    public void Dispose() => _lines.Dispose();
}
