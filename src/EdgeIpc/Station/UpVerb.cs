using System.CommandLine;
using System.Net;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using EdgeIpc.Page;
using EdgeIpc.Settings;

namespace EdgeIpc.Station;

/// <summary><c>up</c>: the station with the settings' hardware, supervised in the foreground until SIGTERM, SIGINT or <c>send shutdown</c>.</summary>
internal static class UpVerb
{
    private static readonly Option<string?> Web = new("--web") { Description = "Serve the live page there, too; without it the web process is another's to start.", HelpName = "http://ADDRESS:PORT" };

    public static Command Create()
    {
        var verb = new Command("up", "The station with the settings' hardware, supervised in the foreground (on a Pi systemd does this).");
        verb.Options.Add(DaemonOptions.Settings);
        verb.Options.Add(Web);
        verb.SetAction(parsed =>
        {
            string? settingsPath = parsed.GetValue(DaemonOptions.Settings);
            var settings = SettingsFile.Load(settingsPath);
            var page = parsed.GetValue(Web) is { } text ? PageAddress.Parse(text, "--web") : null;
            var instance = InstanceStart.Prepare(InstanceName.Parse(parsed.GetValue(GlobalOptions.Instance) ?? "up"));
            var roles = RolesOf(instance, settingsPath is null ? null : Path.GetFullPath(settingsPath), settings, page);
            return ProcessRun.Execute(instance, Role.Supervisor, hasLifeline: false, run => SuperviseAsync(run, roles, settings.IsRealHardware()).GetAwaiter().GetResult());
        });
        return verb;
    }

    private static List<RoleCommand> RolesOf(StationInstance instance, string? settingsPath, StationSettings settings, IPEndPoint? page)
    {
        string[] common = ["--instance", instance.Name.Id, "--lifeline", .. settingsPath is null ? Array.Empty<string>() : ["--settings", settingsPath]];
        List<string> roles = [Role.Sensor, Role.Controller, Role.Recorder, Role.Spooler];
        // Without a device the printer is the emulated one.
        if (settings.Printer.Device.Length == 0) roles.Add(Role.PrinterEmulator);
        IEnumerable<RoleCommand> web = page is null ? [] : [new(Role.Web, [Role.Web, .. common, "--listen", $"http://{page}"])];
        return [.. roles.Select(role => new RoleCommand(role, [role, .. common])), .. web];
    }

    private static async Task<ExitCode> SuperviseAsync(ProcessRun run, IReadOnlyList<RoleCommand> roles, bool isReal)
    {
        try
        {
            await using var supervisor = new StationSupervisor(run.Instance, roles, TimeProvider.System, run.CreateLogger());
            await supervisor.StartAsync(run.Stopping);
            using var requests = new SupervisorRequests(run, supervisor, isReal);
            run.Ready("All processes work.");
            await Console.Out.WriteLineAsync($"The station works; 'edgeipc status --instance {run.Instance.Name}' tells how. Ctrl-C ends it.");
            if (PageLink.TryRead(run.Instance) is { } link) await Console.Out.WriteLineAsync($"The page: {link}");
            var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = run.Stopping.Register(stopped.SetResult);
            var givenUp = supervisor.WaitForGivenUpAsync();
            await Task.WhenAny(stopped.Task, givenUp);
            await supervisor.StopAsync();
            // Who still waits for an answer gets one instead of a silence.
            LateRequests.TurnAway(run.Instance, roles.Select(role => role.Role));
            return givenUp.IsCompleted && !stopped.Task.IsCompleted ? throw new RefusedException(ExitCode.Unavailable, await givenUp) : ExitCode.Ok;
        }
        catch (OperationCanceledException) when (run.Stopping.IsCancellationRequested)
        {
            return ExitCode.Ok;
        }
        finally
        {
            run.Instance.Remove();
        }
    }
}
