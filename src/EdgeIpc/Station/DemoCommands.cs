using System.Globalization;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using EdgeIpc.Recorder;
using EdgeIpc.Settings;

namespace EdgeIpc.Station;

/// <summary>The demo's processes: the same ones as on a Pi, with a settings file that says "simulated".</summary>
internal static class DemoCommands
{
    /// <summary>Writes the instance's settings file and names each role's arguments, producers first: that is the order of stopping.</summary>
    /// <param name="paper">Where the picture of all the paper goes in the end.</param>
    public static IReadOnlyList<RoleCommand> Of(StationInstance instance, DemoOptions options, string paper)
    {
        string settingsPath = $"{instance.Directory}/settings.json";
        // The options say what holds in this demo, not what somebody told an earlier one.
        File.Delete(instance.ControllerStatePath);
        RecorderState.Forget(instance.RecorderStatePath);
        File.WriteAllText(settingsPath, SettingsFile.Write(SettingsOf(options)));
        string[] common = ["--instance", instance.Name.Id, "--settings", settingsPath, "--lifeline"];
        IReadOnlyList<RoleCommand> page = options.Web is { } place ? [new(Role.Web, [Role.Web, .. common, "--listen", $"http://{place}"])] : [];
        string[] wire = options.Wire is null ? [] : ["--wire", options.Wire];
        IEnumerable<string> camera = options.Frames ? [Role.Camera, .. Enumerable.Range(1, Role.ViewersMax).Select(Role.Viewer)] : [];
        return
        [
            new(Role.Sensor, [Role.Sensor, .. common]),
            .. camera.Select(role => new RoleCommand(role, [role, .. common])),
            new(Role.Controller, [Role.Controller, .. common]),
            new(Role.Recorder, [Role.Recorder, .. common]),
            new(Role.Spooler, [Role.Spooler, .. common]),
            new(Role.PrinterEmulator,
            [
                Role.PrinterEmulator, .. common,
                "--time-scale", options.TimeScale.ToString(CultureInfo.InvariantCulture),
                "--paper", paper,
                .. wire,
            ]),
            .. page,
        ];
    }

    public static StationSettings SettingsOf(DemoOptions options) => new()
    {
        Sensor = new SensorSettings { Kind = options.Recording is null ? options.Sensor : "play", File = options.Recording ?? "", Loop = options.Loop, RateHz = options.RateHz, Seed = options.Seed },
        Printer = new PrinterSettings { Baud = options.Baud },
    };
}
