using System.Device.Gpio;

namespace EdgeIpc.Devices.Tests;

/// <summary>A GPIO chip in memory: a test is the outside world that drives its pins.</summary>
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

    /// <summary>Somebody outside sets a pin's level; without <paramref name="tell"/> the chip's interrupt gets lost.</summary>
    public void Drive(int pin, PinValue level, bool tell = true)
    {
        if (_pins[pin].Level == level) return;
        _pins[pin].Level = level;
        var edge = level == PinValue.High ? PinEventTypes.Rising : PinEventTypes.Falling;
        if (tell && _pins[pin].Watched.HasFlag(edge)) _pins[pin].Changed?.Invoke(this, new PinValueChangedEventArgs(edge, pin));
    }

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

    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback)
    {
        _pins[pinNumber].Watched |= eventTypes;
        _pins[pinNumber].Changed += callback;
    }

    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) => _pins[pinNumber].Changed -= callback;

    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The buttons use callbacks.");

    private sealed class Pin
    {
        internal bool Open;
        internal PinMode Mode;
        internal PinValue Level;
        internal PinEventTypes Watched;
        internal PinChangeEventHandler? Changed;
    }
}
