using System.CommandLine;
using EdgeIpc.Daemon;
using EdgeIpc.Devices;
using EdgeIpc.Sensor;
using EdgeIpc.Settings;
using EdgeIpc.Station;

namespace EdgeIpc.Verbs;

/// <summary>
/// <c>sensor test</c>, <c>button test</c>, <c>led test</c>: one device at a time, before anything else is set up and without a
/// station running. With simulated devices they try the same path.
/// </summary>
internal static class DeviceTestVerbs
{
    private static readonly TimeSpan LongestTest = TimeSpan.FromHours(1);

    /// <summary>The process <c>sensor</c>, and its test under it.</summary>
    public static Command Sensor() => WithTest(SensorProcess.CreateVerb(), Test("Reads the sensor for a while: every channel, the rate reached, the cost of a read.", "3s", (settings, time, stop) =>
    {
        settings = StationSensor.Settled(settings);
        using var source = Opened(StationSensor.Open(settings));
        SensorTest.Run(source, settings.Sensor.RateHz, time, Console.Out, stop);
    }));

    public static Command Button() => WithTest(new Command("button", "The station's buttons."), Test("Says which button was pressed, and whether short or long. Simulated buttons are pressed by the test.", "30s", (settings, time, stop) =>
    {
        using var panel = Opened(settings.ToDevices().OpenButtons());
        ButtonTest.Run(panel, time, Console.Out, stop);
    }));

    public static Command Led() => WithTest(new Command("led", "The station's lamps."), Test("Lights one lamp after the other.", "3s", (settings, time, stop) =>
    {
        using var leds = Opened(settings.ToDevices().OpenLeds());
        LedTest.Run(leds, time, Console.Out, stop);
    }));

    private static Command WithTest(Command verb, Command test)
    {
        verb.Subcommands.Add(test);
        return verb;
    }

    private static Command Test(string description, string defaultTime, Action<StationSettings, TimeSpan, CancellationToken> body)
    {
        var forTime = new Option<string>("--for") { Description = "How long the test lasts (10s, 5m).", HelpName = "T", DefaultValueFactory = _ => defaultTime };
        var verb = new Command("test", description);
        verb.Options.Add(DaemonOptions.Settings);
        verb.Options.Add(forTime);
        verb.SetAction(parsed =>
        {
            var settings = SettingsFile.Load(parsed.GetValue(DaemonOptions.Settings));
            var time = DemoOptions.ParseTime(parsed.GetValue(forTime)!);
            if (time is null || time <= TimeSpan.Zero || time > LongestTest)
                throw new RefusedException(ExitCode.Usage, $"--for {parsed.GetValue(forTime)}: allowed is more than 0 s, at most 1h.");
            using var signals = new StopSignals();
            body(settings, time.Value, signals.Token);
        });
        return verb;
    }

    private static T Opened<T>(DeviceOpening<T> opening) where T : class =>
        opening.Device ?? throw new RefusedException(ExitCode.Unavailable, opening.Refusal!);
}
