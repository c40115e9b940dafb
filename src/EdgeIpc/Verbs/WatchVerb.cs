using System.CommandLine;
using System.Globalization;
using EdgeIpc.Instance;
using EdgeIpc.Ring;
using EdgeIpc.Screen;

namespace EdgeIpc.Verbs;

/// <summary><c>watch</c>: one channel of the signal over the whole terminal, played through a buffer that says when it runs empty, or the paper.</summary>
internal static class WatchVerb
{
    public static Command Create()
    {
        var channel = new Argument<string?>("channel") { Description = "The channel's name or its index from 0; without it the first.", Arity = ArgumentArity.ZeroOrOne };
        var once = new Option<bool>("--once") { Description = "One frame as plain lines, also when the output is no terminal. Takes a second." };
        var paper = new Option<bool>("--paper") { Description = "The paper of the emulated printer instead of the signal; 'p' changes between the two." };
        var verb = new Command("watch", "Live: one channel of the signal, \"buffering\" when samples are late, or the paper as it comes out.") { channel, paper, once };
        verb.SetAction(parsed =>
        {
            var instance = StationInstance.Find(parsed.GetValue(GlobalOptions.Instance));
            int index = FindChannel(instance, parsed.GetValue(channel));
            using var stop = new StopSignals();
            using var screen = new WatchScreen(instance, index, parsed.GetValue(paper), TimeProvider.System);
            bool isLive = LiveTerminal.IsPossible && !parsed.GetValue(once);
            (isLive ? screen.RunAsync(stop.Token) : screen.WriteOnceAsync(Console.Out, stop.Token)).GetAwaiter().GetResult();
            return (int)ExitCode.Ok;
        });
        return verb;
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
}
