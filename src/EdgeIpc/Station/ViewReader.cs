using EdgeIpc.Instance;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;
using EdgeIpc.Ring;
using EdgeIpc.Spool;
using EdgeIpc.Web;

namespace EdgeIpc.Station;

/// <summary>Looks at a station from outside, as any process may: its pages, queues and spool. What is missing is shown as missing.</summary>
internal sealed class ViewReader(StationInstance instance, TimeProvider time) : IDisposable
{
    private const int JobsMax = 50;

    private readonly FiguresReader _figures = new(instance);
    private readonly PrintSpool _spool = PrintSpool.Open(instance.SpoolDirectory, instance.Sharing, new SpoolLimits(), time);
    private readonly Dictionary<int, double> _cpuSeconds = [];
    private long? _published;
    private long? _bytesPassed;
    private long _takenAt;

    /// <summary>The station now. Rates are those since the call before.</summary>
    public StationView Read()
    {
        var (figures, balance) = _figures.ReadBalance(drained: false);
        var elapsed = _takenAt == 0 ? TimeSpan.Zero : time.GetElapsedTime(_takenAt);
        _takenAt = time.GetTimestamp();
        double rateHz = _published is { } before && elapsed > TimeSpan.Zero ? (figures.Ticks.Published - before) / elapsed.TotalSeconds : 0;
        _published = figures.Ticks.Published;
        long readyAtNs = SupervisorPage.TryRead(instance.Counters.Supervisor)?.Counts.ReadyAtNs ?? 0;
        return new StationView
        {
            Instance = instance.Name.Name,
            Running = readyAtNs > 0 ? TimeSpan.FromTicks((MonotonicClock.NowNs - readyAtNs) / TimeSpan.NanosecondsPerTick) : null,
            RateHz = rateHz,
            DueRateHz = ReadDueRateHz(),
            Ring = ReadRing(),
            Figures = figures,
            Balance = balance,
            Queues = ReadQueues(),
            Printer = ReadPrinter(elapsed),
            Jobs = ReadJobs(),
            Processes = ReadProcesses(elapsed),
        };
    }

    public void Dispose()
    {
        _figures.Dispose();
        _spool.Dispose();
    }

    private int ReadDueRateHz() =>
        SensorPage.TryRead(instance.Counters.Sensor, () => 0)?.Counts is { IsScheduled: true, PeriodNs: > 0 and var periodNs } ? (int)(1_000_000_000 / periodNs) : 0;

    private RingView? ReadRing()
    {
        if (!File.Exists(instance.RingPath)) return null;
        var ring = RingInfo.Read(instance.RingPath);
        return new RingView(ring.SlotCount, ring.SlotSizeBytes, ring.Published, ring.Epoch, ring.HasWriter);
    }

    private List<QueueView> ReadQueues() =>
    [
        // The queues of roles: those of askers come and go with each question.
        .. instance.Queues.List().Where(queue => !queue.Role.Contains('.', StringComparison.Ordinal) && queue.Attributes is not null)
            .Select(queue => new QueueView(queue.Role, queue.Attributes!.Value.WaitingMessages, queue.Attributes.Value.MaxMessages, queue.HighWaterMark)),
    ];

    private PrinterView ReadPrinter(TimeSpan elapsed)
    {
        var printer = _spool.Printer();
        var spooler = SpoolerPage.TryRead(instance.Counters.Spooler)?.Counts ?? default;
        var emulator = EmulatorPage.TryRead(instance.Counters.PrinterEmulator)?.Counts;
        // What the printer took, where one is that counts; the driver takes a whole credit window at once.
        long passed = emulator?.BytesAccepted ?? spooler.BytesSent;
        double bytesPerSecond = _bytesPassed is { } before && elapsed > TimeSpan.Zero ? (passed - before) / elapsed.TotalSeconds : 0;
        _bytesPassed = passed;
        return new PrinterView
        {
            State = printer.State.Keyword(),
            Reasons = printer.Reasons.Keywords(),
            Message = printer.Message,
            HasSpooler = _spool.IsSpoolerRunning,
            JobNumber = spooler.JobId,
            BandIndex = spooler.BandIndex,
            BandCount = spooler.BandCount,
            CreditBytes = spooler.CreditBytes,
            BytesSent = spooler.BytesSent,
            BytesPerSecond = bytesPerSecond,
            IsPaperOut = emulator is { } paper ? paper.PaperState == EmulatorCounts.PaperOut : null,
            IsCoverOpen = emulator is { } cover ? cover.CoverOpen != 0 : null,
            MotorStops = emulator?.MotorStops,
            JobMotorStops = spooler.MotorStops,
            JobMotorStopsCounted = spooler.MotorStopsSeen != 0,
        };
    }

    private List<JobView> ReadJobs() =>
    [
        .. _spool.Jobs(withFinished: true).Take(JobsMax)
            .Select(job => new JobView(
                job.Number, job.State.Keyword(), job.Reason.Keyword(), job.Title, job.SubmittedBy, job.Message, job.Copies, job.Priority, job.DocumentBytes)),
    ];

    private List<ProcessView> ReadProcesses(TimeSpan elapsed)
    {
        var processes = new List<ProcessView>();
        foreach (var role in RoleStatuses.Read(instance))
        {
            long restarts = Math.Max(0, role.Starts - 1);
            if (!role.IsAlive)
            {
                processes.Add(new ProcessView(role.Role, null, null, 0, restarts));
                continue;
            }

            bool isKnown = _cpuSeconds.TryGetValue(role.Pid, out double before) && elapsed > TimeSpan.Zero;
            processes.Add(new ProcessView(
                role.Role, role.Pid, isKnown ? (role.CpuSeconds - before) / elapsed.TotalSeconds * 100 : null, role.ResidentMegabytes, restarts, role.CpuSeconds));
            _cpuSeconds[role.Pid] = role.CpuSeconds;
        }

        return processes;
    }
}
