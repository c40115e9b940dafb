using System.CommandLine;
using EdgeIpc.Daemon;
using EdgeIpc.Documents;
using EdgeIpc.Instance;
using EdgeIpc.Paper;
using EdgeIpc.Posix;
using EdgeIpc.Settings;
using EdgeIpc.Spool;
using EdgeIpc.Spooler;

namespace EdgeIpc.Verbs;

/// <summary><c>print</c>: a document into the spool. The job's number on standard output means that the job is safe on disk.</summary>
internal static class PrintVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The document; '-' for standard input.", HelpName = "FILE|-" };
        var title = new Option<string?>("--title") { Description = "What the queue shows; without it the file's name.", HelpName = "TEXT" };
        var copies = new Option<int>("--copies") { Description = $"1 to {SpoolLimits.MaxCopies}.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var priority = new Option<int>("--priority") { Description = "1 to 100; 100 is printed first.", HelpName = "N", DefaultValueFactory = _ => 50 };
        var afterCrash = new Option<string?>("--after-crash") { Description = "If the spooler dies or the printer loses its power within the job: continue under a mark, reprint all as a marked copy, or hold (a ticket: at most once). Without it as the settings say.", HelpName = "POLICY" };
        afterCrash.AcceptOnlyFromAmong([.. JobKeywords.CrashPolicyKeywords]);
        var hold = new Option<bool>("--hold") { Description = "Wait for 'job release'." };
        var format = PrintableDocument.FormatOption();
        var threshold = PrintableDocument.ThresholdOption();
        var preview = new Option<string?>("--preview") { Description = "Gets a picture of the paper; nothing is submitted.", HelpName = "FILE.png" };
        var verb = new Command("print", "Submits a document; prints the job's number once it is safe on disk.") { file, title, copies, priority, hold, afterCrash, format, threshold, preview };
        verb.Options.Add(DaemonOptions.Settings);
        verb.SetAction(parsed =>
        {
            var settings = SettingsFile.Load(parsed.GetValue(DaemonOptions.Settings));
            string? instanceName = parsed.GetValue(GlobalOptions.Instance);
            string name = parsed.GetValue(file)!;
            long limitBytes = settings.Spool.DocumentKilobytes * 1024L;
            byte[] bytes = DocumentFile.Read(name, limitBytes);
            var profile = PrinterProfile.Load(settings.Printer.Profile);
            var reading = new DocumentReading(parsed.GetValue(format)!, parsed.GetValue(threshold) ? Shading.Threshold : Shading.Dither, instanceName, limitBytes);
            var (document, found) = PrintableDocument.Make(reading, bytes, name, profile, settings.Printer.Baud);
            var plan = Plan(document, found, profile, settings, name);
            string[] warnings = [.. document.Warnings, .. plan.Warnings];
            foreach (string warning in warnings) Console.Error.WriteLine($"edgeipc: {warning}.");
            if (parsed.GetValue(preview) is { } previewPath)
            {
                PaperPreview.Save(previewPath, plan, profile, settings.Printer.Baud);
                return (int)ExitCode.Ok;
            }

            var instance = StationInstance.Find(instanceName);
            var request = new SubmitRequest(document.Content, found)
            {
                Title = parsed.GetValue(title) ?? (name == DocumentFile.StandardInput ? "standard input" : Path.GetFileName(name)),
                Copies = parsed.GetValue(copies),
                Priority = parsed.GetValue(priority),
                Warning = string.Join("; ", warnings),
                Hold = parsed.GetValue(hold),
                AfterCrash = JobKeywords.ParseCrashPolicy(parsed.GetValue(afterCrash) ?? ""),
                SubmittedBy = Accounts.UserName(Accounts.EffectiveUserId),
            };
            using var spool = StationSpool.Open(instance, settings.Spool);
            Console.Out.WriteLine(Submit(spool, request));
            return (int)ExitCode.Ok;
        });
        return verb;
    }

    /// <summary>What the spooler would give up is refused now, while there is somebody to tell.</summary>
    private static BandPlan Plan(PrintDocument document, DocumentFormat format, PrinterProfile profile, StationSettings settings, string name) =>
        new JobPlan(profile, settings.Printer.Baud, settings.Printer).Build(format, document.Content) switch
        {
            PlanResult.Planned planned => planned.Plan,
            PlanResult.Refused refused => throw new RefusedException(ExitCode.BadDocument, $"{name} can't be printed: {refused.Sentence}."),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    public static long Submit(StationSpool spool, SubmitRequest request)
    {
        var result = spool.Submit(request);
        return result is SubmitResult.Accepted accepted ? accepted.JobNumber : throw new RefusedException(CodeOf(result), result.Sentence);
    }

    private static ExitCode CodeOf(SubmitResult refusal) => refusal switch
    {
        SubmitResult.Invalid => ExitCode.Usage,
        SubmitResult.Empty or SubmitResult.TooLarge => ExitCode.BadDocument,
        SubmitResult.DiskFull => ExitCode.DiskFull,
        _ => ExitCode.Busy,
    };
}
