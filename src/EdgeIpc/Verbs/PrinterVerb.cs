using System.CommandLine;
using System.Text.Json;
using EdgeIpc.Spool;

namespace EdgeIpc.Verbs;

/// <summary><c>printer pause|resume|status|test</c>.</summary>
internal static class PrinterVerb
{
    public static Command Create()
    {
        var verb = new Command("printer", "The printer: pause, resume, its state, a test page.");
        verb.Subcommands.Add(Wish("pause", "No further band is sent; documents are still taken.", spool => spool.PausePrinter() ? "The printer is paused." : "The printer was paused already."));
        verb.Subcommands.Add(Wish("resume", "Goes on after a pause.", spool => spool.ResumePrinter() ? "The printer goes on." : "The printer was not paused."));
        verb.Subcommands.Add(Status());
        verb.Subcommands.Add(PrinterTest.Create());
        return verb;
    }

    private static Command Wish(string name, string description, Func<PrintSpool, string> wish)
    {
        var verb = new Command(name, description);
        verb.SetAction(parsed =>
        {
            using var spool = SpoolVerbs.Open(parsed);
            Console.Out.WriteLine(wish(spool.Spool));
            return (int)ExitCode.Ok;
        });
        return SpoolVerbs.WithSettings(verb);
    }

    private static Command Status()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object." };
        var verb = new Command("status", "printer-state and printer-state-reasons as IPP has them.") { json };
        verb.SetAction(parsed =>
        {
            using var spool = SpoolVerbs.Open(parsed);
            var line = PrinterLine.Of(spool.Spool);
            if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(line, JobLineJson.Default.PrinterLine));
            else Console.Out.WriteLine($"{line.State}: {string.Join(", ", line.Reasons)}. {line.Message}".TrimEnd());
            return (int)ExitCode.Ok;
        });
        return SpoolVerbs.WithSettings(verb);
    }
}

/// <summary>The printer as <c>printer status --json</c> prints it.</summary>
/// <param name="State">printer-state.</param>
/// <param name="Reasons">printer-state-reasons.</param>
internal sealed record PrinterLine(string State, IReadOnlyList<string> Reasons, string Message, bool SpoolerRuns, DateTimeOffset ChangedAt, long WaitingJobs)
{
    public static PrinterLine Of(PrintSpool spool)
    {
        var status = spool.Printer();
        long waiting = spool.Totals().Jobs.Waiting;
        // Without a spooler nobody looks at the printer: what was reported last may be long over.
        return spool.IsSpoolerRunning
            ? new PrinterLine(status.State.Keyword(), status.Reasons.Keywords(), status.Message, true, status.ChangedAt, waiting)
            : new PrinterLine(PrinterState.Stopped.Keyword(), (status.Reasons & PrinterStateReasons.Paused | PrinterStateReasons.Offline).Keywords(), "No spooler is running.", false, status.ChangedAt, waiting);
    }
}
