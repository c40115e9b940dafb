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

    public static Command Create()
    {
        var verb = new Command(Role.PrinterEmulator, "A receipt printer of software: real line speed, buffer, head and paper.") { Profile, Baud, TimeScale, RollMm, Wire, Paper };
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
            };
            using var process = new EmulatorProcess(run, options.Checked());
            process.Run();
        });
    }
}
