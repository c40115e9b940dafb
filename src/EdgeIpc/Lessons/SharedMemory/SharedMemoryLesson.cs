using System.Globalization;
using EdgeIpc.Posix;
using EdgeIpc.Ring;
using EdgeIpc.Ring.Frames;
using EdgeIpc.Ring.Textbook;
using static EdgeIpc.Lessons.LessonText;

namespace EdgeIpc.Lessons.SharedMemory;

/// <summary>What was counted in one run of a writer and a reader.</summary>
internal sealed record SharingCounts(long Due, long Written, long Stalls, double LongestStallMs, long Recoveries, long Read, long Lost, long Torn)
{
    public static SharingCounts Of(IReadOnlyList<long> writer, IReadOnlyList<long> reader) =>
        new(writer[0], writer[1], writer[2], writer[3] / 1000.0, writer[4] + reader[3], reader[0], reader[1], reader[2]);
}

/// <summary>Shared memory in three ways, side by side: no guard, the textbook's lock and semaphores, and the ring.</summary>
internal sealed class SharedMemoryLesson(int slots)
{
    public const int DefaultSlots = 64;
    private const int RateHz = 1000;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan SlowPause = TimeSpan.FromMilliseconds(100);
    private static readonly SharingWay[] Ways = [SharingWay.Unguarded, SharingWay.Locked, SharingWay.Ring];

    public Lesson Create() => new(
        "shared-memory",
        "Shared memory: two processes, one piece of memory",
        "A camera process writes pictures of 32 x 24 temperatures, 3096 bytes each, into memory that a viewer process has mapped too. Nobody copies anything through the kernel, which is why it is fast, and nobody keeps the two apart, which is why it needs a rule. Three rules are tried, in real processes on this machine: none; the textbook's lock with semaphores; the ring of this product. Each picture carries a checksum over all its words, so that a viewer can tell whether it saw one picture or pieces of two.",
        [
            new LessonStep("side-by-side", "Writer and reader at full speed",
                "in which of the three does the reader see torn pictures, in which must the writer wait, and in which are pictures lost?", SideBySide),
            new LessonStep("slow-reader", string.Create(CultureInfo.InvariantCulture, $"A slow reader: {RateHz} pictures a second, and a viewer that looks only every {SlowPause.TotalMilliseconds:0} ms; {slots} places"),
                "who suffers, the writer or the reader? And can the reader say exactly how much it missed?", SlowReader),
            new LessonStep("stopped-reader", "A reader that is stopped (SIGSTOP, as Ctrl-Z does) while it has a picture in hand",
                $"how many of some {RateHz * Duration.TotalSeconds:0} pictures does the writer get written meanwhile?", StoppedReader),
            new LessonStep("killed-holder", "kill -9: a reader that holds the lock, and a writer of the ring amid a picture",
                "what does the next process find, and who tells it?", KilledHolder),
        ],
        [
            new Reading("src/EdgeIpc.Ring/Textbook/UnguardedBuffer.cs", "40 lines with nothing wrong in any of them, and torn pictures"),
            new Reading("src/EdgeIpc.Ring/Textbook/LockedBuffer.cs", "Begin and End are the textbook; Stall and Repair are what the textbook leaves out"),
            new Reading("src/EdgeIpc.Ring/RingWriter.cs", "Claim, then the samples, then Advance: two stores and a barrier instead of a lock"),
            new Reading("src/EdgeIpc.Ring/RingReader.cs", "StillHolds: looked first, asked afterwards"),
        ],
        string.Create(CultureInfo.InvariantCulture, $"in step 2 the viewer pauses {SlowPause.TotalMilliseconds:0} ms while {RateHz} pictures a second come. How many places must the ring have so that nothing is lost? Reckon first, then try: edgeipc lesson shared-memory --slots N. What does that cost in memory, and why is a ring of exactly as many places as pictures come too small?"));

    private StepResult SideBySide(LessonFolder folder, CancellationToken stopping)
    {
        var counts = Ways.ToDictionary(way => way, way =>
        {
            Make(way, folder, filled: 0);
            return RunBoth(way, folder, rateHz: 0, pause: TimeSpan.Zero, stopping);
        });
        var (bare, locked, ring) = (counts[SharingWay.Unguarded], counts[SharingWay.Locked], counts[SharingWay.Ring]);
        string torn = bare.Torn > 0
            ? $"Without a guard {bare.Torn} of {bare.Read} looks found pieces of two pictures, and only the checksum could tell."
            : "Without a guard nothing was torn this time, by luck: run it again.";
        return new StepResult(
            Table(counts),
            Figures(counts),
            $"{torn} With the lock nothing is torn and nothing is lost, and the price is that they wait for each other: the writer had to {locked.Stalls} times. In the ring nothing is torn and nobody waits; what the reader was too slow for is counted: {ring.Read} read + {ring.Lost} lost = {ring.Written} written, to the last picture.",
            IsExact(locked) && locked.Lost == 0 && IsExact(ring) && ring.Stalls == 0);
    }

    private StepResult SlowReader(LessonFolder folder, CancellationToken stopping)
    {
        var counts = new[] { SharingWay.Locked, SharingWay.Ring }.ToDictionary(way => way, way =>
        {
            Make(way, folder, filled: 0);
            return RunBoth(way, folder, RateHz, SlowPause, stopping);
        });
        var (locked, ring) = (counts[SharingWay.Locked], counts[SharingWay.Ring]);
        string waited = locked.Stalls > 0
            ? $"With the lock the slow reader slows the writer: all places were filled, it had to wait {locked.Stalls} times, and of {locked.Due} pictures that were due only {locked.Written} were taken. A camera, a motor, an alarm can't wait like that."
            : "With the lock there were always free places this time, so that nobody had to wait.";
        string lost = ring.Lost > 0
            ? $"In the ring the writer went on as if nobody were there, and the reader was told exactly what it cost: {ring.Lost} pictures."
            : "In the ring there were places enough: the reader lost nothing.";
        return new StepResult(Table(counts), Figures(counts), $"{waited} {lost}", IsExact(locked) && IsExact(ring) && ring.Stalls == 0);
    }

    private StepResult StoppedReader(LessonFolder folder, CancellationToken stopping)
    {
        var counts = new[] { SharingWay.Locked, SharingWay.Ring }.ToDictionary(way => way, way =>
        {
            Make(way, folder, filled: 1);
            using var reader = LessonWorker.Start(FrameWorker.Holder(way, PathOf(way, folder)), stopping);
            reader.Freeze();
            using var writer = LessonWorker.Start(FrameWorker.Writer(way, PathOf(way, folder), slots, RateHz, Duration), stopping);
            var written = writer.Finish(ask: false, stopping);
            reader.Thaw();
            return SharingCounts.Of(written, [0, 0, 0, 0]);
        });
        var (locked, ring) = (counts[SharingWay.Locked], counts[SharingWay.Ring]);
        return new StepResult(
            [
                ["", "lock", "ring"],
                ["pictures due", Text(locked.Due), Text(ring.Due)],
                ["pictures written", Text(locked.Written), Text(ring.Written)],
                ["times the writer waited", Text(locked.Stalls), Text(ring.Stalls)],
                ["longest wait, ms", Tenths(locked.LongestStallMs), Tenths(ring.LongestStallMs)],
            ],
            Figures(counts),
            $"The stopped process has the lock, and it is alive: nobody may take it away. The writer gave each picture up after {FrameWorker.Patience.TotalMilliseconds:0} ms; without such a bound it would hang. The ring's reader has nothing that the writer could want. When it wakes up it asks the ring whether its picture was overwritten while it looked, and is told.",
            locked.Written == 0 && ring.Stalls == 0 && ring.Written > 0);
    }

    private StepResult KilledHolder(LessonFolder folder, CancellationToken stopping)
    {
        var duration = Duration / 3;
        Make(SharingWay.Locked, folder, filled: 1);
        using (var holder = LessonWorker.Start(FrameWorker.Holder(SharingWay.Locked, PathOf(SharingWay.Locked, folder)), stopping)) holder.Kill();
        var locked = RunBoth(SharingWay.Locked, folder, RateHz, TimeSpan.Zero, stopping, duration);

        Make(SharingWay.Ring, folder, filled: 0);
        using var reader = LessonWorker.Start(FrameWorker.Reader(SharingWay.Ring, PathOf(SharingWay.Ring, folder), TimeSpan.Zero), stopping);
        // At full speed it is nearly always amid a picture.
        using (var victim = LessonWorker.Start(FrameWorker.Writer(SharingWay.Ring, PathOf(SharingWay.Ring, folder), slots, 0, Duration * 10), stopping))
        {
            using var ring = RingReader<ThermalFrame>.Open(PathOf(SharingWay.Ring, folder), RingStart.Newest);
            while (ring.Published < slots) ring.Wait(duration, stopping);
            victim.Kill();
        }

        using (var next = LessonWorker.Start(FrameWorker.Writer(SharingWay.Ring, PathOf(SharingWay.Ring, folder), slots, RateHz, duration), stopping)) next.Finish(ask: false, stopping);
        var read = reader.Finish(ask: true, stopping);
        var info = RingInfo.Read(PathOf(SharingWay.Ring, folder));
        return new StepResult(
            [
                ["", "lock", "ring"],
                ["killed with kill -9", "reader with the lock", "writer amid a picture"],
                ["repaired by the next one", Text(locked.Recoveries), "nothing to repair"],
                ["pictures written", Text(locked.Written + 1), Text(info.Published)],
                ["read + lost", $"{locked.Read} + 0", $"{read[0]} + {read[1]}"],
                ["torn", Text(locked.Torn), Text(read[2])],
            ],
            new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["lockedRecoveries"] = locked.Recoveries,
                ["lockedWritten"] = locked.Written + 1,
                ["lockedRead"] = locked.Read,
                ["lockedTorn"] = locked.Torn,
                ["ringWritten"] = info.Published,
                ["ringRead"] = read[0],
                ["ringLost"] = read[1],
                ["ringTorn"] = read[2],
                ["ringWriters"] = info.Epoch,
            },
            "An ordinary mutex would stay locked for ever. This one is robust: the kernel walks the list of locks of a thread that dies, and the next process to ask gets the lock together with the news (EOWNERDEAD). What the dead one left half done it must find out by itself. The ring's writer left a half-written picture too, but it had announced it first: the next writer goes on after the last whole one, and never takes that announcement back.",
            locked.Recoveries == 1 && locked.Torn == 0 && locked.Read == locked.Written + 1 && read[2] == 0 && read[0] + read[1] == info.Published);
    }

    private SharingCounts RunBoth(SharingWay way, LessonFolder folder, int rateHz, TimeSpan pause, CancellationToken stopping, TimeSpan? duration = null)
    {
        // The reader first: it misses nothing that it is not too slow for.
        using var reader = LessonWorker.Start(FrameWorker.Reader(way, PathOf(way, folder), pause), stopping);
        using var writer = LessonWorker.Start(FrameWorker.Writer(way, PathOf(way, folder), slots, rateHz, duration ?? Duration), stopping);
        var written = writer.Finish(ask: false, stopping);
        return SharingCounts.Of(written, reader.Finish(ask: true, stopping));
    }

    /// <summary>Makes the memory anew, with so many pictures in it.</summary>
    private void Make(SharingWay way, LessonFolder folder, int filled)
    {
        string path = PathOf(way, folder);
        File.Delete(path);
        switch (way)
        {
            case SharingWay.Unguarded: UnguardedBuffer<ThermalFrame>.Create(path, FileSharing.OwnerOnly).Dispose(); break;
            case SharingWay.Locked: LockedBuffer<ThermalFrame>.Create(path, slots, FileSharing.OwnerOnly).Dispose(); break;
            default: RingWriter<ThermalFrame>.Open(path, new RingOptions { SlotCount = slots }, FileSharing.OwnerOnly).Dispose(); break;
        }

        using var sink = FrameSink.Open(way, path, slots);
        for (int i = 0; i < filled; i++) sink.Write();
    }

    private static string PathOf(SharingWay way, LessonFolder folder) => folder[$"{way}.frames"];

    private static bool IsExact(SharingCounts counts) => counts.Torn == 0 && counts.Read + counts.Lost == counts.Written;

    private static List<string[]> Table(IReadOnlyDictionary<SharingWay, SharingCounts> counts)
    {
        string[] Row(string name, Func<SharingCounts, string> value) => [name, .. counts.Values.Select(value)];
        return
        [
            ["", .. counts.Keys.Select(way => way switch { SharingWay.Unguarded => "no guard", SharingWay.Locked => "lock", _ => "ring" })],
            Row("pictures written", c => Text(c.Written)),
            Row("pictures read", c => Text(c.Read)),
            Row("torn", c => Text(c.Torn)),
            Row("lost", c => c.Lost < 0 ? "nobody knows" : Text(c.Lost)),
            Row("times the writer waited", c => Text(c.Stalls)),
            Row("longest wait, ms", c => Tenths(c.LongestStallMs)),
        ];
    }

    private static Dictionary<string, double> Figures(IReadOnlyDictionary<SharingWay, SharingCounts> counts)
    {
        var figures = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (way, c) in counts)
        {
            string name = way switch { SharingWay.Unguarded => "unguarded", SharingWay.Locked => "locked", _ => "ring" };
            (figures[name + "Due"], figures[name + "Written"], figures[name + "Read"]) = (c.Due, c.Written, c.Read);
            (figures[name + "Torn"], figures[name + "Stalls"], figures[name + "LongestStallMs"]) = (c.Torn, c.Stalls, c.LongestStallMs);
            if (c.Lost >= 0) figures[name + "Lost"] = c.Lost;
        }

        return figures;
    }

    private static string Tenths(double milliseconds) => milliseconds.ToString("0.0", CultureInfo.InvariantCulture);
}
