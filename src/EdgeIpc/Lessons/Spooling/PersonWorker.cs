using System.Globalization;
using System.Text;
using EdgeIpc.Posix;
using EdgeIpc.Spool;

namespace EdgeIpc.Lessons.Spooling;

/// <summary>Where a person of the lesson prints to.</summary>
internal enum PersonTarget
{
    /// <summary>The printer's own line: whoever writes is printed.</summary>
    Line,

    /// <summary>The spool on disk.</summary>
    Spool,

    /// <summary>A spool in a process's memory, by its socket.</summary>
    Memory,
}

/// <summary>
/// People who print a receipt each. Says <c>ready</c> first, begins when it is told, and says last how many were accepted and how long the slowest acceptance
/// took, in microseconds.
/// </summary>
internal static class PersonWorker
{
    public const string Word = "person";

    /// <summary>A program has its next line a moment after the one before.</summary>
    private static readonly TimeSpan BetweenLines = TimeSpan.FromMilliseconds(3);

    /// <param name="path">The line, the spool's directory or the socket.</param>
    public static IReadOnlyList<string> Words(PersonTarget target, string path, int first, int count) =>
        ["lesson", LessonVerb.Worker, Word, target.ToString(), path, $"{first}", $"{count}"];

    public static void Run(PersonTarget target, string path, int first, int count, ManualResetEventSlim told, Action<string> say)
    {
        // What a program does once, at its start, is not what a person waits for.
        using var spool = target == PersonTarget.Spool ? PrintSpool.Open(path, FileSharing.OwnerOnly, new SpoolLimits(), TimeProvider.System) : null;
        say("ready");
        told.Wait();
        long longestTicks = 0;
        for (int person = first; person < first + count; person++)
        {
            long startedAt = TimeProvider.System.GetTimestamp();
            switch (target)
            {
                case PersonTarget.Line:
                    WriteToLine(path, person);
                    break;
                case PersonTarget.Spool:
                    Submit(spool!, person);
                    break;
                default:
                    MemorySpoolWorker.Ask(path, LessonReceipt.Text(person));
                    break;
            }

            longestTicks = Math.Max(longestTicks, TimeProvider.System.GetElapsedTime(startedAt).Ticks);
        }

        say(string.Create(CultureInfo.InvariantCulture, $"{count} {longestTicks / TimeSpan.TicksPerMicrosecond}"));
    }

    private static void WriteToLine(string path, int person)
    {
        using var pause = new ManualResetEventSlim();
        if (LineProbe.TryOpen(path, out var line) != TerminalOpenOutcome.Opened) throw new RefusedException(ExitCode.Unavailable, $"The printer's line {path} can't be opened.");
        using (line)
        {
            for (int number = 1; number <= LessonReceipt.Lines; number++)
            {
                for (ReadOnlyMemory<byte> rest = Encoding.ASCII.GetBytes(LessonReceipt.Line(person, number)); !rest.IsEmpty;)
                {
                    rest = rest[Math.Max(0, line!.File.Write(rest.Span))..];
                    pause.Wait(BetweenLines);
                }
            }
        }
    }

    private static void Submit(PrintSpool spool, int person)
    {
        var request = new SubmitRequest(Encoding.ASCII.GetBytes(LessonReceipt.Text(person)), DocumentFormat.Text) { Title = LessonReceipt.Title(person) };
        if (spool.Submit(request) is not SubmitResult.Accepted and var refused) throw new RefusedException(ExitCode.Busy, refused.Sentence);
    }
}
