using System.Globalization;
using EdgeIpc.Commands;

namespace EdgeIpc.Lessons.Messages;

/// <summary>
/// The process that receives. Says <c>ready</c> first; at its end how many commands it took and what each was, in the order in
/// which the kernel gave them out.
/// </summary>
internal static class MessageWorker
{
    public const string Word = "receive";

    /// <summary>How a message is told in the counts: a text is its own number.</summary>
    public const long RateCode = -1, StopCode = -2, PingCode = -3;

    private const string TakeAll = "all", HoldOne = "hold";
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(5);

    /// <summary>The words that start one that takes everything until its lifeline ends.</summary>
    public static IReadOnlyList<string> Taking(string folder) => ["lesson", LessonVerb.Worker, Word, folder, TakeAll];

    /// <summary>The words that start one that takes a message in hand and gets no further.</summary>
    public static IReadOnlyList<string> Holding(string folder) => ["lesson", LessonVerb.Worker, Word, folder, HoldOne];

    public static void Run(string folder, string mode, ManualResetEventSlim ended, Action<string> say)
    {
        var (receiver, counts) = new LessonQueue(folder).OpenReceiver();
        using (receiver)
        using (counts)
        {
            if (mode == HoldOne)
            {
                while (receiver.TryTake(out _) != TakeResult.Taken && !ended.IsSet) ended.Wait(Turn);
                say("held");
                ended.Wait();
                return;
            }

            var taken = new List<long>();
            say("ready");
            while (!ended.IsSet)
            {
                TakeWaiting(receiver, taken);
                ended.Wait(Turn);
            }

            TakeWaiting(receiver, taken);
            say(string.Join(' ', taken.Prepend(taken.Count)));
        }
    }

    private static void TakeWaiting(CommandReceiver receiver, List<long> taken)
    {
        while (receiver.TryTake(out var received) is var result && result != TakeResult.Empty)
        {
            if (result != TakeResult.Taken) continue;
            taken.Add(CodeOf(received.Command));
            receiver.Answer(received, Reply.Ok("Done."));
        }
    }

    private static long CodeOf(Command command) => command switch
    {
        Command.Say text => long.Parse(text.Text, CultureInfo.InvariantCulture),
        Command.Rate => RateCode,
        Command.Stop => StopCode,
        _ => PingCode,
    };
}
