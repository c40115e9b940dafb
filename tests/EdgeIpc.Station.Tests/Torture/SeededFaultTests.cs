using EdgeIpc.Spool;

namespace EdgeIpc.Tests.Torture;

/// <summary>
/// The emulator as a process of its own, in which paper, cover, power, heat and answers go wrong by a seed
/// (<c>printer-emulator --faults SEED</c>) while jobs print. One seed in every test run; EDGEIPC_TEST_FAULT_SEEDS for more.
/// </summary>
public sealed class SeededFaultTests(ITestOutputHelper output)
{
    private const int Jobs = 6;

    /// <summary>
    /// A fault each 12 s of the printer's time, and so each 4 s of ours. The spooler asks once a second of its own: at a higher
    /// scale the next fault is there before it has seen the end of the last.
    /// </summary>
    private const int TimeScale = 3;

    private readonly Lock _lock = new();
    private int _rounds;
    private int _faults;
    private int _pieces;
    private int _repeated;

    [Fact]
    public void Whatever_a_seed_lets_go_wrong_with_the_printer_nothing_is_lost_and_nothing_comes_twice_unmarked()
    {
        int wanted = TortureSettings.Count("EDGEIPC_TEST_FAULT_SEEDS", 1);
        TortureSettings.RunRounds(TortureSettings.Seed(output), Next, (_, seed) => Round(seed));
        output.WriteLine($"{wanted} seeds of faults: {_faults} faults, {wanted * Jobs} jobs completed, {_pieces} lines on paper, missing 0, twice unmarked 0, twice under a mark {_repeated}");
        Assert.True(_faults > 0);

        int? Next()
        {
            lock (_lock) return _rounds < wanted ? _rounds++ : null;
        }
    }

    private void Round(int seed)
    {
        using var station = new PrintingStation(TimeScale, """{ "printer": { "afterCrash": "continue" }, "spool": { "errorPolicy": "retry-current-job" } }""");
        station.StartEmulator("--faults", $"{seed}");
        station.StartSpooler();
        List<NumberedDocument> documents = [.. Enumerable.Range(0, Jobs).Select(number => new NumberedDocument($"t{number:000}", IsPicture: false, 60, 1))];
        List<long> jobs = [.. documents.Select(document => Assert.IsType<SubmitResult.Accepted>(station.Spool.Submit(document.ToRequest())).JobNumber)];
        foreach (long job in jobs) station.UntilState(job, JobState.Completed);
        Assert.Equal(0, PrintingStation.Stop(station.Spooler!));
        Assert.Equal(0, PrintingStation.Stop(station.Emulator!));
        station.AssertBalanced();
        var paper = PaperCheck.Read(documents, EdgeIpc.Paper.PrinterProfile.Load("edgeipc-58"), rows: [], station.PaperText);
        lock (_lock) (_faults, _pieces, _repeated) = (_faults + station.FaultsBegun, _pieces + paper.Pieces, _repeated + paper.Repeated);
    }
}
