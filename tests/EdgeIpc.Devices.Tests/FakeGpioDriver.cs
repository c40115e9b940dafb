using System.Device.Gpio;

namespace EdgeIpc.Devices.Tests;

/// <summary>A GPIO chip in memory: a test looks at its pins as a voltmeter does.</summary>
internal sealed class FakeGpioDriver(int pinCount) : GpioDriver
{
    private readonly Pin[] _pins = [.. Enumerable.Range(0, pinCount).Select(_ => new Pin())];

    protected override int PinCount => pinCount;

    /// <summary>The level of a pin, as a voltmeter sees it.</summary>
    public PinValue LevelOf(int pin) => _pins[pin].Level;

    public PinMode ModeOf(int pin) => _pins[pin].Mode;

    public bool IsOpen(int pin) => _pins[pin].Open;

    /// <summary>Writes that reached the chip.</summary>
    public int WriteCount { get; private set; }

    protected override void OpenPin(int pinNumber) => _pins[pinNumber].Open = true;

    protected override void ClosePin(int pinNumber) => _pins[pinNumber].Open = false;

    protected override void SetPinMode(int pinNumber, PinMode mode)
    {
        _pins[pinNumber].Mode = mode;
        if (mode == PinMode.InputPullUp) _pins[pinNumber].Level = PinValue.High;
    }

    protected override PinMode GetPinMode(int pinNumber) => _pins[pinNumber].Mode;

    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => true;

    protected override PinValue Read(int pinNumber) => _pins[pinNumber].Level;

    protected override void Write(int pinNumber, PinValue value)
    {
        WriteCount++;
        _pins[pinNumber].Level = value;
    }

    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) =>
        throw new NotSupportedException("Lamps have no events.");

    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) =>
        throw new NotSupportedException("Lamps have no events.");

    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Lamps have no events.");

    private sealed class Pin
    {
        internal bool Open;
        internal PinMode Mode;
        internal PinValue Level;
    }
}
