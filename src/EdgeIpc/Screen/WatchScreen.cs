using EdgeIpc.Instance;
using EdgeIpc.Station;
using Spectre.Console.Rendering;

namespace EdgeIpc.Screen;

/// <summary>One thing over the whole terminal: a channel of the signal, or the paper; 'p' changes between them.</summary>
internal sealed class WatchScreen(StationInstance instance, int channel, bool beginsWithPaper, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan FrameInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    private readonly SignalPlayout _signal = new(instance.RingPath, instance.Counters.Sensor, time);
    private readonly ViewReader _reader = new(instance, time);
    private readonly PaperView _paper = new(instance);
    private bool _showsPaper = beginsWithPaper;

    /// <summary>Until q is pressed, the station is gone, or the token says so.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var terminal = new LiveTerminal();
        var printer = _reader.Read().Printer;
        long lookedAt = time.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested && Directory.Exists(instance.CountersDirectory))
        {
            _signal.Update();
            if (_showsPaper && time.GetElapsedTime(lookedAt) >= LookInterval)
            {
                printer = _reader.Read().Printer;
                lookedAt = time.GetTimestamp();
            }

            terminal.Show(_showsPaper
                ? _paper.Render(printer, LiveTerminal.WidthColumns, LiveTerminal.HeightLines, terminal.Unicode)
                : Signal(LiveTerminal.WidthColumns, LiveTerminal.HeightLines, terminal.Unicode));
            for (int i = 0; i < LiveTerminal.KeysPerFrameMax && LiveTerminal.TryReadKey(out char key); i++)
            {
                if (key is 'q' or 'Q') return;
                if (key is 'p' or 'P') _showsPaper = !_showsPaper;
            }

            await Task.Delay(FrameInterval, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One frame as plain lines. Takes a second, for the signal to play and for the rates.</summary>
    public async Task WriteOnceAsync(TextWriter output, CancellationToken cancellationToken)
    {
        _reader.Read();
        await _signal.RunAsync(TimeSpan.FromSeconds(1), cancellationToken);
        var printer = _reader.Read().Printer;
        LiveTerminal.WritePlain(
            unicode => _showsPaper ? _paper.Render(printer, ScreenView.WidthMin, ScreenView.HeightMin, unicode) : Signal(ScreenView.WidthMin, ScreenView.HeightMin, unicode), output);
    }

    public void Dispose()
    {
        _signal.Dispose();
        _reader.Dispose();
    }

    private IRenderable Signal(int widthColumns, int heightLines, bool unicode) => SignalView.Render(_signal.Snapshot(channel), widthColumns, heightLines, unicode);
}
