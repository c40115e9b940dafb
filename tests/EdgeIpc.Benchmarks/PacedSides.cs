using System.Globalization;
using EdgeIpc.Bench;
using EdgeIpc.Devices;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;
using EdgeIpc.Ring;
using EdgeIpc.Sensor;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeIpc.Benchmarks;

/// <summary>The processes of <see cref="PacedVerb"/>: the station's own sampling thread, and readers that sleep for each sample.</summary>
internal static class PacedSides
{
    public const string Verb = "paced-side";

    // A ring for all samples of a run, so that the writer can look at its own schedule afterwards.
    private const int SlotCount = 1 << 17;

    /// <summary>The words are: writer RING RATE, or reader RING.</summary>
    public static int Run(IReadOnlyList<string> words) => words switch
    {
        ["writer", var path, var rate] => Write(path, int.Parse(rate, CultureInfo.InvariantCulture)),
        ["reader", var path] => Read(path),
        _ => (int)ExitCode.Usage,
    };

    /// <summary>Samples as the station's sensor does until its input ends; then says: ticks missed, lateness p50 and p99 in ns, CPU and wall ns.</summary>
    private static int Write(string path, int rateHz)
    {
        using var source = new SimulatedAccelerometer(seed: 1);
        using var page = SensorPage.TryOwn(path + ".page", FileSharing.OwnerOnly)!;
        using var ring = RingWriter<Sample>.Open(path, new RingOptions { SlotCount = SlotCount }, FileSharing.OwnerOnly);
        using var loop = new SamplingLoop(source, ring, page, NullLogger.Instance);
        using var stopping = new CancellationTokenSource();
        loop.Begin(rateHz);
        long periodNs = page.Counts.PeriodNs, dueAtNs = page.Counts.TickAtNs(0);
        var sampling = new Thread(() => loop.Run(stopping.Token)) { Name = "sampling" };
        sampling.Start();
        var usage = Usage.Now();
        Await("ready");
        var used = Usage.Now() - usage;
        stopping.Cancel();
        sampling.Join();
        double[] lateNs = LatenessOf(path, dueAtNs, periodNs);
        Say("writer", page.Counts.Missed, Median.Quantile(lateNs, 0.5), Median.Quantile(lateNs, 0.99), used.CpuNs, used.WallNs);
        return 0;
    }

    /// <summary>Sleeps for each sample until its input ends; then says: samples, lost ones, wake p50 and p99 in ns, CPU and wall ns.</summary>
    private static int Read(string path)
    {
        using var reader = RingReader<Sample>.Open(path, RingStart.Newest);
        using var ended = new CancellationTokenSource();
        double[] wakesNs = new double[SlotCount];
        int count = 0;
        var usage = Usage.Now();
        var reading = new Thread(() => count = ReadUntil(reader, wakesNs, ended.Token)) { Name = "reading" };
        reading.Start();
        Await("ready");
        var used = Usage.Now() - usage;
        ended.Cancel();
        reading.Join();
        var wakes = wakesNs.AsSpan(0, count);
        Say("reader", count, reader.Lost, Median.Quantile(wakes, 0.5), Median.Quantile(wakes, 0.99), used.CpuNs, used.WallNs);
        return 0;
    }

    private static int ReadUntil(RingReader<Sample> reader, double[] wakesNs, CancellationToken ended)
    {
        int count = 0;
        while (!ended.IsCancellationRequested && count < wakesNs.Length)
        {
            if (reader.Wait(TimeSpan.FromMilliseconds(50), CancellationToken.None) != RingWait.Ready) continue;
            while (count < wakesNs.Length && reader.TryRead(out var sample)) wakesNs[count++] = MonotonicClock.NowNs - sample.TakenAtNs;
        }

        return count;
    }

    /// <summary>How long after its tick fell due each sample was taken. One that was late by whole periods counts with the rest: those ticks are missed, and counted so.</summary>
    private static double[] LatenessOf(string path, long dueAtNs, long periodNs)
    {
        using var reader = RingReader<Sample>.Open(path, RingStart.Oldest);
        var lateNs = new List<double>();
        while (reader.TryRead(out var sample)) lateNs.Add((sample.TakenAtNs - dueAtNs) % periodNs);
        return [.. lateNs];
    }

    /// <summary>Tells that this side works, and waits for the end of its input.</summary>
    private static void Await(string said)
    {
        Console.Out.WriteLine(said);
        while (Console.In.ReadLine() is { } line && line != "stop") { }
    }

    private static void Say(string word, params IEnumerable<double> numbers) =>
        Console.Out.WriteLine($"{word} {string.Join(' ', numbers.Select(number => number.ToString("0", CultureInfo.InvariantCulture)))}");

    private readonly record struct Usage(double CpuNs, double WallNs)
    {
        public static Usage Now() => new(Environment.CpuUsage.TotalTime.TotalNanoseconds, MonotonicClock.NowNs);

        public static Usage operator -(Usage later, Usage earlier) => new(later.CpuNs - earlier.CpuNs, later.WallNs - earlier.WallNs);
    }
}
