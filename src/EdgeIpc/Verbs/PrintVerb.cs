using System.CommandLine;
using EdgeIpc.Daemon;
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
        var hold = new Option<bool>("--hold") { Description = "Wait for 'job release'." };
        var format = new Option<string>("--format") { Description = "text (UTF-8), raw (ESC/POS), png, or found out from the bytes.", DefaultValueFactory = _ => PrintableDocument.Automatic };
        format.AcceptOnlyFromAmong(PrintableDocument.Formats);
        var verb = new Command("print", "Submits a document; prints the job's number once it is safe on disk.") { file, title, copies, priority, hold, format };
        verb.Options.Add(DaemonOptions.Settings);
        verb.SetAction(parsed =>
        {
            var settings = SettingsFile.Load(parsed.GetValue(DaemonOptions.Settings));
            var instance = StationInstance.Find(parsed.GetValue(GlobalOptions.Instance));
            string name = parsed.GetValue(file)!;
            byte[] bytes = DocumentFile.Read(name, settings.Spool.DocumentKilobytes * 1024L);
            var (document, found) = PrintableDocument.Make(parsed.GetValue(format)!, bytes, name, PrinterProfile.Load(settings.Printer.Profile), settings.Printer.Baud);
            var request = new SubmitRequest(document, found)
            {
                Title = parsed.GetValue(title) ?? (name == DocumentFile.StandardInput ? "standard input" : Path.GetFileName(name)),
                Copies = parsed.GetValue(copies),
                Priority = parsed.GetValue(priority),
                Hold = parsed.GetValue(hold),
                SubmittedBy = Accounts.UserName(Accounts.EffectiveUserId),
            };
            RefuseUnprintable(request, settings, name);
            using var spool = StationSpool.Open(instance, settings.Spool);
            Console.Out.WriteLine(Submit(spool, request));
            return (int)ExitCode.Ok;
        });
        return verb;
    }

    /// <summary>What the spooler would give up is refused now, while there is somebody to tell.</summary>
    private static void RefuseUnprintable(SubmitRequest request, StationSettings settings, string name)
    {
        if (request.Document.IsEmpty) return;
        var planner = new JobPlan(PrinterProfile.Load(settings.Printer.Profile), settings.Printer.Baud);
        if (planner.Build(request.Format, request.Document) is PlanResult.Refused refused)
            throw new RefusedException(ExitCode.BadDocument, $"{name} can't be printed: {refused.Sentence}.");
    }

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
