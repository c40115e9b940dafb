using System.CommandLine;
using EdgeIpc.Lessons.Buffering;
using EdgeIpc.Lessons.Messages;
using EdgeIpc.Lessons.SharedMemory;
using EdgeIpc.Lessons.Spooling;
using EdgeIpc.Spool;
using EdgeIpc.Verbs;

namespace EdgeIpc.Lessons;

/// <summary><c>lesson NAME</c>: the ideas of the product as guided experiments, each in real processes.</summary>
internal static class LessonVerb
{
    /// <summary>The hidden verb that a lesson's own processes are started with.</summary>
    public const string Worker = "worker";

    private static readonly Option<bool> Json = new("--json") { Description = "Run through and print the figures as one JSON object." };

    public static Command Create() => new("lesson", "Guided experiments: predict, run, explain, read, try.")
    {
        MessagesVerb(),
        SharedMemoryVerb(),
        SpoolingVerb(),
        BufferingVerb(),
        FrameWorker.CreateVerb(),
    };

    private static Command MessagesVerb()
    {
        var texts = new Option<int>("--texts")
        {
            Description = "How many texts are sent, 2 to 12: the exercise asks with how many something changes.",
            HelpName = "N",
            DefaultValueFactory = _ => MessagesLesson.DefaultTexts,
        };
        var verb = new Command("messages", "What the kernel keeps, for whom, in which order, and how much of it: a receiver that is away, killed, or too late.") { texts, Json };
        verb.SetAction(parsed =>
        {
            int count = parsed.GetValue(texts);
            if (count is < 2 or > 12) throw new RefusedException(ExitCode.Usage, $"--texts {count}: 2 to 12 is allowed.");
            return (int)Run(new MessagesLesson(count).Create(), parsed.GetValue(Json));
        });
        return verb;
    }

    private static Command SharedMemoryVerb()
    {
        var slots = new Option<int>("--slots")
        {
            Description = "Places of the buffer and of the ring, a power of two, 8 to 4096: the exercise asks for the right one.",
            HelpName = "N",
            DefaultValueFactory = _ => SharedMemoryLesson.DefaultSlots,
        };
        var verb = new Command("shared-memory", "No guard, a lock, a ring: torn frames, stalls and exact loss, side by side.") { slots, Json };
        verb.SetAction(parsed =>
        {
            int count = parsed.GetValue(slots);
            if (count is < 8 or > 4096 || !System.Numerics.BitOperations.IsPow2(count))
                throw new RefusedException(ExitCode.Usage, $"--slots {count}: a power of two from 8 to 4096 is allowed.");
            return (int)Run(new SharedMemoryLesson(count).Create(), parsed.GetValue(Json));
        });
        return verb;
    }

    private static Command SpoolingVerb()
    {
        var afterCrash = new Option<string>("--after-crash")
        {
            Description = "What becomes of the receipt in hand when the spooler is killed: continue, reprint or hold. The exercise asks which suits what.",
            HelpName = "POLICY",
            DefaultValueFactory = _ => CrashPolicy.Continue.Keyword(),
        };
        var verb = new Command("spooling", "Ten people and one slow printer: without a spool, with one, and with one that is killed.") { afterCrash, Json };
        verb.SetAction(parsed =>
        {
            string policy = parsed.GetValue(afterCrash)!;
            if (!JobKeywords.CrashPolicyKeywords.Contains(policy, StringComparer.Ordinal))
                throw new RefusedException(ExitCode.Usage, $"--after-crash {policy}: {string.Join(", ", JobKeywords.CrashPolicyKeywords)} are allowed.");
            return (int)Run(new SpoolingLesson(policy).Create(), parsed.GetValue(Json));
        });
        return verb;
    }

    private static Command BufferingVerb()
    {
        var preload = new Option<int>("--preload")
        {
            Description = "Pictures that must be there before the first is shown, 1 to 120: the exercise asks for the smallest that is enough.",
            HelpName = "N",
            DefaultValueFactory = _ => BufferingLesson.DefaultPreload,
        };
        var verb = new Command("buffering", "A stream in uneven packets, shown evenly: underruns, preload, and a camera that is stopped in the middle.") { preload, Json };
        verb.SetAction(parsed =>
        {
            int frames = parsed.GetValue(preload);
            if (frames is < 1 or > BufferingLesson.CapacityFrames) throw new RefusedException(ExitCode.Usage, $"--preload {frames}: 1 to {BufferingLesson.CapacityFrames} is allowed.");
            return (int)Run(new BufferingLesson(frames).Create(), parsed.GetValue(Json));
        });
        return verb;
    }

    private static ExitCode Run(Lesson lesson, bool json)
    {
        using var stop = new StopSignals();
        var run = new LessonRun(lesson, Console.Out, isInteractive: !json && !Console.IsInputRedirected && !Console.IsOutputRedirected);
        try
        {
            return json ? run.WriteJson(stop.Token) : run.Tell(stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C: the lesson is over, its processes and files are gone.
            return ExitCode.Ok;
        }
    }
}
