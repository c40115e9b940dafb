using System.Globalization;
using System.Net;
using EdgeIpc.Daemon;
using EdgeIpc.Sensor;

namespace EdgeIpc.Station;

/// <summary>How the demo runs; each property is the option of the same name.</summary>
internal sealed record DemoOptions
{
    private const string PlayPrefix = "play:";

    /// <summary>How long the sources run, counted from all-ready; null until someone quits.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>The most that the drain may take: every sample read, every command answered, every job printed.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(120);

    public bool Json { get; init; }

    /// <summary>Where the live page is served; null: nowhere.</summary>
    public IPEndPoint? Web { get; init; }

    public int Seed { get; init; }

    /// <summary>Samples a second, 1 to 10,000.</summary>
    public int RateHz { get; init; } = 1000;

    /// <summary>How many people print at once, 0 to 100.</summary>
    public int Submitters { get; init; } = 2;

    /// <summary>How many jobs they submit in all, 0 to 10,000.</summary>
    public int Jobs { get; init; } = 6;

    /// <summary>The printer's line, bits a second.</summary>
    public int Baud { get; init; } = 19_200;

    /// <summary>How many times faster than real time the printer works, 0.1 to 1000.</summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>Where the signal comes from: <c>sim</c>, <c>host</c> or <c>play:FILE</c>.</summary>
    public string Sensor { get; init; } = "sim";

    /// <summary>The recording that is played begins again at its end.</summary>
    public bool Loop { get; init; }

    /// <summary>The recording that is played, from / on; null when none is.</summary>
    public string? Recording => Sensor.StartsWith(PlayPrefix, StringComparison.Ordinal) ? Path.GetFullPath(Sensor[PlayPrefix.Length..]) : null;

    /// <summary>Where the paper's picture goes; null: into the state directory.</summary>
    public string? Paper { get; init; }

    /// <summary>Where every byte that the printer accepts is kept; null: nowhere.</summary>
    public string? Wire { get; init; }

    /// <summary>Whether a simulated camera and three viewers run beside the sensor.</summary>
    public bool Frames { get; init; }

    /// <summary>Roles to kill in turn.</summary>
    public IReadOnlyList<string> Kill { get; init; } = [];

    /// <summary>The mean time between two kills.</summary>
    public TimeSpan KillEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <exception cref="RefusedException">A value out of its range; the sentence says which and what is allowed.</exception>
    public DemoOptions Checked()
    {
        Require(For is null || (For > TimeSpan.Zero && For <= TimeSpan.FromDays(365)), "--for", "more than 0 s, at most 365 d");
        Require(Drain > TimeSpan.Zero && Drain <= TimeSpan.FromHours(24), "--drain", "more than 0 s, at most 24 h");
        Require(RateHz is >= 1 and <= 10_000, "--rate", "1 to 10000 samples a second");
        Require(Submitters is >= 0 and <= 100, "--submitters", "0 to 100");
        Require(Jobs is >= 0 and <= 10_000, "--jobs", "0 to 10000");
        Require(Jobs == 0 || Submitters > 0, "--submitters", "at least 1 when there are --jobs");
        Require(Baud is >= 1200 and <= 3_000_000, "--baud", "1200 to 3000000 bits a second");
        Require(TimeScale is >= 0.1 and <= 1000, "--time-scale", "0.1 to 1000");
        Require(Sensor is "sim" or "host" || (Sensor.StartsWith(PlayPrefix, StringComparison.Ordinal) && Sensor.Length > PlayPrefix.Length), "--sensor", "sim, host or play:FILE");
        Require(KillEvery >= TimeSpan.FromMilliseconds(100) && KillEvery <= TimeSpan.FromHours(24), "--kill-every", "100 ms to 24 h");
        foreach (string role in Kill)
        {
            if (role == Role.PrinterEmulator) throw new RefusedException(ExitCode.Usage, "--kill printer-emulator: the emulator stands for hardware, which can't be killed and come back; try the key 'p' or 'send paper out'.");
            bool isOfCamera = Frames && (role == Role.Camera || Enumerable.Range(1, Role.ViewersMax).Any(number => role == Role.Viewer(number)));
            Require(role is Role.Sensor or Role.Controller or Role.Recorder or Role.Spooler || isOfCamera, "--kill", "sensor, controller, recorder, spooler, with --frames also camera and viewer-1 to viewer-3, separated by commas");
        }

        return this;
    }

    /// <summary>With the recording's own rate, where one is played.</summary>
    /// <param name="hasRate">A rate was asked for.</param>
    /// <exception cref="RefusedException">The recording can't be played, or an option does not go with it.</exception>
    public DemoOptions Settled(bool hasRate)
    {
        if (Recording is null) return Loop ? throw new RefusedException(ExitCode.Usage, "--loop goes with --sensor play:FILE only.") : this;
        if (hasRate) throw new RefusedException(ExitCode.Usage, "--rate does not go with --sensor play:FILE: a recording has its own pace.");
        return this with { RateHz = StationSensor.Settled(DemoCommands.SettingsOf(this)).Sensor.RateHz };
    }

    /// <summary>Parses a time as people write it: <c>500ms</c>, <c>10s</c>, <c>5m</c>, <c>2h</c>; a bare number is seconds.</summary>
    public static TimeSpan? ParseTime(string text)
    {
        (string number, double seconds) = text switch
        {
            _ when text.EndsWith("ms", StringComparison.Ordinal) => (text[..^2], 0.001),
            _ when text.EndsWith('s') => (text[..^1], 1),
            _ when text.EndsWith('m') => (text[..^1], 60),
            _ when text.EndsWith('h') => (text[..^1], 3600),
            _ when text.EndsWith('d') => (text[..^1], 86_400),
            _ => (text, 1.0),
        };
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value * seconds < 1e9
            ? TimeSpan.FromSeconds(value * seconds)
            : null;
    }

    private static void Require(bool holds, string option, string allowed)
    {
        if (!holds) throw new RefusedException(ExitCode.Usage, $"{option} is out of range: allowed is {allowed}.");
    }
}
