using EdgeIpc.Posix;
using EdgeIpc.Ring;
using EdgeIpc.Ring.Frames;

namespace EdgeIpc.Lessons.Buffering;

/// <summary>
/// The camera at the far end of a bad line: it takes a picture each 1/60 s, but the line hands them over in packets, each a
/// random time late. Says <c>ready</c> first and how many it sent last.
/// </summary>
internal static class StreamWorker
{
    public const string Word = "stream";
    public const int RateHz = 60;

    /// <summary>Pictures that the line hands over together: a fifth of a second.</summary>
    private const int PacketFrames = 12;

    /// <summary>By how much a packet may be late.</summary>
    private const int LateMaxMs = 120;

    private const long PeriodNs = 1_000_000_000 / RateHz;

    /// <summary>The words that start it.</summary>
    /// <param name="path">The ring, which is there and has a place for each frame.</param>
    /// <param name="isPaced">False: as fast as it can, from the first on.</param>
    public static IReadOnlyList<string> Words(string path, int frames, bool isPaced, int seed) =>
        ["lesson", LessonVerb.Worker, Word, path, $"{frames}", isPaced ? "paced" : "flood", $"{seed}"];

    public static void Run(string path, int frames, bool isPaced, int seed, Action<string> say)
    {
        using var ring = RingWriter<ThermalFrame>.Open(path, RingOf(frames), FileSharing.OwnerOnly);
        using var timer = new TimerFd(blocking: true);
        var random = new Random(seed);
        long startNs = MonotonicClock.NowNs, packetAtNs = 0;
        say("ready");
        for (int i = 0; i < frames; i++)
        {
            long takenAtNs = startNs + i * PeriodNs;
            // A packet is under way when its last picture is taken, and late by what the line makes of it.
            if (i % PacketFrames == 0) packetAtNs = Math.Max(packetAtNs, takenAtNs + (PacketFrames - 1) * PeriodNs + random.Next(LateMaxMs) * 1_000_000L);
            if (isPaced && packetAtNs > MonotonicClock.NowNs)
            {
                timer.Start(packetAtNs, periodNs: 0);
                timer.ReadExpirations();
            }

            ref var frame = ref ring.Prepare(1)[0];
            Camera.Scenes.Draw(ref frame, i * 0.05);
            Frame.Seal(ref frame, (ulong)i, takenAtNs);
            ring.Commit(1);
        }

        say($"{ring.Published}");
    }

    /// <summary>Nothing is overwritten: what is lost in this lesson is lost in the buffer.</summary>
    public static RingOptions RingOf(int frames) => new() { SlotCount = RingOptions.SlotCountFor(TimeSpan.FromSeconds(2.0 * frames / RateHz), RateHz) };
}
