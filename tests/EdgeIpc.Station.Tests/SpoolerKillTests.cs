using EdgeIpc.Spool;

namespace EdgeIpc.Tests;

/// <summary>SIGKILL of the spooler at random moments, also in the middle of a picture: every row once, or marked.</summary>
public sealed class SpoolerKillTests(ITestOutputHelper output)
{
    private const int Kills = 10;

    [Fact]
    public void A_spooler_that_is_killed_again_and_again_loses_no_job_and_prints_no_row_twice_unmarked()
    {
        var random = new Random(Seed());
        using var station = new PrintingStation(timeScale: 12);
        station.StartEmulator();
        var jobs = new List<long>();
        for (int i = 0; i < 3; i++)
        {
            jobs.Add(station.Submit(string.Concat(Enumerable.Range(1, 120).Select(line => $"job {i} line {line}\n"))));
            jobs.Add(station.Submit(Picture(random, rows: 600), DocumentFormat.Raw, $"picture {i}"));
        }

        int killed = 0;
        while (killed < Kills && jobs.Any(job => !station.Spool.Find(job)!.State.IsFinished()))
        {
            long killAtBytes = station.Paper.BytesAccepted + random.Next(1, 5_000);
            station.StartSpooler();
            station.Until(() => station.Paper.BytesAccepted >= killAtBytes || station.Spool.Totals().Jobs.Waiting == 0, "the next kill is due");
            PrintingStation.Kill(station.Spooler!);
            killed++;
        }

        output.WriteLine($"killed {killed} times; {station.Spool.Totals().Bands}");
        Assert.True(killed > 3, $"only {killed} kills hit a spooler at work");
        station.StartSpooler();
        station.Until(() => station.Spool.Totals().Jobs.Waiting == 0, "everything is printed");
        Assert.Equal(0, PrintingStation.Stop(station.Emulator!));

        output.WriteLine($"{station.Spool.Totals().Bands}; {station.Paper}");
        Assert.Equal(jobs.Count, station.Spool.Totals().Jobs.Completed);
        station.AssertBalanced();
        AssertEveryLineIsThere(station.PaperText);
    }

    private static void AssertEveryLineIsThere(string paper)
    {
        string[] lines = paper.Split('\n');
        for (int i = 0; i < 3; i++)
        {
            // A line may come again after a mark; what is new comes in its order.
            var seen = lines.Where(line => line.StartsWith($"job {i} line ", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal);
            Assert.Equal<string>([.. Enumerable.Range(1, 120).Select(line => $"job {i} line {line}")], [.. seen]);
        }
    }

    private static byte[] Picture(Random random, int rows)
    {
        const int bytesPerRow = 48;
        byte[] picture = new byte[8 + (bytesPerRow * rows)];
        ReadOnlySpan<byte> header = [0x1d, (byte)'v', (byte)'0', 0, bytesPerRow, 0, (byte)rows, (byte)(rows >> 8)];
        header.CopyTo(picture);
        // Bytes from 0x20 to 0x7f: none begins a command of the printer, so the picture is only dots wherever it is cut.
        for (int i = header.Length; i < picture.Length; i++) picture[i] = (byte)random.Next(0x20, 0x80);
        return picture;
    }

    private int Seed()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("EDGEIPC_TEST_SEED"), System.Globalization.CultureInfo.InvariantCulture, out int wanted)
            ? wanted
            : Random.Shared.Next();
        output.WriteLine($"EDGEIPC_TEST_SEED={seed}");
        return seed;
    }
}
