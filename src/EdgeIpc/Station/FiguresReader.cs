using EdgeIpc.Instance;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;
using EdgeIpc.Ring;
using EdgeIpc.Spool;

namespace EdgeIpc.Station;

/// <summary>
/// Gathers the ledger's figures of an instance, each from the process that counted it: pages, the ring's cursor, the kernel's
/// queues, the spool's journal. Takers are read before givers, so that what is in flight is never negative.
/// </summary>
internal sealed class FiguresReader(StationInstance instance) : IDisposable
{
    private readonly PrintSpool _spool = PrintSpool.Open(instance.SpoolDirectory, instance.Sharing, new SpoolLimits(), TimeProvider.System);

    /// <summary>The figures now.</summary>
    /// <param name="drained">Whether the sources have stopped and everything in flight must have arrived.</param>
    public StationFigures Read(bool drained)
    {
        var emulator = ReadEmulator();
        var spool = _spool.Totals();
        var submitters = SubmitterPage.TryRead(instance.Counters.Submitters) ?? default;
        var commands = instance.Counters.ReceiverRoles().Select(ReadCommands).ToList();
        var readers = ReadReaders();
        return new StationFigures
        {
            Drained = drained,
            Ticks = ReadTicks(instance.Counters.Sensor, instance.RingPath),
            Readers = readers,
            Frames = [.. instance.Counters.FrameRings().Select(ReadFrames)],
            Commands = commands,
            Jobs = new JobFigures(
                submitters.CarriedInJobs ?? 0, submitters.Accepted, submitters.Unresolved,
                spool.Jobs.Completed, spool.Jobs.Canceled, spool.Jobs.Aborted, spool.Jobs.Waiting),
            Rows = emulator is not { } paper ? null : new RowFigures(
                submitters.CarriedInRows ?? 0, spool.Bands.RowsConfirmed, spool.Bands.RowsUnconfirmed + spool.Bands.RowsAbandoned,
                paper.RowsFirst, paper.RowsRepeatedUnmarked),
        };
    }

    /// <summary>
    /// The balance now. While the station runs, counts of different processes are comparable only when nothing moved between
    /// two takings; a difference that is real stays, one that was a moment's goes away.
    /// </summary>
    /// <param name="settle">Called before each taking: what others may still send is dealt with there.</param>
    public (StationFigures Figures, Balance Balance) ReadBalance(bool drained, Action? settle = null)
    {
        const int MaxAttempts = 50;
        for (int attempt = 1; ; attempt++)
        {
            settle?.Invoke();
            var figures = Read(drained);
            var balance = Balance.Of(figures);
            if (balance.Holds || attempt == MaxAttempts) return (figures, balance);
        }
    }

    /// <summary>The spool's own counts, over its whole life.</summary>
    public SpoolTotals ReadSpool() => _spool.Totals();

    /// <summary>What the emulated printer counted; null where there is none.</summary>
    public EmulatorCounts? ReadEmulator() => EmulatorPage.TryRead(instance.Counters.PrinterEmulator)?.Counts;

    public void Dispose() => _spool.Dispose();

    /// <summary>The ring's cursor; 0 before the first sensor made the ring.</summary>
    public long ReadPublished() => ReadPublished(instance.RingPath);

    private static long ReadPublished(string ringPath) => File.Exists(ringPath) ? RingInfo.Read(ringPath).Published : 0;

    private FrameFigures ReadFrames(string ring)
    {
        string path = instance.FrameRingPath(ring);
        var readings = new List<(string Name, FrameReaderCounts Counts)>();
        foreach (string name in instance.Counters.FrameReaderNames(ring))
        {
            if (FrameReaderPage.TryRead(instance.Counters.FrameReader(ring, name)) is { Counts.HasJoined: true } reading) readings.Add((name, reading.Counts));
        }

        // After the readers: what they have taken was published before.
        long published = ReadPublished(path);
        var readers = readings.Select(r => new FrameReaderFigures(
            new ReaderFigures(r.Name, published, r.Counts.JoinedAt, r.Counts.Read, r.Counts.Lost, published - r.Counts.Cursor), r.Counts.Torn));
        return new FrameFigures(ring, ReadTicks(instance.Counters.Camera(ring), path), [.. readers]);
    }

    private static TickFigures ReadTicks(string pagePath, string ringPath)
    {
        if (SensorPage.TryRead(pagePath, () => ReadPublished(ringPath)) is not var (counts, published)) return new TickFigures(0, 0, 0, 0);
        long nowNs = MonotonicClock.NowNs;
        return new TickFigures(counts.DueAt(nowNs), published, counts.Missed, counts.PendingAt(nowNs), counts.Underruns, counts.StarvedTicks);
    }

    private CommandFigures ReadCommands(string role)
    {
        // The receiver first, then the kernel, then the senders: a message that moves meanwhile is seen at most once.
        var receiver = ReceiverPage.TryRead(instance.Counters.Receiver(role))?.Counts ?? default;
        using var queue = PosixMessageQueue.Open(instance.Queues.NameOf(role));
        int waiting = queue?.GetAttributes().WaitingMessages ?? 0;
        var senders = SenderPage.TryRead(instance.Counters.Senders(role)) ?? default;
        return new CommandFigures(
            role, senders.Sent, senders.Unresolved, receiver.Answered, receiver.Expired, receiver.Refused, receiver.Interrupted, receiver.NoReply,
            receiver.Doubtful, waiting, receiver.Receiving | receiver.InHand);
    }

    private List<ReaderFigures> ReadReaders()
    {
        var readings = new List<(string Name, ReaderCounts Counts, ReaderStanding Standing)>();
        foreach (string name in instance.Counters.ReaderNames())
        {
            if (ReaderPage.TryRead(instance.Counters.Reader(name)) is { Counts.HasJoined: true } reading) readings.Add((name, reading.Counts, StandingOf(reading)));
        }

        long published = ReadPublished();
        return [.. readings.Select(r => new ReaderFigures(r.Name, published, r.Counts.JoinedAt, r.Counts.Read, r.Counts.Lost, published - r.Counts.Cursor, r.Standing))];
    }

    private static ReaderStanding StandingOf(PageReading<ReaderCounts> reading)
    {
        if (reading.Counts.HasLeft) return ReaderStanding.Left;
        // Process id 0: it is just starting.
        return reading.Owner.IsAlive || reading.Owner.ProcessId == 0 ? ReaderStanding.Reading : ReaderStanding.Died;
    }
}
