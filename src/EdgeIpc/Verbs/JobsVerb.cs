using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using EdgeIpc.Settings;
using EdgeIpc.Spool;

namespace EdgeIpc.Verbs;

/// <summary><c>jobs</c>: the spool in the words of IPP (RFC 8011), and the log of what was printed.</summary>
internal static class JobsVerb
{
    public static Command Create()
    {
        var all = new Option<bool>("--all") { Description = "Finished jobs as well." };
        var log = new Option<bool>("--log") { Description = "Finished jobs, the first one first: who printed what, and what it took." };
        var json = new Option<bool>("--json") { Description = "One JSON array instead of a table." };
        var csv = new Option<bool>("--csv") { Description = "The log as CSV." };
        var verb = new Command("jobs", "Jobs in the order in which they will be printed.") { all, log, json, csv };
        verb.SetAction(parsed =>
        {
            bool asJson = parsed.GetValue(json), asCsv = parsed.GetValue(csv);
            if (asCsv && !parsed.GetValue(log)) throw new RefusedException(ExitCode.Usage, "--csv is for the log: jobs --log --csv.");
            if (asCsv && asJson) throw new RefusedException(ExitCode.Usage, "--csv and --json exclude each other.");
            using var spool = SpoolVerbs.Open(parsed);
            if (parsed.GetValue(log)) PageLog.Write(spool.Spool, SpoolVerbs.Settings(parsed), asJson, asCsv, Console.Out);
            else if (asJson) Console.Out.WriteLine(JsonSerializer.Serialize(Lines(spool, parsed.GetValue(all)), JobLineJson.Default.JobLineArray));
            else WriteTable(Lines(spool, parsed.GetValue(all)), PrinterLine.Of(spool.Spool));
            return (int)ExitCode.Ok;
        });
        return SpoolVerbs.WithSettings(verb);
    }

    private static JobLine[] Lines(StationSpool spool, bool withFinished) => [.. spool.Spool.Jobs(withFinished).Select(JobLine.Of)];

    private static void WriteTable(JobLine[] jobs, PrinterLine printer)
    {
        // Whoever asks why nothing comes out is told first.
        if (printer.State == PrinterState.Stopped.Keyword()) Console.Out.WriteLine($"The printer is {printer.State}: {string.Join(", ", printer.Reasons)}. {printer.Message}".TrimEnd());
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
            if (job.Warning.Length > 0) Console.Out.WriteLine($"       {job.Warning}");
            if (job.Buffering is { } buffering) Console.Out.WriteLine($"       {buffering}");
        }
    }
}

/// <summary>A job as <c>jobs --json</c> prints it.</summary>
/// <param name="State">job-state.</param>
/// <param name="Reasons">job-state-reasons.</param>
/// <param name="Message">One sentence about the state, or empty.</param>
/// <param name="Warning">What its paper lacks, or empty.</param>
/// <param name="MotorStops">Times that the head had to wait for the line; 0 until the job is completed.</param>
/// <param name="MotorStopsBy">Who counted them: <c>printer</c>, <c>plan</c>, or empty.</param>
internal sealed record JobLine(
    long Number, string Title, string SubmittedBy, string Format, long Bytes, int Copies, int Priority,
    string State, IReadOnlyList<string> Reasons, string Message, DateTimeOffset SubmittedAt, DateTimeOffset? FinishedAt, string? AfterCrash, string Warning,
    long MotorStops, string MotorStopsBy)
{
    public static JobLine Of(Job job) => new(
        job.Number, job.Title, job.SubmittedBy, job.Format == DocumentFormat.Raw ? "raw" : "text", job.DocumentBytes, job.Copies, job.Priority,
        job.State.Keyword(), [.. job.Reasons.Select(reason => reason.Keyword())], job.Message, job.SubmittedAt, job.FinishedAt,
        job.AfterCrash?.Keyword(), job.Warning, job.Cost.MotorStops.Count, job.Cost.MotorStops.By.Keyword());

    /// <summary>A sentence, where the line was too slow for the head.</summary>
    [JsonIgnore]
    public string? Buffering => MotorStops == 0 ? null : BufferingText.Of(MotorStops, isCounted: MotorStopsBy == MotorStopSource.Printer.Keyword(), isOver: true);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(JobLine[]))]
[JsonSerializable(typeof(PageLogLine[]))]
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

    public static StationSettings Settings(ParseResult parsed) => SettingsFile.Load(parsed.GetValue(DaemonOptions.Settings));

    public static StationSpool Open(ParseResult parsed) =>
        StationSpool.Open(StationInstance.Find(parsed.GetValue(GlobalOptions.Instance)), Settings(parsed).Spool);
}
