using System.Device.Gpio;
using EdgeIpc.Posix;

namespace EdgeIpc.Devices;

/// <summary>Lamps on pins of a GPIO chip; on means high.</summary>
public sealed class GpioLeds : ILedOutput
{
    private readonly GpioController _controller;
    private readonly IReadOnlyList<NamedPin> _pins;
    private readonly bool[] _on;

    /// <param name="controller">Owned from now on.</param>
    /// <param name="pins">Line numbers of the chip; on a Pi the BCM numbers.</param>
    internal GpioLeds(GpioController controller, IReadOnlyList<NamedPin> pins)
    {
        (_controller, _pins, _on) = (controller, pins, new bool[pins.Count]);
        Names = [.. pins.Select(pin => pin.Name)];
        foreach (var pin in pins) controller.OpenPin(pin.Pin, PinMode.Output, PinValue.Low);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Takes the chip and its pins; what it throws is <see cref="GpioOpening"/>'s to tell.</summary>
    internal static GpioLeds Open(GpioChip chip, IReadOnlyList<NamedPin> pins)
    {
        var controller = GpioOpening.OpenLibgpiod(chip);
        try
        {
            return new GpioLeds(controller, pins);
        }
        catch
        {
            controller.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Set(int led, bool on)
    {
        if (_on[led] == on) return;
        _controller.Write(_pins[led].Pin, on ? PinValue.High : PinValue.Low);
        _on[led] = on;
    }

    /// <inheritdoc/>
    public bool IsOn(int led) => _on[led];

    public void Dispose()
    {
        // A lamp that stays lit says that a station runs.
        for (int led = 0; led < _on.Length; led++) Set(led, on: false);
        _controller.Dispose();
    }
}
