using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using EdgeIpc.Settings;

namespace EdgeIpc.Doctor;

/// <summary><c>doctor</c>: looks at everything that a station needs of this machine, and says the exact repair of what is wrong.</summary>
internal static class DoctorVerb
{
    private const string DefaultInstance = "demo";
    private static readonly Option<bool> Json = new("--json") { Description = "Print the findings as one JSON object." };

    /// <summary>Each looks at one thing; none changes anything.</summary>
    private static readonly Func<Machine, StationSettings, IEnumerable<Finding>>[] Checks =
    [
        SystemChecks.Examine,
        QueueChecks.Examine,
        QueueChecks.TryOne,
        MemoryChecks.Examine,
        GroupChecks.Examine,
        SerialChecks.Examine,
        GpioChecks.Examine,
        StateChecks.Examine,
    ];

    public static Command Create()
    {
        var verb = new Command("doctor", "What is wrong on this machine, and the command that repairs it; exit code 69 when a station can't work.");
        verb.Options.Add(DaemonOptions.Settings);
        verb.Options.Add(Json);
        verb.SetAction(parsed =>
        {
            var name = InstanceName.Parse(parsed.GetValue(GlobalOptions.Instance) ?? DefaultInstance);
            var machine = new Machine { StateDirectory = StationInstance.StatePath(name) };
            var findings = Examine(machine, parsed.GetValue(DaemonOptions.Settings));
            Console.Out.WriteLine(parsed.GetValue(Json) ? JsonText(findings) : Text(findings));
            return (int)(findings.Any(finding => finding.Level == FindingLevel.Fail) ? ExitCode.Unavailable : ExitCode.Ok);
        });
        return verb;
    }

    /// <summary>Every finding. Settings that can't be used are one of them; the rest is then looked at with the defaults.</summary>
    public static IReadOnlyList<Finding> Examine(Machine machine, string? settingsPath)
    {
        var findings = new List<Finding>();
        var settings = new StationSettings();
        try
        {
            settings = SettingsFile.Load(settingsPath);
            findings.Add(Finding.Ok("settings", "The settings are good."));
        }
        catch (RefusedException refusal)
        {
            findings.Add(Finding.Fail("settings", refusal.Message, "edgeipc settings default   (shows a file with every setting)"));
        }

        findings.AddRange(Checks.SelectMany(check => check(machine, settings)));
        return findings;
    }

    private static string Text(IReadOnlyList<Finding> findings)
    {
        var lines = findings.SelectMany(finding => (string[])
        [
            $"{Word(finding.Level),-7} {finding.Check,-13} {finding.Sentence}",
            .. finding.Repair is null ? (string[])[] : [$"{"",-21} -> {finding.Repair}"],
        ]);
        int Count(FindingLevel level) => findings.Count(finding => finding.Level == level);
        return string.Join('\n', lines.Append($"{Count(FindingLevel.Fail)} fail, {Count(FindingLevel.Warn)} warn, {Count(FindingLevel.Unknown)} unknown, {Count(FindingLevel.Ok)} ok"));
    }

    private static string JsonText(IReadOnlyList<Finding> findings) => JsonSerializer.Serialize(
        new DoctorReport([.. findings.Select(one => new DoctorReport.Entry(one.Check, Word(one.Level), one.Sentence, one.Repair))]),
        DoctorJson.Default.DoctorReport);

    private static string Word(FindingLevel level) => level switch
    {
        FindingLevel.Ok => "ok",
        FindingLevel.Warn => "warn",
        FindingLevel.Fail => "fail",
        _ => "unknown",
    };
}

/// <summary>What <c>doctor --json</c> prints.</summary>
internal sealed record DoctorReport(IReadOnlyList<DoctorReport.Entry> Findings)
{
    /// <summary>A finding; <c>level</c> is ok, warn, fail or unknown.</summary>
    internal sealed record Entry(string Check, string Level, string Sentence, string? Repair);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(DoctorReport))]
internal sealed partial class DoctorJson : JsonSerializerContext;
