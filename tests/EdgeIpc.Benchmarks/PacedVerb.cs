using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeIpc.Bench;
using EdgeIpc.Posix;

namespace EdgeIpc.Benchmarks;

/// <summary>The station's sampling at 5 kHz with so many readers that sleep for each sample.</summary>
/// <param name="WakeP50Us">From a sample's time to its reader holding it: the median reader's.</param>
/// <param name="JitterP50Us">From a tick's falling due to its sample's time, on the sampling thread.</param>
/// <param name="MissedTicks">Ticks that got no sample because the thread came late.</param>
/// <param name="WriterCpuPercent">Of one core, the whole process.</param>
internal sealed record PacedRow(
    int Readers, int RateHz, double WakeP50Us, double WakeP99Us, double JitterP50Us, double JitterP99Us,
    long Samples, long MissedTicks, long LostSamples, double WriterCpuPercent, double ReaderCpuPercent);

/// <summary><c>paced</c>: what a steady rate costs and how late it is, with 1, 3 and 8 readers, each a process.</summary>
internal static class PacedVerb
{
    private const int RateHz = 5000;
    private const string Usage = "usage: paced [--json FILE] [--seconds N]";
    private static readonly int[] ReaderCounts = [1, 3, 8];

    public static async Task<int> RunAsync(IReadOnlyList<string> words)
    {
        string? jsonPath = null;
        int seconds = 5;
        for (int i = 0; i < words.Count; i += 2)
        {
            string? value = i + 1 < words.Count ? words[i + 1] : null;
            if (words[i] == "--json" && value is not null) jsonPath = value;
            else if (words[i] == "--seconds" && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) && seconds is >= 1 and <= 20) continue;
            else
            {
                await Console.Error.WriteLineAsync(Usage + " (1 to 20)");
                return (int)ExitCode.Usage;
            }
        }

        var rows = new List<PacedRow>();
        foreach (int readers in ReaderCounts) rows.Add(await RunAsync(readers, TimeSpan.FromSeconds(seconds)));
        if (jsonPath is not null) await File.WriteAllTextAsync(jsonPath, JsonSerializer.Serialize(rows, PacedJson.Default.ListPacedRow) + "\n");
        await Console.Out.WriteAsync(TableOf(rows));
        // What was published and neither read nor counted as lost would be a fault of the ring.
        return rows.All(row => row.LostSamples == 0) ? 0 : 1;
    }

    private static async Task<PacedRow> RunAsync(int readerCount, TimeSpan span)
    {
        string directory = $"/dev/shm/edgeipc-bench-{Environment.ProcessId}";
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var readers = new List<SideProcess>();
        try
        {
            string ring = Path.Combine(directory, "samples.ring");
            using var writer = Start("writer", ring, RateHz.ToString(CultureInfo.InvariantCulture));
            await writer.HearAsync("ready", CancellationToken.None);
            for (int i = 0; i < readerCount; i++) readers.Add(Start("reader", ring));
            foreach (var reader in readers) await reader.HearAsync("ready", CancellationToken.None);
            // The span is the measurement itself.
            using var timer = new TimerFd(blocking: true);
            timer.Start(MonotonicClock.NowNs + span.Ticks * TimeSpan.NanosecondsPerTick, 0);
            timer.ReadExpirations();
            foreach (var reader in readers) reader.Say("stop");
            var read = new List<double[]>();
            foreach (var reader in readers) read.Add(await reader.ReadNumbersAsync("reader", CancellationToken.None));
            writer.Say("stop");
            double[] wrote = await writer.ReadNumbersAsync("writer", CancellationToken.None);
            return RowOf(wrote, read);
        }
        finally
        {
            foreach (var reader in readers) reader.Dispose();
            Directory.Delete(directory, recursive: true);
        }
    }

    private static SideProcess Start(params string[] words) => new($"the {words[0]}", [.. SideProcess.ThisProgram(), PacedSides.Verb, .. words]);

    private static PacedRow RowOf(double[] wrote, List<double[]> read) => new(
        read.Count, RateHz,
        Round(MedianOf(read, 2) / 1000), Round(MedianOf(read, 3) / 1000), Round(wrote[1] / 1000), Round(wrote[2] / 1000),
        (long)read.Sum(numbers => numbers[0]), (long)wrote[0], (long)read.Sum(numbers => numbers[1]),
        Round(100 * wrote[3] / wrote[4]), Round(100 * MedianOf(read, 4) / MedianOf(read, 5)));

    private static double MedianOf(List<double[]> read, int index)
    {
        double[] values = [.. read.Select(numbers => numbers[index])];
        return Median.Of(values);
    }

    private static double Round(double value) => Math.Round(value, 1);

    private static string TableOf(List<PacedRow> rows) => string.Join('\n', (string[])
    [
        "| readers | wake p50, us | wake p99, us | jitter p50, us | jitter p99, us | ticks missed | samples lost | writer, % of a core | one reader, % of a core |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
        .. rows.Select(row => string.Create(CultureInfo.InvariantCulture,
            $"| {row.Readers} | {row.WakeP50Us} | {row.WakeP99Us} | {row.JitterP50Us} | {row.JitterP99Us} | {row.MissedTicks} | {row.LostSamples} | {row.WriterCpuPercent} | {row.ReaderCpuPercent} |")),
        "",
    ]);
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(List<PacedRow>))]
internal sealed partial class PacedJson : JsonSerializerContext;
