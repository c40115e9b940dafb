using System.Globalization;
using EdgeIpc.Commands;
using static EdgeIpc.Lessons.LessonText;

namespace EdgeIpc.Lessons.Messages;

/// <summary>Message passing: what the kernel keeps, for whom, in which order, how much of it, and what it does not promise.</summary>
internal sealed class MessagesLesson(int texts)
{
    public const int DefaultTexts = 3;
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(300);

    /// <summary>How many of the texts the queue takes.</summary>
    private int Fitting => Math.Min(texts, QueueLimits.OrdinaryMessages);

    public Lesson Create() => new(
        "messages",
        "Messages: the kernel keeps them",
        "Process A wants something of process B. It does not write into B's memory, and it does not wait for B: it gives the kernel a message, and the kernel gives it to B when B asks. The queue is the station's own (POSIX, 10 messages of a kilobyte), the receiver is a process that is ended, stopped and killed.",
        [
            new LessonStep("absent", $"The receiver's process has ended; {texts} texts are sent, then it is started again",
                "are the texts refused, lost or kept? And who keeps them, now that no process has the queue open?", Absent),
            new LessonStep("urgent", $"The receiver is away; {texts} texts, then 'rate 500', then 'stop' are sent",
                "in which order does the receiver get them?", Urgent),
            new LessonStep("full", "The receiver is away, and texts are sent until one is not taken",
                "how many fit? What does the next sender see, and for how long does it wait? Does 'stop' still get through?", Full),
            new LessonStep("killed", $"{texts} texts wait; the receiver takes the first in hand and is killed (kill -9), and another one starts",
                "how many does the other one get? What about the one that was in hand: done, not done, or nobody knows?", Killed),
            new LessonStep("late", $"The receiver is stopped (SIGSTOP), and asked a question that is good for {Deadline.TotalMilliseconds} ms",
                "what does the asker hear, and when? What does the receiver do with the question when it wakes up?", Late),
        ],
        [
            new Reading("src/EdgeIpc.Commands/CommandSender.cs", "GiveToKernel: look, then send; nothing here ever waits for a place"),
            new Reading("src/EdgeIpc.Commands/CommandReceiver.cs", "TryTake: the note before the act, the deadline before the command"),
            new Reading("src/EdgeIpc.Ledger/ReceiverPage.cs", "Recover: how a successor knows what its predecessor had in hand"),
            new Reading("src/EdgeIpc.Posix/PosixMessageQueue.cs", "the queue itself: five calls of the kernel"),
        ],
        "with how many texts does step 2 no longer run as it does now, and why just then? Reckon, then try: edgeipc lesson messages --texts N. After that, on a running demo: 'edgeipc send process stop controller', send texts until one is refused, look at 'edgeipc queues', and bring it back with 'edgeipc send process start controller'.");

    private StepResult Absent(LessonFolder folder, CancellationToken stopping)
    {
        var queue = QueueOfAnAbsentReceiver(folder, stopping);
        int kept = Send(queue, Texts(texts));
        int waiting = queue.Waiting;
        var taken = TakeAll(folder, stopping);
        return new StepResult(
            [["texts sent", Text(texts)], ["the kernel has", Text(kept)], ["waiting, with nobody there", Text(waiting)], ["taken by the receiver that came", List(taken)]],
            Figures(("sent", texts), ("kept", kept), ("waiting", waiting), ("taken", taken.Count)),
            "Kept, each of them, in the order in which they came. A queue has a name in the kernel, and it and its messages live until somebody takes the name away or the machine is switched off: it outlives every process that uses it. The sender was done as soon as the kernel had the message.",
            kept == Fitting && waiting == Fitting && taken.SequenceEqual(Numbers(Fitting)) && queue.Balances);
    }

    private StepResult Urgent(LessonFolder folder, CancellationToken stopping)
    {
        var queue = QueueOfAnAbsentReceiver(folder, stopping);
        int kept = Send(queue, [.. Texts(texts), new Command.Rate(500), new Command.Stop()]);
        var taken = TakeAll(folder, stopping);
        long[] expected = [MessageWorker.StopCode, MessageWorker.RateCode, .. Numbers(Fitting)];
        return new StepResult(
            [["sent", $"{List(Numbers(texts))} rate stop"], ["taken", List(taken)]],
            Figures(("sent", texts + 2), ("kept", kept), ("taken", taken.Count)),
            "The most urgent first, and among equals the oldest first. Each message has a priority, and the kernel keeps the queue in order by it; the receiver needs to know nothing about that. 'stop' ends something and overtakes all, 'rate' changes something and overtakes what only asks or tells.",
            taken.SequenceEqual(expected) && queue.Balances);
    }

    private static StepResult Full(LessonFolder folder, CancellationToken stopping)
    {
        var queue = QueueOfAnAbsentReceiver(folder, stopping);
        var (sender, pages) = queue.OpenSender();
        using var closing = pages;
        using var also = sender;
        long startedAt = TimeProvider.System.GetTimestamp();
        int ordinary = 0;
        SendResult last;
        while ((last = sender.Post(LessonQueue.Role, new Command.Say(Text(ordinary + 1)))) is SendResult.Accepted) ordinary++;
        var took = TimeProvider.System.GetElapsedTime(startedAt);
        var rate = sender.Post(LessonQueue.Role, new Command.Rate(500));
        var stop = sender.Post(LessonQueue.Role, new Command.Stop());
        var tooMuch = sender.Post(LessonQueue.Role, new Command.Stop());
        int waiting = queue.Waiting;
        var taken = TakeAll(folder, stopping);
        return new StepResult(
            [
                ["texts that were taken", Text(ordinary)],
                ["the next sender was told", Word(last)],
                ["time for all of it", $"{took.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture)} ms"],
                ["then 'rate 500'", Word(rate)],
                ["then 'stop'", Word(stop)],
                ["then 'stop' once more", Word(tooMuch)],
            ],
            Figures(("ordinary", ordinary), ("waiting", waiting), ("taken", taken.Count)),
            $"{ordinary} of {QueueLimits.RequestMessages} places are for everybody; the next sender was told at once, and did not wait for a place that nobody may ever make. The last {QueueLimits.RequestMessages - QueueLimits.OrdinaryMessages} are for what changes or ends something: a flood of questions can't keep out the hand that stops the machine. A queue without a limit would be kinder, until the memory is full.",
            ordinary == QueueLimits.OrdinaryMessages && last is SendResult.QueueFull && rate is SendResult.Accepted && stop is SendResult.Accepted && tooMuch is SendResult.QueueFull
                && waiting == QueueLimits.RequestMessages && taken.Count == QueueLimits.RequestMessages && queue.Balances);
    }

    private StepResult Killed(LessonFolder folder, CancellationToken stopping)
    {
        var queue = QueueOfAnAbsentReceiver(folder, stopping);
        Send(queue, Texts(texts));
        using (var victim = LessonWorker.Start(MessageWorker.Holding(folder.Path), stopping)) victim.Kill();
        int waiting = queue.Waiting;
        var taken = TakeAll(folder, stopping);
        var counts = queue.Taken;
        return new StepResult(
            [
                ["texts sent", Text(texts)],
                ["left in the kernel after the kill", Text(waiting)],
                ["taken by the other receiver", List(taken)],
                ["interrupted", Text(counts.Interrupted)],
                ["sent = ended + waiting", $"{queue.Sent.Sent} = {counts.Ended} + {queue.Waiting}"],
            ],
            Figures(("sent", texts), ("waiting", waiting), ("taken", taken.Count), ("interrupted", counts.Interrupted)),
            "A queue does not acknowledge: what was taken is gone from the kernel, whatever becomes of who took it. So the receiver notes in a page of shared memory that it has a message in hand, before it acts. The note outlives it: the other one finds it and counts the message as interrupted. It is not run a second time, as nobody knows how far the first time came; a rate may be set twice, but a receipt must not be printed twice.",
            counts.Interrupted == 1 && waiting == Fitting - 1 && taken.SequenceEqual(Numbers(Fitting).Skip(1)) && queue.Balances);
    }

    private static StepResult Late(LessonFolder folder, CancellationToken stopping)
    {
        var queue = QueueOfAnAbsentReceiver(folder, stopping);
        using var receiver = LessonWorker.Start(MessageWorker.Taking(folder.Path), stopping);
        var (sender, pages) = queue.OpenSender();
        using var closing = pages;
        using var also = sender;
        var inTime = sender.Send(LessonQueue.Role, new Command.Ping(), QueueLimits.DefaultDeadline, stopping);
        receiver.Freeze();
        long startedAt = TimeProvider.System.GetTimestamp();
        var late = sender.Send(LessonQueue.Role, new Command.Ping(), Deadline, stopping);
        var waited = TimeProvider.System.GetElapsedTime(startedAt);
        receiver.Thaw();
        var taken = receiver.Finish(ask: true, stopping);
        var counts = queue.Taken;
        return new StepResult(
            [
                ["while it runs", Word(inTime)],
                ["while it is stopped", Word(late)],
                ["the asker waited", Ms(waited)],
                ["questions run in all", Text(taken[0])],
                ["expired", Text(counts.Expired)],
            ],
            Figures(("run", taken[0]), ("expired", counts.Expired), ("waitedMs", Math.Round(waited.TotalMilliseconds))),
            $"The asker listened a little longer than its question was good for, and was told that there is no reply. The question still lay in the kernel, so the receiver found it when it woke up; but the message says until when it is good, and the receiver answers \"expired\" instead of running it. Whoever gave up can be sure that it is not done behind his back, later.",
            inTime is SendResult.Replied && late is SendResult.NoReply && taken[0] == 1 && counts.Expired == 1 && queue.Balances);
    }

    /// <summary>A queue whose receiver was there, so that it has a name, and has ended.</summary>
    private static LessonQueue QueueOfAnAbsentReceiver(LessonFolder folder, CancellationToken stopping)
    {
        var queue = new LessonQueue(folder.Path);
        queue.Reset();
        TakeAll(folder, stopping);
        return queue;
    }

    /// <summary>Starts a receiver, lets it take what waits, and ends it.</summary>
    private static IReadOnlyList<long> TakeAll(LessonFolder folder, CancellationToken stopping)
    {
        using var receiver = LessonWorker.Start(MessageWorker.Taking(folder.Path), stopping);
        return [.. receiver.Finish(ask: true, stopping).Skip(1)];
    }

    private static int Send(LessonQueue queue, IEnumerable<Command> commands)
    {
        var (sender, pages) = queue.OpenSender();
        using var closing = pages;
        using var also = sender;
        return commands.Count(command => sender.Post(LessonQueue.Role, command) is SendResult.Accepted);
    }

    private static IEnumerable<long> Numbers(int count) => Enumerable.Range(1, count).Select(number => (long)number);

    private static IEnumerable<Command> Texts(int count) => Numbers(count).Select(number => new Command.Say(Text(number)));

    private static string List(IEnumerable<long> codes) => string.Join(' ', codes.Select(code => code switch
    {
        MessageWorker.RateCode => "rate",
        MessageWorker.StopCode => "stop",
        MessageWorker.PingCode => "ping",
        _ => Text(code),
    }));

    private static Dictionary<string, double> Figures(params (string Name, double Value)[] figures) =>
        figures.ToDictionary(figure => figure.Name, figure => figure.Value, StringComparer.Ordinal);

    private static string Word(SendResult result) => result switch
    {
        SendResult.Accepted => "kept",
        SendResult.QueueFull full => string.Create(CultureInfo.InvariantCulture, $"full: {full.WaitingMessages} of {full.MaxMessages} wait"),
        SendResult.Replied => "answered",
        SendResult.NoReply => "no reply",
        _ => result.Sentence(LessonQueue.Role),
    };
}
