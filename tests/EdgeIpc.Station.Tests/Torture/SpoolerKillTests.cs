using System.Diagnostics;

namespace EdgeIpc.Tests.Torture;

/// <summary>
/// SIGKILL of the spooler, again and again: at random moments, at random bytes of the line, and inside commands. What the
/// line still held is lost as well, or is not; the same for answers on their way.
/// </summary>
public sealed class SpoolerKillTests(ITestOutputHelper output)
{
    private const int MostKillsPerRound = 100;

    private readonly Lock _lock = new();
    private Figures _all;

    private enum KillKind
    {
        AtAMoment,
        AtAByte,
        InsideACommand,
    }

    [Fact]
    public void Whenever_the_spooler_is_killed_every_row_comes_to_paper_and_none_twice_unmarked()
    {
        int seed = TortureSettings.Seed(output);
        int wanted = TortureSettings.Count("EDGEIPC_TEST_KILLS", 10);
        long startedAt = Stopwatch.GetTimestamp();
        // Shared out among the stations, and a fresh one after a hundred.
        int rounds = 0, killsPerRound = Math.Clamp(wanted / TortureSettings.Stations, 1, MostKillsPerRound);
        TortureSettings.RunRounds(seed, Next, (_, roundSeed) =>
        {
            var figures = Round(new Random(roundSeed), killsPerRound);
            lock (_lock) _all += figures;
        });

        double seconds = Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
        output.WriteLine($"{_all.Kills} kills in {seconds:0} s ({_all.Kills / seconds:0.0} a second): {_all.UnderWay} with bands under way, {_all.InsideCommand} inside a command, {_all.LostBytes} bytes lost with the line");
        output.WriteLine($"{_all.Jobs} jobs accepted and completed, {_all.Pieces} rows and lines on paper, {_all.Repeated} of them again under a mark; missing 0, twice unmarked 0");
        Assert.True(_all.UnderWay * 5 > _all.Kills, $"only {_all.UnderWay} of {_all.Kills} kills hit a spooler at work");

        int? Next()
        {
            lock (_lock) return rounds * killsPerRound < wanted ? rounds++ : null;
        }
    }

    private static Figures Round(Random random, int kills)
    {
        using var station = new TortureStation();
        int submitted = 0;
        var figures = default(Figures);
        while (figures.Kills < kills)
        {
            // Always enough to do for the next life, and more is submitted while nobody prints.
            while (station.Spool.Totals().Jobs.Waiting < 3) station.Submit(NumberedDocument.Random(submitted++, random), random.Next(1, 101));

            figures += Life(station, random);
        }

        station.Start();
        station.TurnUntil(station.IsAllDone, "everything is printed");
        Assert.Equal(0, station.Stop());
        var paper = station.AssertAllOnPaper();
        return figures with { Jobs = station.Documents.Count, Pieces = paper.Pieces, Repeated = paper.Repeated };
    }

    private static Figures Life(TortureStation station, Random random)
    {
        var printer = station.Printer;
        var kind = (KillKind)random.Next(3);
        long killAtByte = printer.BytesTaken + random.Next(1, 4_000);
        if (kind == KillKind.AtAMoment)
        {
            // From before it can do anything to some bands later.
            long killAtNs = TorturePrinter.NowNs + random.NextInt64(StartNs * 2);
            station.Launch();
            station.TurnUntil(() => TorturePrinter.NowNs >= killAtNs, "the next kill is due");
        }
        else
        {
            long startedNs = TorturePrinter.NowNs;
            station.Start();
            NoteStart(TorturePrinter.NowNs - startedNs);
            station.TurnUntil(() => printer.BytesTaken >= killAtByte || station.IsAllDone(), "the line has taken the bytes", killAtByte);
            if (kind == KillKind.InsideACommand) GoOnInto(station);
        }

        bool isUnderWay = station.Spool.Totals().Bands.BandsUnconfirmed > 0;
        station.Kill();
        printer.Turn(stopAtBytes: printer.BytesTaken);
        bool isInside = printer.Model.OpenCommandBytes > 0;
        int lost = kind != KillKind.AtAMoment || random.Next(2) == 0 ? printer.LoseLine() : 0;
        if (random.Next(2) == 0) printer.LoseAnswers();
        return new Figures { Kills = 1, UnderWay = isUnderWay ? 1 : 0, InsideCommand = isInside ? 1 : 0, LostBytes = lost };
    }

    /// <summary>Byte by byte until a command is open in the printer.</summary>
    private static void GoOnInto(TortureStation station)
    {
        var printer = station.Printer;
        while (printer.Model.OpenCommandBytes == 0 && !station.IsAllDone())
        {
            long next = printer.BytesTaken + 1;
            station.TurnUntil(() => (printer.BytesTaken >= next && printer.Model.IsIdle) || station.IsAllDone(), "the line has taken a byte", next);
        }
    }

    /// <summary>How long a spooler takes to begin, as measured; the machine and the build decide.</summary>
    private static long s_startNs = 200_000_000;

    private static long StartNs => Interlocked.Read(ref s_startNs);

    private static void NoteStart(long ns) => Interlocked.Exchange(ref s_startNs, (StartNs * 7 + ns) / 8);

    private record struct Figures
    {
        public int Kills { get; init; }

        public int UnderWay { get; init; }

        public int InsideCommand { get; init; }

        public long LostBytes { get; init; }

        public long Jobs { get; init; }

        public long Pieces { get; init; }

        public long Repeated { get; init; }

        public static Figures operator +(Figures left, Figures right) => new()
        {
            Kills = left.Kills + right.Kills,
            UnderWay = left.UnderWay + right.UnderWay,
            InsideCommand = left.InsideCommand + right.InsideCommand,
            LostBytes = left.LostBytes + right.LostBytes,
            Jobs = left.Jobs + right.Jobs,
            Pieces = left.Pieces + right.Pieces,
            Repeated = left.Repeated + right.Repeated,
        };
    }
}
