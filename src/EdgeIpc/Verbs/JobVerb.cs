using System.CommandLine;
using EdgeIpc.Spool;

namespace EdgeIpc.Verbs;

/// <summary><c>job hold|release|cancel|restart|move</c>: one job, by its number.</summary>
internal static class JobVerb
{
    public static Command Create()
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
        var before = new Option<long?>("--before") { Description = "Directly before this waiting job, whose priority it takes.", HelpName = "M" };
        var verb = new Command("move", "A waiting job is printed before all others of its priority, or directly before another one.") { number, priority, before };
        verb.SetAction(parsed =>
        {
            if (parsed.GetValue(before) is not null && parsed.GetValue(priority) is not null)
                throw new RefusedException(ExitCode.Usage, "--before and --priority exclude each other: the job takes the other one's priority.");
            using var spool = SpoolVerbs.Open(parsed);
            return (int)Tell(parsed.GetValue(before) is { } other
                ? spool.Spool.MoveBefore(parsed.GetValue(number), other)
                : spool.Spool.Move(parsed.GetValue(number), parsed.GetValue(priority)));
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
}
