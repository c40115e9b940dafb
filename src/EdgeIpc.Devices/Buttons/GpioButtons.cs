using System.Device.Gpio;
using EdgeIpc.Posix;

namespace EdgeIpc.Devices;

/// <summary>
/// Buttons on pins of a GPIO chip. The library throws the kernel's event time away, so an edge is stamped when it arrives
/// here: 0.2 to 1.5 ms late on an idle machine.
/// </summary>
public sealed class GpioButtons : IButtonSource
{
    private readonly GpioController _controller;
    private readonly IReadOnlyList<NamedPin> _pins;
    private readonly PinValue _pressedLevel;
    private readonly EdgeQueue _edges = new();

    /// <param name="controller">Owned from now on.</param>
    /// <param name="pins">Line numbers of the chip; on a Pi the BCM numbers.</param>
    /// <param name="pull">The resistor of the pin; a button connects to the other side.</param>
    internal GpioButtons(GpioController controller, IReadOnlyList<NamedPin> pins, ButtonPull pull)
    {
        (_controller, _pins) = (controller, pins);
        _pressedLevel = pull == ButtonPull.Down ? PinValue.High : PinValue.Low;
        Names = [.. pins.Select(pin => pin.Name)];
        for (int button = 0; button < pins.Count; button++) Watch(button, pull);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; }

    /// <inheritdoc/>
    public FileDescriptor Descriptor => _edges.Descriptor;

    /// <inheritdoc/>
    public long LostEdges => _edges.LostEdges;

    /// <inheritdoc/>
    public bool TryTake(out ButtonEdge edge) => _edges.TryTake(out edge);

    /// <inheritdoc/>
    public bool IsPressed(int button) => _controller.Read(_pins[button].Pin) == _pressedLevel;

    /// <inheritdoc/>
    public PressOutcome Press(int button, TimeSpan held, long nowNs) => PressOutcome.RealHardware;

    public void Dispose()
    {
        // The controller first: its threads call back into the queue.
        _controller.Dispose();
        _edges.Dispose();
    }

    private void Watch(int button, ButtonPull pull)
    {
        int pin = _pins[button].Pin;
        _controller.OpenPin(pin, pull switch
        {
            ButtonPull.Up => PinMode.InputPullUp,
            ButtonPull.Down => PinMode.InputPullDown,
            _ => PinMode.Input,
        });
        var whenPressed = _pressedLevel == PinValue.High ? PinEventTypes.Rising : PinEventTypes.Falling;
        _controller.RegisterCallbackForPinValueChangedEvent(pin, PinEventTypes.Rising | PinEventTypes.Falling, (_, change) =>
            _edges.Put(new ButtonEdge(button, change.ChangeType == whenPressed, MonotonicClock.NowNs)));
    }
}
