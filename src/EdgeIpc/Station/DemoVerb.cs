using System.CommandLine;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using EdgeIpc.Page;

namespace EdgeIpc.Station;

/// <summary><c>demo</c>: the whole station on simulated hardware, in one command.</summary>
internal static class DemoVerb
{
    private static readonly DemoOptions Defaults = new();
    private static readonly Option<string?> For = new("--for") { Description = "How long the sources run, counted from all-ready (10s, 5m); without it until q or Ctrl-C.", HelpName = "T" };
    private static readonly Option<string?> Web = new("--web") { Description = "Serve the live page there; port 0 is any that is free.", HelpName = "http://127.0.0.1:PORT" };
    private static readonly Option<string> Drain = new("--drain") { Description = "The most that printing the rest may take afterwards.", HelpName = "T", DefaultValueFactory = _ => "120s" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the result as one JSON object; exit code 70 when it does not balance." };
    private static readonly Option<int?> Seed = new("--seed") { Description = "Makes signal, jobs and kills the same again; without it a new one, which is printed." };
    private static readonly Option<int> Rate = Number("--rate", "Samples a second, 1 to 10000.", Defaults.RateHz);
    private static readonly Option<int> Submitters = Number("--submitters", "How many people print at once.", Defaults.Submitters);
    private static readonly Option<int> Jobs = Number("--jobs", "How many jobs they submit in all.", Defaults.Jobs);
    private static readonly Option<int> Baud = Number("--baud", "The printer's line, bits a second.", Defaults.Baud);
    private static readonly Option<double> TimeScale = new("--time-scale") { Description = "How many times faster than real the printer works.", DefaultValueFactory = _ => Defaults.TimeScale };
    private static readonly Option<string> Sensor = new("--sensor") { Description = "sim: an accelerometer that is made up; host: this machine's own load; play:FILE: a recording at its own pace.", HelpName = "sim|host|play:FILE", DefaultValueFactory = _ => Defaults.Sensor };
    private static readonly Option<bool> Loop = new("--loop") { Description = "The recording that is played begins again at its end; without it sampling pauses there." };
    private static readonly Option<string?> Paper = new("--paper") { Description = "Where the picture of the paper goes.", HelpName = "FILE.png" };
    private static readonly Option<string?> Wire = new("--wire") { Description = "Keep every byte that the printer accepts, in order.", HelpName = "FILE" };
    private static readonly Option<bool> Frames = new("--frames") { Description = "A simulated camera, too: 60 pictures a second in shared memory, and three processes that look at each." };
    private static readonly Option<string> Kill = new("--kill") { Description = "Kill these processes in turn: sensor, controller, recorder, spooler, camera, viewer-1 to -3; separated by commas.", HelpName = "ROLES", DefaultValueFactory = _ => "" };
    private static readonly Option<string> KillEvery = new("--kill-every") { Description = "The mean time between two kills.", HelpName = "T", DefaultValueFactory = _ => "5s" };

    public static Command Create()
    {
        var verb = new Command("demo", "The whole station on simulated hardware: runs, drains, and says whether everything balances.");
        foreach (var option in (Option[])[For, Drain, Json, Seed, Rate, Submitters, Jobs, Baud, TimeScale, Sensor, Loop, Paper, Wire, Frames, Kill, KillEvery]) verb.Options.Add(option);
        verb.SetAction(parsed =>
        {
            var options = ReadOptions(parsed).Checked().Settled(hasRate: parsed.GetResult(Rate) is { Implicit: false });
            var name = InstanceName.Parse(parsed.GetValue(GlobalOptions.Instance) ?? "demo");
            var instance = InstanceStart.Prepare(name);
            return ProcessRun.Execute(instance, Role.Supervisor, hasLifeline: false, run => new DemoRun(run, options).Execute());
        });
        verb.Options.Add(Web);
        return verb;
    }

    private static DemoOptions ReadOptions(ParseResult parsed) => new()
    {
        For = parsed.GetValue(For) is { } time ? Time("--for", time) : null,
        Web = parsed.GetValue(Web) is { } page ? PageAddress.Parse(page, "--web") : null,
        Drain = Time("--drain", parsed.GetValue(Drain)!),
        Json = parsed.GetValue(Json),
        Seed = parsed.GetValue(Seed) ?? Random.Shared.Next(1_000_000),
        RateHz = parsed.GetValue(Rate),
        Submitters = parsed.GetValue(Submitters),
        Jobs = parsed.GetValue(Jobs),
        Baud = parsed.GetValue(Baud),
        TimeScale = parsed.GetValue(TimeScale),
        Sensor = parsed.GetValue(Sensor)!,
        Loop = parsed.GetValue(Loop),
        Paper = parsed.GetValue(Paper) is { } paper ? Path.GetFullPath(paper) : null,
        Wire = parsed.GetValue(Wire) is { } wire ? Path.GetFullPath(wire) : null,
        Frames = parsed.GetValue(Frames),
        Kill = parsed.GetValue(Kill)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        KillEvery = Time("--kill-every", parsed.GetValue(KillEvery)!),
    };

    private static Option<int> Number(string name, string description, int value) => new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => value };

    private static TimeSpan Time(string option, string text) => DemoOptions.ParseTime(text)
        ?? throw new RefusedException(ExitCode.Usage, $"{option} {text}: not a time; write 500ms, 10s, 5m or 2h.");
}
