using System.CommandLine;
using EdgeIpc.Daemon;
using EdgeIpc.Settings;

namespace EdgeIpc.PrinterEmulator;

/// <summary><c>printer-emulator</c>: a printer of software on a pseudo-terminal.</summary>
internal static class EmulatorVerb
{
    private static readonly Option<string?> Profile = new("--profile") { Description = "Which printer; without it the settings' own.", HelpName = "NAME" };
    private static readonly Option<int?> Baud = new("--baud") { Description = "The line's speed; without it the settings' own.", HelpName = "B" };
    private static readonly Option<double> TimeScale = new("--time-scale") { Description = "So many times faster than real time.", HelpName = "X", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> RollMm = new("--roll-mm") { Description = "How long a roll of paper is; it says when it nears its end. 0: without end.", HelpName = "MM" };
    private static readonly Option<string?> Wire = new("--wire") { Description = "Keeps every byte that the printer accepts, in order.", HelpName = "FILE" };
    private static readonly Option<string?> Paper = new("--paper") { Description = "Gets the picture of all paper when the process stops.", HelpName = "FILE.png" };

    private static readonly Option<string?> Listen = new("--listen") { Description = "Prints what comes over a socket of this machine instead of a pseudo-terminal.", HelpName = "ADDRESS:PORT|PATH" };
    private static readonly Option<bool> Once = new("--once") { Description = "With --listen: ends when the first connection has gone and all is printed." };
    private static readonly Option<int?> Faults = new("--faults") { Description = "Paper, cover, power, heat and silence go wrong at random; the same seed gives the same faults.", HelpName = "SEED" };

    public static Command Create()
    {
        var verb = new Command(Role.PrinterEmulator, "A receipt printer of software: real line speed, buffer, head and paper.") { Profile, Baud, TimeScale, RollMm, Wire, Paper, Listen, Once, Faults };
        return verb.ToDaemon((run, parsed) =>
        {
            var printer = SettingsFile.Load(parsed.GetValue(DaemonOptions.Settings)).Printer;
            var options = new EmulatorOptions
            {
                Profile = parsed.GetValue(Profile) ?? printer.Profile,
                Baud = parsed.GetValue(Baud) ?? printer.Baud,
                TimeScale = parsed.GetValue(TimeScale),
                RollMm = parsed.GetValue(RollMm),
                Wire = parsed.GetValue(Wire),
                Paper = parsed.GetValue(Paper),
                Listen = parsed.GetValue(Listen),
                Once = parsed.GetValue(Once),
                FaultSeed = parsed.GetValue(Faults),
            };
            using var process = new EmulatorProcess(run, options.Checked());
            process.Run();
        });
    }
}
