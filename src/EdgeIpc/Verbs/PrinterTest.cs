using System.CommandLine;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using EdgeIpc.Paper;
using EdgeIpc.Posix;
using EdgeIpc.Settings;
using EdgeIpc.Spool;
using EdgeIpc.Spooler;
using EdgeIpc.Station;

namespace EdgeIpc.Verbs;

/// <summary>
/// <c>printer test</c>: a page that shows whether line, letters and head are whole. Where a spooler runs it is a job as any
/// other; without one the page is printed directly, before anything else is set up.
/// </summary>
internal static class PrinterTest
{
    private static readonly TimeSpan LongestTest = TimeSpan.FromHours(1);

    public static Command Create()
    {
        var device = new Option<string?>("--device") { Description = "The serial device; without it the settings' own.", HelpName = "PATH" };
        var baud = new Option<int?>("--baud") { Description = "The line's speed; without it the settings' own.", HelpName = "B" };
        var profile = new Option<string?>("--profile") { Description = "Which printer; without it the settings' own.", HelpName = "NAME" };
        var patience = new Option<string>("--for") { Description = "How long to wait for the printer (10s, 5m).", HelpName = "T", DefaultValueFactory = _ => "60s" };
        var verb = new Command("test", "Prints a test page.") { device, baud, profile, patience };
        verb.SetAction(parsed =>
        {
            var settings = SettingsFile.Load(parsed.GetValue(DaemonOptions.Settings));
            settings = settings with
            {
                Printer = settings.Printer with
                {
                    Device = parsed.GetValue(device) ?? settings.Printer.Device,
                    Baud = parsed.GetValue(baud) ?? settings.Printer.Baud,
                    Profile = parsed.GetValue(profile) ?? settings.Printer.Profile,
                },
            };
            if (SettingsFile.Problems(settings).FirstOrDefault() is { } problem) throw new RefusedException(ExitCode.Usage, problem + ".");
            var time = DemoOptions.ParseTime(parsed.GetValue(patience)!);
            if (time is null || time <= TimeSpan.Zero || time > LongestTest)
                throw new RefusedException(ExitCode.Usage, $"--for {parsed.GetValue(patience)}: allowed is more than 0 s, at most 1h.");
            bool isDirect = parsed.GetValue(device) is not null;
            if (!isDirect && WithSpooler(parsed.GetValue(GlobalOptions.Instance)) is { } instance) Submit(instance, settings);
            else PrintDirectly(settings, time.Value);
            return (int)ExitCode.Ok;
        });
        return SpoolVerbs.WithSettings(verb);
    }

    private static StationInstance? WithSpooler(string? wanted)
    {
        if (wanted is null && InstanceName.Existing().Count == 0) return null;
        var instance = StationInstance.Find(wanted);
        return FileLock.IsHeld(instance.RoleLockPath(Role.Spooler)) ? instance : null;
    }

    private static void Submit(StationInstance instance, StationSettings settings)
    {
        string device = settings.ToDevices().PrinterDevicePath(instance.DevicePlaces());
        using var spool = StationSpool.Open(instance, settings.Spool);
        var request = new SubmitRequest(Page(settings, device), DocumentFormat.Raw)
        {
            Title = "printer test",
            Priority = 100,
            SubmittedBy = Accounts.UserName(Accounts.EffectiveUserId),
        };
        Console.Out.WriteLine(PrintVerb.Submit(spool, request));
    }

    private static void PrintDirectly(StationSettings settings, TimeSpan patience)
    {
        if (settings.Printer.Device.Length == 0)
            throw new RefusedException(ExitCode.Unavailable, "No spooler is running, and no serial device is named: name one with --device or in the settings (printer.device).");
        using var interruption = new StopSignals();
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token);
        bounded.CancelAfter(patience);
        using var trial = new PrinterTrial(settings, bounded.Token);
        Console.Out.WriteLine(trial.Print(Page(settings, settings.Printer.Device)));
    }

    private static ReadOnlyMemory<byte> Page(StationSettings settings, string device) =>
        SelfTestPage.Create(PrinterProfile.Load(settings.Printer.Profile), device, settings.Printer.Baud).Content;
}
