using EdgeIpc.Commands;
using EdgeIpc.Devices;
using EdgeIpc.Posix;
using EdgeIpc.Settings;
using Microsoft.Extensions.Logging;

namespace EdgeIpc.Controller;

/// <summary>
/// The buttons and the lamps. A press is a command like a typed one: chart prints the last seconds, mark notes the moment,
/// pause stops the printer or lets it go on, and held long it stops the station.
/// </summary>
internal sealed class Panel : IDisposable
{
    /// <summary>What a person who presses the chart button wants to see: what just happened.</summary>
    public const int ChartSeconds = 10;

    private static readonly TimeSpan ShortPress = TimeSpan.FromMilliseconds(100);
    private readonly ButtonPanel? _buttons;
    private readonly ILedOutput? _leds;
    private readonly LoopTimer _settle;
    private readonly TimeSpan _shortPress;
    private readonly TimeSpan _longPress;

    public Panel(StationSettings settings, EventLoop loop, ILogger log)
    {
        var devices = settings.ToDevices();
        (_buttons, string? noButtons) = devices.OpenButtons();
        (_leds, string? noLeds) = devices.OpenLeds();
        // A station without its panel still samples and prints; it says so and goes on.
        if (noButtons is not null) ControllerLog.NoButtons(log, noButtons);
        if (noLeds is not null) ControllerLog.NoLeds(log, noLeds);
        _settle = loop.AddTimer(TakePresses);
        _shortPress = ShortPress + TimeSpan.FromMilliseconds(settings.Panel.DebounceMs);
        _longPress = TimeSpan.FromMilliseconds(settings.Panel.LongPressMs + settings.Panel.DebounceMs);
        if (_buttons is not null) loop.OnReadable(_buttons.Descriptor, TakePresses);
    }

    /// <summary>Called with each press: the button's name, and whether it was held long.</summary>
    public Action<string, bool> Pressed { get; set; } = (_, _) => { };

    /// <summary>Presses a simulated button, by its name or its number from 1.</summary>
    public Reply Press(string button, bool held)
    {
        if (_buttons is null) return new Reply(ReplyCode.Unavailable, "This station's buttons can't be used.");
        string name = int.TryParse(button, System.Globalization.CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= _buttons.Names.Count
            ? _buttons.Names[number - 1]
            : button;
        return _buttons.Press(name, held ? _longPress : _shortPress, MonotonicClock.NowNs) switch
        {
            PressOutcome.Pressed => Reply.Ok($"Button {name} is pressed{(held ? " long" : "")}."),
            PressOutcome.NoSuchButton => new Reply(ReplyCode.OutOfRange, $"There is no button '{button}'; there are {string.Join(", ", _buttons.Names)}."),
            _ => Reply.Refused("This station's buttons are real: only a finger presses them."),
        };
    }

    public void Show(bool sampling, bool printing, bool trouble)
    {
        Set("sampling", sampling);
        Set("printing", printing);
        Set("trouble", trouble);
    }

    public IReadOnlyList<string> LitLeds() => _leds is null ? [] : [.. _leds.Names.Where((_, index) => _leds.IsOn(index))];

    public void Dispose()
    {
        _settle.Dispose();
        _buttons?.Dispose();
        _leds?.Dispose();
    }

    private void Set(string name, bool on)
    {
        if (_leds is null) return;
        for (int led = 0; led < _leds.Names.Count; led++)
        {
            if (_leds.Names[led] == name) _leds.Set(led, on);
        }
    }

    private void TakePresses()
    {
        while (_buttons!.TryTake(MonotonicClock.NowNs, out var press)) Pressed(_buttons.Names[press.Button], press.Length == PressLength.Long);
        if (_buttons.NextDeadlineNs is not { } deadlineNs) return;
        // A contact counts once it has held its level: look again then.
        _settle.StartOnce(TimeSpan.FromTicks(Math.Max(1, (deadlineNs - MonotonicClock.NowNs) / TimeSpan.NanosecondsPerTick + 1)));
    }
}
