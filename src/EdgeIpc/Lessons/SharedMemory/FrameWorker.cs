using System.CommandLine;
using EdgeIpc.Lessons.Buffering;
using EdgeIpc.Lessons.Messages;
using EdgeIpc.Lessons.Spooling;
using EdgeIpc.Posix;

namespace EdgeIpc.Lessons.SharedMemory;

/// <summary>
/// The lesson's processes: one writes pictures of a thermal camera, one reads them, in one of the three ways. Each says
/// <c>ready</c> first and its counts last.
/// </summary>
internal static class FrameWorker
{
    public const string Write = "write", Read = "read", HoldToRead = "hold";

    /// <summary>How long a writer waits for a place before it gives the frame up.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    /// <summary>What is in hand takes milliseconds.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);

    public static Command CreateVerb()
    {
        var words = new Argument<string[]>("words");
        var verb = new Command(LessonVerb.Worker, "A process of a lesson.") { words };
        verb.Hidden = true;
        verb.SetAction(parsed => Run(parsed.GetValue(words)!));
        return verb;
    }

    /// <summary>The words that start a writer.</summary>
    /// <param name="rateHz">Frames a second; 0: as many as it can.</param>
    public static IReadOnlyList<string> Writer(SharingWay way, string path, int slots, int rateHz, TimeSpan duration) =>
        ["lesson", LessonVerb.Worker, Write, way.ToString(), path, $"{slots}", $"{rateHz}", $"{(long)duration.TotalMilliseconds}"];

    /// <summary>The words that start a reader, which reads until its lifeline ends.</summary>
    /// <param name="pause">Between two times that it reads all there is.</param>
    public static IReadOnlyList<string> Reader(SharingWay way, string path, TimeSpan pause) =>
        ["lesson", LessonVerb.Worker, Read, way.ToString(), path, $"{(long)pause.TotalMilliseconds}"];

    /// <summary>The words that start a reader that takes one frame in hand, lock and all, and keeps it.</summary>
    public static IReadOnlyList<string> Holder(SharingWay way, string path) => ["lesson", LessonVerb.Worker, HoldToRead, way.ToString(), path];

    private static int Run(string[] words)
    {
        using var ended = new ManualResetEventSlim();
        using var told = new ManualResetEventSlim();
        new Thread(() =>
        {
            while (Console.In.Read() >= 0) told.Set();
            ended.Set();
            told.Set();
            // Whoever waits for a picture or a lock that never comes must not outlive the lesson.
            using var never = new ManualResetEventSlim();
            never.Wait(EndPatience);
            ProcessControl.Send(Environment.ProcessId, PosixSignalNumber.Kill);
        }) { IsBackground = true, Name = "lifeline" }.Start();
        switch (words)
        {
            case [Write, var way, var path, var slots, var rateHz, var milliseconds]:
                WriteFrames(FrameSink.Open(Enum.Parse<SharingWay>(way), path, Number(slots)), Number(rateHz), TimeSpan.FromMilliseconds(Number(milliseconds)), ended);
                return 0;
            case [Read, var way, var path, var milliseconds]:
                ReadFrames(FrameSource.Open(Enum.Parse<SharingWay>(way), path), TimeSpan.FromMilliseconds(Number(milliseconds)), ended);
                return 0;
            case [HoldToRead, var way, var path]:
                using (var source = FrameSource.Open(Enum.Parse<SharingWay>(way), path)) source.Hold(() => Hold(ended));
                return 0;
            case [MessageWorker.Word, var folder, var mode]:
                MessageWorker.Run(folder, mode, ended, Say);
                return 0;
            case [PersonWorker.Word, var target, var path, var first, var count]:
                PersonWorker.Run(Enum.Parse<PersonTarget>(target), path, Number(first), Number(count), told, Say);
                return 0;
            case [MemorySpoolWorker.Word, var socket, var line, var lineMs]:
                MemorySpoolWorker.Run(socket, line, double.Parse(lineMs, System.Globalization.CultureInfo.InvariantCulture), ended, Say);
                return 0;
            case [StreamWorker.Word, var path, var frames, var pace, var seed]:
                StreamWorker.Run(path, Number(frames), pace == "paced", Number(seed), Say);
                return 0;
            default:
                throw new RefusedException(ExitCode.Usage, "The workers of a lesson are started by the lesson.");
        }
    }

    private static void WriteFrames(FrameSink sink, int rateHz, TimeSpan duration, ManualResetEventSlim ended)
    {
        using var timer = new TimerFd(blocking: true);
        using (sink)
        {
            long startNs = MonotonicClock.NowNs, endNs = startNs + duration.Ticks * TimeSpan.NanosecondsPerTick, due = 0;
            if (rateHz > 0) timer.Start(startNs + 1_000_000_000 / rateHz, 1_000_000_000 / rateHz);
            Say("ready");
            while (MonotonicClock.NowNs < endNs && !ended.IsSet)
            {
                // A writer that was held up is late, and does not catch up: those frames were never taken.
                due += rateHz > 0 ? timer.ReadExpirations() : 1;
                sink.Write();
            }

            Say($"{due} {sink.Written} {sink.Stalls} {sink.LongestStall.Ticks / 10} {sink.Recoveries}");
        }
    }

    private static void ReadFrames(FrameSource source, TimeSpan pause, ManualResetEventSlim ended)
    {
        using (source)
        {
            Say("ready");
            while (!ended.IsSet)
            {
                source.ReadSome();
                if (pause > TimeSpan.Zero) ended.Wait(pause);
            }

            source.ReadRest();
            Say($"{source.Read} {source.Lost} {source.Torn} {source.Recoveries}");
        }
    }

    private static void Hold(ManualResetEventSlim ended)
    {
        Say("held");
        ended.Wait();
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }

    private static int Number(string word) => int.Parse(word, System.Globalization.CultureInfo.InvariantCulture);
}
