using System.Diagnostics;
using EdgeIpc.Instance;
using EdgeIpc.Paper;
using EdgeIpc.Spool;

namespace EdgeIpc.Tests.Torture;

/// <summary>The real spooler process with a real spool on disk, in front of a printer that the test holds in its hands.</summary>
internal sealed class TortureStation : IDisposable
{
    /// <summary>Ends a hang; no assertion depends on it.</summary>
    private static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(15);

    private readonly string _lineDirectory = Directory.CreateTempSubdirectory("edgeipc-torture-").FullName;
    private readonly PrintingStation _station;
    private readonly List<NumberedDocument> _documents = [];
    private long _lookedAt;
    private JobTotals? _jobs;

    /// <param name="afterCrash">The setting printer.afterCrash.</param>
    /// <param name="errorPolicy">The setting spool.errorPolicy.</param>
    /// <param name="timeScale">How much faster than real the printer is.</param>
    public TortureStation(string profile = "edgeipc-58", string afterCrash = "continue", string errorPolicy = "retry-current-job", double timeScale = 1000)
    {
        string line = $"{_lineDirectory}/line";
        Printer = new TorturePrinter(PrinterProfile.Load(profile), lineBaud: 19_200, timeScale, line);
        _station = new PrintingStation(settings: $$"""
            {
              "printer": { "device": "{{line}}", "profile": "{{profile}}", "afterCrash": "{{afterCrash}}" },
              "spool": { "historyJobs": 100, "queuedJobs": 2000, "errorPolicy": "{{errorPolicy}}" }
            }
            """);
    }

    public TorturePrinter Printer { get; }

    public PrintSpool Spool => _station.Spool;

    public StationInstance Instance => _station.Instance;

    /// <summary>Runs a verb on this station; the printer stands still meanwhile.</summary>
    public Outcome Run(params string[] arguments) => _station.Run(arguments);

    public Outcome RunWith(string input, params string[] arguments) => _station.RunWith(input, arguments);

    public void TurnUntilState(long job, JobState state) => TurnUntil(() => Spool.Find(job)!.State == state, $"job {job} is {state.Keyword()}");

    public IReadOnlyCollection<NumberedDocument> Documents => _documents;

    public long Submit(NumberedDocument document, int priority = 50, CrashPolicy? afterCrash = null)
    {
        _documents.Add(document);
        return Submit(document.ToRequest(priority) with { AfterCrash = afterCrash });
    }

    /// <summary>Submits the printer's own commands; the paper check knows nothing of them.</summary>
    public long Submit(byte[] commands) => Submit(new SubmitRequest(commands, DocumentFormat.Raw));

    private long Submit(SubmitRequest request)
    {
        _jobs = null;
        return Assert.IsType<SubmitResult.Accepted>(Spool.Submit(request)).JobNumber;
    }

    public string LogText() => _station.LogText();

    public void Launch() => _station.LaunchSpooler();

    public void Start() => _station.StartSpooler();

    public int Stop() => PrintingStation.Stop(_station.Spooler!);

    public void Kill()
    {
        PrintingStation.Kill(_station.Spooler!);
        Printer.NoteSenderGone();
    }

    /// <summary>Whether nothing waits any more.</summary>
    public bool IsAllDone() => LookAtJobs().Waiting == 0;

    /// <summary>Whether nothing waits but what a person must release.</summary>
    public bool HasNothingToPrint() => LookAtJobs() is var jobs && jobs.Waiting == jobs.PendingHeld;

    /// <summary>Looked up now and then, since looking costs both sides time.</summary>
    private JobTotals LookAtJobs()
    {
        if (_jobs is { } known && (known.Waiting == 0 || Stopwatch.GetElapsedTime(_lookedAt) < LookInterval)) return known;
        _lookedAt = Stopwatch.GetTimestamp();
        var jobs = Spool.Totals().Jobs;
        _jobs = jobs;
        return jobs;
    }

    /// <summary>Lets the printer work until something is so.</summary>
    /// <param name="stopAtBytes">Where the line stands still.</param>
    public void TurnUntil(Func<bool> isSo, string what, long stopAtBytes = long.MaxValue)
    {
        long startedAt = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            Printer.Turn(stopAtBytes);
            if (Stopwatch.GetElapsedTime(startedAt) > HangLimit)
                Assert.Fail($"It never came to be that {what}. {string.Join(", ", Spool.Jobs(withFinished: true).Select(job => $"{job.Number} {job.State.Keyword()} {job.Message}"))}; {Spool.Printer()}; {Spool.Totals()}; {Printer.Model.Counters}, {Printer.Model.OpenCommandBytes} bytes open\n{_station.LogText()}");
        }
    }

    /// <summary>Lets the printer work for so long, by the clock that the spooler has.</summary>
    public void TurnFor(TimeSpan time, long stopAtBytes = long.MaxValue)
    {
        long startedAt = Stopwatch.GetTimestamp();
        TurnUntil(() => Stopwatch.GetElapsedTime(startedAt) >= time, "a moment is over", stopAtBytes);
    }

    /// <summary>
    /// Every accepted job is completed, every piece is on paper once or under a mark, and the printer's own ledger of rows
    /// agrees with the spooler's journal.
    /// </summary>
    public PaperCheck AssertAllOnPaper()
    {
        // What lay in the line when the spooler stopped is on paper a moment later.
        TurnUntil(() => Printer.Model.IsIdle, "the printer is idle");
        var totals = Spool.Totals();
        Assert.Equal(_documents.Count, totals.Jobs.Completed);
        Assert.Equal(0, totals.Bands.BandsUnconfirmed);
        var (rows, text) = Printer.TearOff();
        var check = PaperCheck.Read(_documents, Printer.Profile, rows, text);
        var ledger = Printer.Model.Rows;
        Assert.Equal((0L, 0L), (ledger.RepeatedUnmarkedRows, Printer.Model.Counters.BytesDropped));
        if (Printer.Profile.Has(PrinterCommands.ProcessId))
            Assert.InRange(ledger.FirstTimeRows, totals.Bands.RowsConfirmed, totals.Bands.RowsConfirmed + totals.Bands.RowsAbandoned);
        // A cut whose answer was lost may have been made or not; it is never made twice.
        int cuts = _documents.Sum(document => document.Copies), ends = text.Split("» not finished: ").Length - 1;
        if (Printer.Profile.Has(PrinterCommands.Cut)) Assert.InRange(Printer.Model.Counters.Cuts, cuts - totals.Bands.BandsAbandoned, cuts + ends);
        return check;
    }

    public void Dispose()
    {
        _station.Dispose();
        Printer.Dispose();
        Directory.Delete(_lineDirectory, recursive: true);
    }
}
