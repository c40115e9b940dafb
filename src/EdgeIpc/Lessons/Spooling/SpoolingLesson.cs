using EdgeIpc.Spool;
using static EdgeIpc.Lessons.LessonText;

namespace EdgeIpc.Lessons.Spooling;

/// <summary>Spooling: many who print, one slow printer, and what "accepted" is worth when the process in between is killed.</summary>
internal sealed class SpoolingLesson(string afterCrash)
{
    private const int People = 10;

    /// <summary>So many receipts are printed when the spool in between is killed.</summary>
    private const int PrintedBeforeKill = 3;

    public Lesson Create() => new(
        "spooling",
        "Spooling: ten people and one slow printer",
        $"A receipt printer prints a line of text in a sixteenth of a second, and knows nothing of people: it prints the bytes in the order in which they come. {People} people print a receipt of {LessonReceipt.Lines} lines each, at the same moment. The printer is the emulated one, on a real pseudo-terminal, here {LessonPrinter.TimeScale} times as fast as real; each line says whose it is, so that the paper tells what became of it.",
        [
            new LessonStep("no-spool", $"No spool: {People} processes open the printer's line and write",
                "the kernel lets all of them in. What does the paper look like?", NoSpool),
            new LessonStep("spooled", $"The same {People} processes submit to a spool on disk, and one process prints",
                "how long does a person have to wait until the receipt is safe, and how long until it is printed?", Spooled),
            new LessonStep("killed", $"{People} receipts are accepted; after the third is printed, the process that holds them gets kill -9. Once with a list in its memory, once with ours",
                "each person was told a number. Who still gets a receipt, and who is told that there will be none?", Killed),
        ],
        [
            new Reading("src/EdgeIpc.Spool/PrintSpool.cs", "Submit: one transaction, and only then a number"),
            new Reading("src/EdgeIpc/Spooler/BandSender.cs", "Send: the journal first, then the bytes; TakeAnswers: printed is what the printer confirmed"),
            new Reading("src/EdgeIpc/Spooler/LineSync.cs", "what a restarted spooler does with a printer that may have half a command in hand"),
            new Reading("src/EdgeIpc.Spool/CRASHES.md", "every crash, what others make of it, and the test behind each row"),
        ],
        "after a kill the receipt in hand may be on paper, wholly or in part, and nobody knows. Find the three things that can be done about it: edgeipc lesson spooling --after-crash continue, reprint, hold, and look what becomes of the jobs in step 3. Which suits a chart, which a bill, and which a ticket that opens a door?");

    private StepResult NoSpool(LessonFolder folder, CancellationToken stopping)
    {
        using var printer = new LessonPrinter(afterCrash, stopping);
        Submit(PersonTarget.Line, printer.LinePath, stopping);
        var paper = LessonPaper.Read(printer.TearOff(stopping), People);
        return new StepResult(
            [
                ["receipts in one piece", Text(paper.Whole)],
                ["with others' lines in between, or lines that are no more", Text(paper.Torn)],
                ["not there at all", Text(paper.Missing)],
            ],
            Figures(paper),
            $"Of {People} receipts {paper.Whole} can be handed to anybody. Nobody did anything wrong: a device that many may write to needs somebody who lets one after the other. A lock would do that, and everybody would wait for the slow printer.",
            Holds: paper.Whole + paper.Torn + paper.Missing == People);
    }

    private StepResult Spooled(LessonFolder folder, CancellationToken stopping)
    {
        using var printer = new LessonPrinter(afterCrash, stopping);
        printer.StartSpooler(stopping);
        long startedAt = TimeProvider.System.GetTimestamp();
        double waitedMs = Submit(PersonTarget.Spool, printer.SpoolDirectory, stopping);
        LessonPrinter.Until(() => printer.Spool.Totals().Jobs.Completed == People, $"{People} completed jobs", stopping);
        double printedMs = TimeProvider.System.GetElapsedTime(startedAt).TotalMilliseconds;
        var paper = LessonPaper.Read(printer.TearOff(stopping), People);
        var figures = Figures(paper);
        (figures["longestWaitMs"], figures["allPrintedMs"]) = (Math.Round(waitedMs, 1), Math.Round(printedMs, 1));
        return new StepResult(
            [
                ["receipts in one piece", Text(paper.Whole)],
                ["the slowest acceptance of one receipt", Ms(waitedMs)],
                ["all on paper after", Ms(printedMs)],
            ],
            figures,
            $"The paper is whole, and nobody waited for it: a receipt was safe on disk after {Ms(waitedMs)} at the most. Fast people and a slow device no longer have to be in step: that is what spooling is for.",
            Holds: paper is { Whole: People, Doubled: 0 });
    }

    private StepResult Killed(LessonFolder folder, CancellationToken stopping)
    {
        var (inMemory, known) = KilledInMemory(folder, stopping);
        var (onDisk, jobs) = KilledOnDisk(stopping);
        HashSet<string> heldTitles = [.. jobs.Where(job => job.Reason == JobStateReason.PossiblyPrinted).Select(job => job.Title)];
        int held = heldTitles.Count;
        int lost = Enumerable.Range(1, People).Count(person => !onDisk.WholePeople.Contains(person) && !heldTitles.Contains(LessonReceipt.Title(person)));
        string heldText = held == 0 ? "" : " One that may be on paper is held until a person decides (edgeipc job release), as --after-crash hold asks.";
        return new StepResult(
            [
                ["", "a list in memory", "ours"],
                ["accepted, with a number", Text(People), Text(People)],
                ["whole on paper in the end", Text(inMemory.Whole), Text(onDisk.Whole)],
                ["torn", Text(inMemory.Torn), Text(onDisk.Torn)],
                ["nowhere", Text(inMemory.Missing), Text(onDisk.Missing)],
                ["numbers that the restarted one knows", Text(known), Text(jobs.Count)],
                ["held, possibly printed", "-", Text(held)],
                ["lines twice without a mark", Text(inMemory.Doubled), Text(onDisk.Doubled)],
            ],
            new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["memoryLost"] = People - inMemory.Whole,
                ["memoryKnown"] = known,
                ["diskLost"] = lost,
                ["diskWhole"] = onDisk.Whole,
                ["diskHeld"] = held,
                ["diskKnown"] = jobs.Count,
                ["diskDoubledUnmarked"] = onDisk.Doubled,
            },
            $"THE LIST IN MEMORY LOST {People - inMemory.Whole} OF {People} RECEIPTS that it had given numbers for, and restarted it knows {known} of them: \"accepted\" was worth as much as its life. Ours gives a number when the receipt is on disk, notes each band before its bytes leave and again when the printer has confirmed it: the next spooler went on with the first band that was not confirmed, under a line that says so.{heldText}",
            Holds: lost == 0 && jobs.Count == People && onDisk.Doubled == 0 && inMemory.Whole < People && known == 0);
    }

    private (LessonPaper Paper, int Known) KilledInMemory(LessonFolder folder, CancellationToken stopping)
    {
        using var printer = new LessonPrinter(afterCrash, stopping);
        string socket = folder["spool.socket"];
        var words = MemorySpoolWorker.Words(socket, printer.LinePath, LessonPrinter.LineMs);
        using (var first = LessonWorker.Start(words, stopping))
        {
            SubmitAll(PersonTarget.Memory, socket, stopping);
            int wanted = LessonReceipt.Text(1).Length * PrintedBeforeKill + LessonReceipt.Text(1).Length / 2;
            LessonPrinter.Until(() => printer.BytesTaken >= wanted, $"{PrintedBeforeKill} printed receipts", stopping);
            first.Kill();
        }

        using var second = LessonWorker.Start(words, stopping);
        int known = Enumerable.Range(1, People).Count(number => MemorySpoolWorker.Knows(socket, number));
        return (LessonPaper.Read(printer.TearOff(stopping), People), known);
    }

    private (LessonPaper Paper, IReadOnlyList<Job> Jobs) KilledOnDisk(CancellationToken stopping)
    {
        using var printer = new LessonPrinter(afterCrash, stopping);
        printer.StartSpooler(stopping);
        SubmitAll(PersonTarget.Spool, printer.SpoolDirectory, stopping);
        LessonPrinter.Until(() => printer.Spool.Totals().Jobs.Completed >= PrintedBeforeKill, $"{PrintedBeforeKill} printed receipts", stopping);
        printer.KillSpooler();
        printer.StartSpooler(stopping);
        LessonPrinter.Until(() => printer.Spool.Jobs(withFinished: true).All(job => job.State is JobState.Completed or JobState.PendingHeld), "that every job is printed or held", stopping);
        var jobs = printer.Spool.Jobs(withFinished: true);
        return (LessonPaper.Read(printer.TearOff(stopping), People), jobs);
    }

    /// <summary>Each person is a process, and all of them begin at once.</summary>
    /// <returns>What the slowest acceptance took, in ms.</returns>
    private static double Submit(PersonTarget target, string path, CancellationToken stopping)
    {
        var people = new List<LessonWorker>();
        try
        {
            for (int person = 1; person <= People; person++) people.Add(LessonWorker.Start(PersonWorker.Words(target, path, person, 1), stopping));
            foreach (var person in people) person.Tell();
            return people.Max(person => person.Finish(ask: false, stopping)[1]) / 1000.0;
        }
        finally
        {
            people.ForEach(person => person.Dispose());
        }
    }

    private static void SubmitAll(PersonTarget target, string path, CancellationToken stopping)
    {
        using var people = LessonWorker.Start(PersonWorker.Words(target, path, 1, People), stopping);
        people.Tell();
        people.Finish(ask: false, stopping);
    }

    private static Dictionary<string, double> Figures(LessonPaper paper) => new(StringComparer.Ordinal)
    {
        ["whole"] = paper.Whole,
        ["torn"] = paper.Torn,
        ["missing"] = paper.Missing,
        ["doubledUnmarked"] = paper.Doubled,
    };
}
