using EdgeIpc.Instance;
using EdgeIpc.Page;
using EdgeIpc.Station;

namespace EdgeIpc.Screen;

/// <summary>The live screen of a station: ten frames a second of the signal, the rest looked at twice a second, keys at once.</summary>
internal sealed class StationScreen(StationInstance instance, SignalPlayout signal, TimeProvider time)
{
    private const int SignalChannel = 0;
    private static readonly TimeSpan FrameInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Shows the station until somebody presses q, the station is gone, or the token says so.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var reader = new ViewReader(instance, time);
        using var sender = new KeySender(instance);
        using var terminal = new LiveTerminal();
        var keys = new ScreenKeys();
        string page = PageLink.TryRead(instance) is { } link ? $"page: {link}" : "";
        var station = reader.Read();
        long lookedAt = time.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested && Directory.Exists(instance.CountersDirectory))
        {
            signal.Update();
            if (time.GetElapsedTime(lookedAt) >= LookInterval)
            {
                station = reader.Read();
                lookedAt = time.GetTimestamp();
            }

            var snapshot = new StationSnapshot(station, signal.Snapshot(SignalChannel)) { Message = sender.Message.Length > 0 ? sender.Message : page };
            terminal.Show(ScreenView.Render(snapshot, LiveTerminal.WidthColumns, LiveTerminal.HeightLines, terminal.Unicode));
            for (int i = 0; i < LiveTerminal.KeysPerFrameMax && LiveTerminal.TryReadKey(out char key); i++)
            {
                var action = keys.Of(key, snapshot.Printer.IsPaperOut == true, snapshot.Printer.IsCoverOpen == true);
                if (action is KeyAction.Quit) return;
                if (action is KeyAction.Send send) sender.Send(send);
            }

            await Task.Delay(FrameInterval, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One frame as plain lines. Takes a second, for the rates.</summary>
    public async Task WriteOnceAsync(TextWriter output, CancellationToken cancellationToken)
    {
        using var reader = new ViewReader(instance, time);
        reader.Read();
        await signal.RunAsync(TimeSpan.FromSeconds(1), cancellationToken);
        var snapshot = new StationSnapshot(reader.Read(), signal.Snapshot(SignalChannel));
        LiveTerminal.WritePlain(unicode => ScreenView.Render(snapshot, ScreenView.WidthMin, ScreenView.HeightMin, unicode), output);
    }
}
