using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using EdgeIpc.Settings;
using EdgeIpc.Spool;

namespace EdgeIpc.Verbs;

/// <summary><c>jobs</c> and <c>job ...</c>: the spool in the words of IPP (RFC 8011).</summary>
internal static class JobsVerb
{
    public static Command List()
    {
        var all = new Option<bool>("--all") { Description = "Finished jobs as well." };
        var json = new Option<bool>("--json") { Description = "One JSON array instead of a table." };
        var verb = new Command("jobs", "Jobs in the order in which they will be printed.") { all, json };
        verb.SetAction(parsed =>
        {
            using var spool = SpoolVerbs.Open(parsed);
            var jobs = spool.Spool.Jobs(parsed.GetValue(all)).Select(JobLine.Of).ToArray();
            if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(jobs, JobLineJson.Default.JobLineArray));
            else WriteTable(jobs);
            return (int)ExitCode.Ok;
        });
        return SpoolVerbs.WithSettings(verb);
    }

    public static Command Manage()
    {
        var verb = new Command("job", "Hold, release, cancel, restart or move one job.");
        verb.Subcommands.Add(Wish("hold", "A pending job waits until it is released.", (spool, number) => spool.Hold(number)));
        verb.Subcommands.Add(Wish("release", "A held job may be printed.", (spool, number) => spool.Release(number)));
        verb.Subcommands.Add(Wish("cancel", "A waiting job is over at once, the one being printed after the band in hand.", (spool, number) => spool.Cancel(number)));
        verb.Subcommands.Add(Wish("restart", "A finished job is printed once more from its beginning.", (spool, number) => spool.Restart(number)));
        verb.Subcommands.Add(Move());
        return verb;
    }

    private static Command Wish(string name, string description, Func<PrintSpool, long, ManageResult> wish)
    {
        var number = Number();
        var verb = new Command(name, description) { number };
        verb.SetAction(parsed =>
        {
            using var spool = SpoolVerbs.Open(parsed);
            return (int)Tell(wish(spool.Spool, parsed.GetValue(number)));
        });
        return SpoolVerbs.WithSettings(verb);
    }

    private static Command Move()
    {
        var number = Number();
        var priority = new Option<int?>("--priority") { Description = "1 to 100; without it the job keeps its own.", HelpName = "N" };
        var verb = new Command("move", "A waiting job is printed before all others of its priority.") { number, priority };
        verb.SetAction(parsed =>
        {
            using var spool = SpoolVerbs.Open(parsed);
            return (int)Tell(spool.Spool.Move(parsed.GetValue(number), parsed.GetValue(priority)));
        });
        return SpoolVerbs.WithSettings(verb);
    }

    private static Argument<long> Number() => new("job") { Description = "The job's number.", HelpName = "N" };

    private static ExitCode Tell(ManageResult result)
    {
        switch (result)
        {
            case ManageResult.Done done:
                Console.Out.WriteLine($"Job {done.Job.Number} is {done.Job.State.Keyword()}.");
                return ExitCode.Ok;
            case ManageResult.Requested requested:
                Console.Out.WriteLine($"Job {requested.Job.Number} ends after the band in hand.");
                return ExitCode.Ok;
            case ManageResult.NoSuchJob none:
                throw new RefusedException(ExitCode.NoSuchFile, none.Sentence);
            case ManageResult.Refused refused:
                throw new RefusedException(ExitCode.Usage, refused.Sentence);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static void WriteTable(JobLine[] jobs)
    {
        if (jobs.Length == 0)
        {
            Console.Out.WriteLine("No jobs.");
            return;
        }

        Console.Out.WriteLine($"{"job",5}  {"state",-18}  {"reasons",-28}  {"pri",3}  {"copies",6}  {"bytes",8}  {"by",-10}  title");
        foreach (var job in jobs)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{job.Number,5}  {job.State,-18}  {string.Join(',', job.Reasons),-28}  {job.Priority,3}  {job.Copies,6}  {job.Bytes,8}  {job.SubmittedBy,-10}  {job.Title}"));
            if (job.Message.Length > 0) Console.Out.WriteLine($"       {job.Message}");
        }
    }
}

/// <summary>A job as <c>jobs --json</c> prints it.</summary>
/// <param name="State">job-state.</param>
/// <param name="Reasons">job-state-reasons.</param>
/// <param name="Message">One sentence about the state, or empty.</param>
internal sealed record JobLine(
    long Number, string Title, string SubmittedBy, string Format, long Bytes, int Copies, int Priority,
    string State, IReadOnlyList<string> Reasons, string Message, DateTimeOffset SubmittedAt, DateTimeOffset? FinishedAt)
{
    public static JobLine Of(Job job) => new(
        job.Number, job.Title, job.SubmittedBy, job.Format == DocumentFormat.Raw ? "raw" : "text", job.DocumentBytes, job.Copies, job.Priority,
        job.State.Keyword(), [.. job.Reasons.Select(reason => reason.Keyword())], job.Message, job.SubmittedAt, job.FinishedAt);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(JobLine[]))]
[JsonSerializable(typeof(PrinterLine))]
internal sealed partial class JobLineJson : JsonSerializerContext;

/// <summary>What the verbs about the spool have in common.</summary>
internal static class SpoolVerbs
{
    public static Command WithSettings(Command verb)
    {
        verb.Options.Add(DaemonOptions.Settings);
        return verb;
    }

    public static StationSpool Open(ParseResult parsed)
    {
        var settings = SettingsFile.Load(parsed.GetValue(DaemonOptions.Settings));
        return StationSpool.Open(StationInstance.Find(parsed.GetValue(GlobalOptions.Instance)), settings.Spool);
    }
}
