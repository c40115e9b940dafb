using System.CommandLine;
using System.Globalization;
using EdgeIpc.Instance;
using EdgeIpc.Ring;
using EdgeIpc.Screen;

namespace EdgeIpc.Verbs;

/// <summary><c>watch</c>: one channel of the signal over the whole terminal, played through a buffer that says when it runs empty.</summary>
internal static class WatchVerb
{
    private static readonly TimeSpan FrameInterval = TimeSpan.FromMilliseconds(50);

    public static Command Create()
    {
        var channel = new Argument<string?>("channel") { Description = "The channel's name or its index from 0; without it the first.", Arity = ArgumentArity.ZeroOrOne };
        var once = new Option<bool>("--once") { Description = "One frame as plain lines, also when the output is no terminal. Takes a second." };
        var verb = new Command("watch", "Live: one channel of the signal; says \"buffering\" when samples are late.") { channel, once };
        verb.SetAction(parsed =>
        {
            var instance = StationInstance.Find(parsed.GetValue(GlobalOptions.Instance));
            int index = FindChannel(instance, parsed.GetValue(channel));
            RunAsync(instance, index, isLive: LiveTerminal.IsPossible && !parsed.GetValue(once)).GetAwaiter().GetResult();
            return (int)ExitCode.Ok;
        });
        return verb;
    }

    private static async Task RunAsync(StationInstance instance, int channel, bool isLive)
    {
        using var stop = new StopSignals();
        using var signal = new SignalPlayout(instance.RingPath, instance.Counters.Sensor, TimeProvider.System);
        if (isLive) await ShowAsync(signal, channel, stop.Token);
        else await WriteOnceAsync(signal, channel, stop.Token);
    }

    private static int FindChannel(StationInstance instance, string? wanted)
    {
        if (!File.Exists(instance.RingPath)) throw new RefusedException(ExitCode.Unavailable, $"Instance {instance.Name} has no samples yet.");
        var names = RingInfo.Read(instance.RingPath).Channels.Select(channel => channel.Name).ToList();
        if (wanted is null) return 0;
        int index = int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : names.IndexOf(wanted);
        if (index >= 0 && index < names.Count) return index;
        throw new RefusedException(ExitCode.Usage, $"There is no channel '{wanted}'; there are {string.Join(", ", names)}.");
    }

    private static async Task ShowAsync(SignalPlayout signal, int channel, CancellationToken cancellationToken)
    {
        using var terminal = new LiveTerminal();
        while (!cancellationToken.IsCancellationRequested)
        {
            signal.Update();
            terminal.Show(SignalView.Render(signal.Snapshot(channel), LiveTerminal.WidthColumns, LiveTerminal.HeightLines, terminal.Unicode));
            for (int i = 0; i < LiveTerminal.KeysPerFrameMax && LiveTerminal.TryReadKey(out char key); i++)
            {
                if (key is 'q' or 'Q') return;
            }

            await Task.Delay(FrameInterval, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task WriteOnceAsync(SignalPlayout signal, int channel, CancellationToken cancellationToken)
    {
        await signal.RunAsync(TimeSpan.FromSeconds(1), cancellationToken);
        LiveTerminal.WritePlain(unicode => SignalView.Render(signal.Snapshot(channel), ScreenView.WidthMin, ScreenView.HeightMin, unicode), Console.Out);
    }
}
