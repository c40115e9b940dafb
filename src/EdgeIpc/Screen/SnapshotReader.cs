using EdgeIpc.Instance;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;
using EdgeIpc.Spool;
using EdgeIpc.Station;

namespace EdgeIpc.Screen;

/// <summary>Looks at a station from outside, as any process may: its pages, queues and spool. What is missing is shown as missing.</summary>
internal sealed class SnapshotReader(StationInstance instance, TimeProvider time) : IDisposable
{
    private const int JobsMax = 50;

    private readonly FiguresReader _figures = new(instance);
    private readonly PrintSpool _spool = PrintSpool.Open(instance.SpoolDirectory, instance.Sharing, new SpoolLimits(), time);
    private readonly Dictionary<int, double> _cpuSeconds = [];
    private long? _published;
    private long _takenAt;

    /// <summary>The station now. Rates are those since the call before.</summary>
    public StationSnapshot Read(SignalSnapshot signal)
    {
        var (figures, balance) = _figures.ReadBalance(drained: false);
        var elapsed = _takenAt == 0 ? TimeSpan.Zero : time.GetElapsedTime(_takenAt);
        _takenAt = time.GetTimestamp();
        double rateHz = _published is { } before && elapsed > TimeSpan.Zero ? (figures.Ticks.Published - before) / elapsed.TotalSeconds : 0;
        _published = figures.Ticks.Published;
        long readyAtNs = SupervisorPage.TryRead(instance.Counters.Supervisor)?.Counts.ReadyAtNs ?? 0;
        return new StationSnapshot
        {
            Instance = instance.Name.Name,
            Running = readyAtNs > 0 ? TimeSpan.FromTicks((MonotonicClock.NowNs - readyAtNs) / TimeSpan.NanosecondsPerTick) : null,
            Signal = signal,
            RateHz = rateHz,
            Figures = figures,
            Balance = balance,
            Queues = ReadQueues(),
            Printer = ReadPrinter(),
            Jobs = ReadJobs(),
            Processes = ReadProcesses(elapsed),
        };
    }

    public void Dispose()
    {
        _figures.Dispose();
        _spool.Dispose();
    }

    private List<QueueSnapshot> ReadQueues() =>
    [
        // The queues of roles: those of askers come and go with each question.
        .. instance.Queues.List().Where(queue => !queue.Role.Contains('.', StringComparison.Ordinal) && queue.Attributes is not null)
            .Select(queue => new QueueSnapshot(queue.Role, queue.Attributes!.Value.WaitingMessages, queue.Attributes.Value.MaxMessages)),
    ];

    private PrinterSnapshot ReadPrinter()
    {
        var printer = _spool.Printer();
        var spooler = SpoolerPage.TryRead(instance.Counters.Spooler)?.Counts ?? default;
        var emulator = EmulatorPage.TryRead(instance.Counters.PrinterEmulator)?.Counts;
        return new PrinterSnapshot
        {
            State = printer.State.Keyword(),
            Reasons = printer.Reasons.Keywords(),
            HasSpooler = _spool.IsSpoolerRunning,
            JobNumber = spooler.JobId,
            BandIndex = spooler.BandIndex,
            BandCount = spooler.BandCount,
            CreditBytes = spooler.CreditBytes,
            BytesSent = spooler.BytesSent,
            IsPaperOut = emulator is { } paper ? paper.PaperState == EmulatorCounts.PaperOut : null,
        };
    }

    private List<JobSnapshot> ReadJobs() =>
    [
        .. _spool.Jobs(withFinished: true).Take(JobsMax)
            .Select(job => new JobSnapshot(job.Number, job.State.Keyword(), job.Reason.Keyword(), job.Title, job.SubmittedBy)),
    ];

    private List<ProcessSnapshot> ReadProcesses(TimeSpan elapsed)
    {
        var processes = new List<ProcessSnapshot>();
        foreach (var role in RoleStatuses.Read(instance))
        {
            long restarts = Math.Max(0, role.Starts - 1);
            if (!role.IsAlive)
            {
                processes.Add(new ProcessSnapshot(role.Role, null, null, 0, restarts));
                continue;
            }

            bool isKnown = _cpuSeconds.TryGetValue(role.Pid, out double before) && elapsed > TimeSpan.Zero;
            processes.Add(new ProcessSnapshot(
                role.Role, role.Pid, isKnown ? (role.CpuSeconds - before) / elapsed.TotalSeconds * 100 : null, role.ResidentMegabytes, restarts));
            _cpuSeconds[role.Pid] = role.CpuSeconds;
        }

        return processes;
    }
}
