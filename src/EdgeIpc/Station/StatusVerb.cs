using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeIpc.Instance;
using EdgeIpc.Ledger;
using EdgeIpc.Spool;
using EdgeIpc.Verbs;

namespace EdgeIpc.Station;

/// <summary><c>status</c>: the station in one screen, with its ledger; exit code 70 when it does not balance.</summary>
internal static class StatusVerb
{
    private static readonly Option<bool> Json = new("--json") { Description = "As one JSON object." };

    public static Command Create()
    {
        var verb = new Command("status", "The processes and the ledger in one screen; exit code 70 when something is unaccounted for.");
        verb.Options.Add(Json);
        verb.SetAction(parsed =>
        {
            var instance = StationInstance.Find(parsed.GetValue(GlobalOptions.Instance));
            using var reader = new FiguresReader(instance);
            var (figures, balance) = reader.ReadBalance(drained: false);
            var status = new StationStatus(
                instance.Name.Id, instance.IsRunning, RoleStatuses.Read(instance), figures, balance.Holds, [.. balance.Imbalances.Select(i => i.Sentence)], ReadPrinter(instance), BufferingJob.Read(instance));
            if (parsed.GetValue(Json)) Console.Out.WriteLine(JsonSerializer.Serialize(status, StationStatusJson.Default.StationStatus));
            else Print(status, Console.Out);
            return (int)(balance.Holds ? ExitCode.Ok : ExitCode.Unbalanced);
        });
        return verb;
    }

    private static PrinterLine ReadPrinter(StationInstance instance)
    {
        using var spool = PrintSpool.Open(instance.SpoolDirectory, instance.Sharing, new SpoolLimits(), TimeProvider.System);
        return PrinterLine.Of(spool);
    }

    private static void Print(StationStatus status, TextWriter output)
    {
        output.WriteLine($"Instance {status.Instance}: {(status.IsRunning ? "running" : "not running")}");
        output.WriteLine($"  {"process",-16} {"pid",7} {"starts",7} {"cpu s",8} {"MB",6}");
        foreach (var role in status.Processes)
            output.WriteLine(Text($"  {role.Role,-16} {(role.IsAlive ? role.Pid : "gone"),7} {role.Starts,7} {role.CpuSeconds,8:0.0} {role.ResidentMegabytes,6:0.0}"));
        output.WriteLine($"  printer   {status.Printer.State}: {string.Join(", ", status.Printer.Reasons)}. {status.Printer.Message}".TrimEnd());
        if (status.Buffering is { } job) output.WriteLine(Text($"            job {job.Job} is {BufferingText.Of(job.MotorStops, job.Counted, isOver: false)}"));
        var f = status.Ledger;
        output.WriteLine(Text($"  ticks     {f.Ticks.Due} due = {f.Ticks.Published} published + {f.Ticks.Missed} missed + {f.Ticks.Pending} pending"));
        if (f.Ticks.Underruns > 0) output.WriteLine(Text($"  buffering {f.Ticks.Underruns} times: {f.Ticks.Starved} of the missed ticks, while the recording that is played came too slowly"));
        foreach (var r in f.Readers)
            output.WriteLine(Text($"  samples   {r.Name}: {r.Published - r.JoinedAt} = {r.Read} read + {r.Lost} lost + {r.Lag} {LagOf(r)}"));
        foreach (var c in f.Commands)
            output.WriteLine(Text($"  commands  {c.Queue}: {c.Sent} sent = {c.Answered} answered + {c.Expired} expired + {c.Refused} refused + {c.Interrupted} interrupted + {c.NoReply} without reply + {c.Waiting} waiting"));
        output.WriteLine(Text($"  jobs      {f.Jobs.CarriedIn} carried in + {f.Jobs.Accepted} accepted = {f.Jobs.Completed} completed + {f.Jobs.Canceled} canceled + {f.Jobs.Aborted} aborted + {f.Jobs.Waiting} waiting"));
        if (f.Rows is { } rows)
            output.WriteLine(Text($"  rows      {rows.Confirmed} confirmed ({rows.SentUnconfirmed} on their way) = {rows.CarriedIn} carried in + {rows.FirstTime} on paper"));
        output.WriteLine(status.Balanced ? "Everything balances." : "It does not balance:");
        foreach (string problem in status.Problems) output.WriteLine($"  {problem}");
    }

    private static string LagOf(ReaderFigures reader) => reader.Standing switch
    {
        ReaderStanding.Left => "since it left",
        ReaderStanding.Died => "unread: its process died",
        // It counts what is on disk, so that a kill loses nothing.
        _ => reader.Name == Daemon.Role.Recorder ? "not on disk yet" : "behind",
    };

    private static string Text(FormattableString text) => text.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What <c>status --json</c> prints; names are part of the interface.</summary>
internal sealed record StationStatus(
    string Instance, bool IsRunning, IReadOnlyList<RoleStatus> Processes, StationFigures Ledger, bool Balanced, IReadOnlyList<string> Problems, PrinterLine Printer, BufferingJob? Buffering);

/// <summary>A job in print whose line is slower than the head.</summary>
/// <param name="Counted">Whether the printer counted the stops, up to now; otherwise the plan expects them.</param>
internal sealed record BufferingJob(long Job, long MotorStops, bool Counted)
{
    /// <returns>Null when nothing is in print, or nothing has to wait.</returns>
    public static BufferingJob? Read(StationInstance instance) =>
        SpoolerPage.TryRead(instance.Counters.Spooler)?.Counts is { JobId: > 0, MotorStops: > 0 } now ? new(now.JobId, now.MotorStops, now.MotorStopsSeen != 0) : null;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(StationStatus))]
internal sealed partial class StationStatusJson : JsonSerializerContext;
