using System.CommandLine;
using EdgeIpc.Instance;
using EdgeIpc.Screen;

namespace EdgeIpc.Verbs;

/// <summary><c>top</c>: the live screen of a running station, from any terminal.</summary>
internal static class TopVerb
{
    public static Command Create()
    {
        var once = new Option<bool>("--once") { Description = "One frame as plain lines, also when the output is no terminal. Takes a second, for the rates." };
        var verb = new Command("top", "Live: rate, lag and loss per reader, queues, jobs, printer, processes, ledger; keys press the simulated buttons.") { once };
        verb.SetAction(parsed =>
        {
            var instance = StationInstance.Find(parsed.GetValue(GlobalOptions.Instance));
            RunAsync(instance, isLive: LiveTerminal.IsPossible && !parsed.GetValue(once)).GetAwaiter().GetResult();
            return (int)ExitCode.Ok;
        });
        return verb;
    }

    private static async Task RunAsync(StationInstance instance, bool isLive)
    {
        using var stop = new StopSignals();
        using var signal = new SignalPlayout(instance.RingPath, instance.Counters.Sensor, TimeProvider.System);
        var screen = new StationScreen(instance, signal, TimeProvider.System);
        if (isLive) await screen.RunAsync(stop.Token);
        else await screen.WriteOnceAsync(Console.Out, stop.Token);
    }
}
