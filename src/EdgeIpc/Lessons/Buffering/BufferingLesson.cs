using System.Globalization;
using EdgeIpc.Playout;
using EdgeIpc.Posix;
using EdgeIpc.Ring;
using EdgeIpc.Ring.Frames;
using static EdgeIpc.Lessons.LessonText;

namespace EdgeIpc.Lessons.Buffering;

/// <summary>Buffering: a source with an uneven pace and a viewer with an even one, and the other way round.</summary>
internal sealed class BufferingLesson(int preload)
{
    public const int DefaultPreload = 30;
    private const int Frames = 240;
    public const int CapacityFrames = 120;
    private const int Seed = 7;
    private static readonly TimeSpan Starving = TimeSpan.FromSeconds(1.5);

    public Lesson Create() => new(
        "buffering",
        "Buffering: when one side is faster than the other",
        $"A camera takes {StreamWorker.RateHz} pictures a second, but the line from it hands them over in packets of a fifth of a second, each up to 120 ms late: a video stream. A viewer wants to show each picture a sixtieth of a second after the one before. Between the two stands a playout buffer: it fills to a mark, plays, and when it runs empty it says so, fills again and goes on. Camera and viewer are processes; the pictures travel through a ring in shared memory.",
        [
            new LessonStep("no-preload", $"No preload: each of {Frames} pictures is shown as soon as it is there and due",
                "on the whole the pictures come exactly as fast as they are shown. How often will there be none when one is due?", NoPreload),
            new LessonStep("preload", string.Create(CultureInfo.InvariantCulture, $"Fill first: nothing is shown until {preload} pictures are there"),
                "how often now? And what does it cost?", Preload),
            new LessonStep("starved", $"The camera is stopped (SIGSTOP) for {Starving.TotalSeconds} s in the middle",
                "what does the viewer show meanwhile, when does it go on, and how many pictures are missing in the end?", Starved),
            new LessonStep("too-fast", "The other way round: the camera sends everything at once, the viewer shows one picture each 2 ms; 64 places",
                "where do the pictures stay that have no place? There are two answers; which one suits a file, and which a sensor?", TooFast),
        ],
        [
            new Reading("src/EdgeIpc.Playout/PlayoutBuffer.cs", "Add and TryTake: four states, and what makes one the next"),
            new Reading("src/EdgeIpc.Playout/Player.cs", "NextOfNone: empty is not yet an underrun, late is"),
            new Reading("src/EdgeIpc/Recorder/Playback.cs", "the same buffer between a disk and a ring: edgeipc play"),
            new Reading("src/EdgeIpc/Lessons/Buffering/StreamPlayer.cs", "a whole viewer in one loop"),
        ],
        "what is the smallest preload with which nothing was missing in step 2? Reckon first: how much later than the best packet can the worst one come? Then try: edgeipc lesson buffering --preload N. Why is a little more than that a good choice, and why is a minute's worth not?");

    private StepResult NoPreload(LessonFolder folder, CancellationToken stopping)
    {
        var counts = Stream(folder, Options(1, 1), isPaced: true, starve: false, stopping);
        return new StepResult(
            Table(counts), Figures(counts),
            $"{Times(counts.Underruns)} a picture was due and none was there; the viewer stood still for {Ms(counts.Buffering)} in all. The first picture was shown at once, so there was never anything in reserve: each packet that was later than the one before it became a pause.",
            IsWhole(counts) && counts.Underruns > 0);
    }

    private StepResult Preload(LessonFolder folder, CancellationToken stopping)
    {
        var counts = Stream(folder, Options(preload, Math.Max(1, preload / 2)), isPaced: true, starve: false, stopping);
        string smooth = counts.Underruns == 0
            ? "Nothing was missing: whatever the line did, there were pictures in reserve."
            : $"{Times(counts.Underruns)} there was none all the same: the preload is too small for this line, or this machine was very busy.";
        return new StepResult(
            Table(counts), Figures(counts),
            $"{smooth} The price is delay: the first picture was shown {Ms(counts.Delay)} after it came, and so was every other. A buffer turns jitter into delay.",
            IsWhole(counts));
    }

    private StepResult Starved(LessonFolder folder, CancellationToken stopping)
    {
        var counts = Stream(folder, Options(preload, Math.Max(1, preload / 2)), isPaced: true, starve: true, stopping);
        List<string[]> table = [["at", "the viewer is", "pictures in the buffer"]];
        table.AddRange(counts.Changes.Select(change => new[] { $"{change.At.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture)} s", Word(change.State), Text(change.Fill) }));
        return new StepResult(
            table, Figures(counts),
            $"The reserve was shown first. Then the buffer was empty when a picture was due: that is an underrun, and the state is \"buffering\". It did not go on with the first picture that came, which would have stuttered, but at the resume mark of {Math.Max(1, preload / 2)}. All {counts.Played} pictures were shown, each once: {Ms(counts.Buffering)} of waiting cost time, and no picture.",
            IsWhole(counts) && counts.Underruns > 0 && counts.Changes.Exists(change => change.State == PlayoutState.Buffering) && counts.Changes[^1].State == PlayoutState.Ended);
    }

    private StepResult TooFast(LessonFolder folder, CancellationToken stopping)
    {
        var options = Options(1, 1) with { Capacity = 64 };
        var held = Stream(folder, options, isPaced: false, starve: false, stopping);
        var dropped = Stream(folder, options with { Overflow = PlayoutOverflow.DropOldest }, isPaced: false, starve: false, stopping);
        var figures = Figures(held).ToDictionary(figure => "held" + Upper(figure.Key), figure => figure.Value, StringComparer.Ordinal);
        foreach (var (name, value) in Figures(dropped)) figures["dropping" + Upper(name)] = value;
        return new StepResult(
            [
                ["", "refuse the new", "drop the oldest"],
                ["pictures sent", Text(held.Received), Text(dropped.Received)],
                ["shown", Text(held.Played), Text(dropped.Played)],
                ["dropped, and counted", Text(held.Dropped), Text(dropped.Dropped)],
                ["times the sender was held back", Text(held.HeldBack), Text(dropped.HeldBack)],
            ],
            figures,
            $"Refusing the new holds the sender back: the pictures stay where they are, in the ring or in a file, and nothing is lost. That suits a source that can wait. A camera can't: dropping the oldest keeps the newest 64 and says exactly what that cost: {dropped.Played} shown + {dropped.Dropped} dropped = {dropped.Received} sent.",
            IsWhole(held) && held.Dropped == 0 && held.HeldBack > 0 && dropped.Dropped > 0 && dropped.Torn == 0 && dropped.IsInOrder && dropped.Played + dropped.Dropped == Frames);

        static string Upper(string name) => char.ToUpperInvariant(name[0]) + name[1..];
    }

    private static StreamCounts Stream(LessonFolder folder, PlayoutOptions options, bool isPaced, bool starve, CancellationToken stopping)
    {
        string path = folder["stream.ring"];
        File.Delete(path);
        RingWriter<ThermalFrame>.Open(path, StreamWorker.RingOf(Frames), FileSharing.OwnerOnly).Dispose();
        using var camera = LessonWorker.Start(StreamWorker.Words(path, Frames, isPaced, Seed), stopping);
        long frozenAt = 0, thawedAt = 0;
        var counts = new StreamPlayer(path, options, Frames).Run(
            isPaced,
            played =>
            {
                if (!starve || thawedAt != 0) return;
                if (frozenAt == 0 && played >= Frames / 3)
                {
                    camera.Freeze();
                    frozenAt = TimeProvider.System.GetTimestamp();
                }
                else if (frozenAt != 0 && TimeProvider.System.GetElapsedTime(frozenAt) >= Starving)
                {
                    camera.Thaw();
                    thawedAt = TimeProvider.System.GetTimestamp();
                }
            },
            stopping);
        camera.Finish(ask: false, stopping);
        return counts;
    }

    private static PlayoutOptions Options(int start, int resume) => new() { Capacity = CapacityFrames, StartWatermark = start, ResumeWatermark = resume };

    private static bool IsWhole(StreamCounts counts) => counts is { Torn: 0, IsInOrder: true, Played: Frames };

    private static List<string[]> Table(StreamCounts counts) =>
    [
        ["pictures shown", Text(counts.Played)],
        ["missing when due (underruns)", Text(counts.Underruns)],
        ["time spent buffering", Ms(counts.Buffering)],
        ["delay of the first picture", Ms(counts.Delay)],
    ];

    private static Dictionary<string, double> Figures(StreamCounts counts) => new(StringComparer.Ordinal)
    {
        ["received"] = counts.Received,
        ["played"] = counts.Played,
        ["underruns"] = counts.Underruns,
        ["bufferingMs"] = Math.Round(counts.Buffering.TotalMilliseconds, 1),
        ["delayMs"] = Math.Round(counts.Delay.TotalMilliseconds, 1),
        ["dropped"] = counts.Dropped,
        ["heldBack"] = counts.HeldBack,
        ["torn"] = counts.Torn,
    };

    private static string Word(PlayoutState state) => state switch
    {
        PlayoutState.Filling => "filling",
        PlayoutState.Playing => "playing",
        PlayoutState.Buffering => "buffering",
        _ => "at the end",
    };

    private static string Times(long count) => count == 1 ? "Once" : $"{count} times";
}
