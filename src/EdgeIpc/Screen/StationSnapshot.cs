using EdgeIpc.Ledger;
using EdgeIpc.Playout;

namespace EdgeIpc.Screen;

/// <summary>Everything the screen shows, at one moment. Plain values: what is drawn depends on nothing else.</summary>
internal sealed record StationSnapshot
{
    public required string Instance { get; init; }

    /// <summary>Since all processes were ready; null before.</summary>
    public TimeSpan? Running { get; init; }

    public required SignalSnapshot Signal { get; init; }

    /// <summary>Samples a second that the ring really got.</summary>
    public double RateHz { get; init; }

    public required StationFigures Figures { get; init; }

    public required Balance Balance { get; init; }

    public IReadOnlyList<QueueSnapshot> Queues { get; init; } = [];

    public required PrinterSnapshot Printer { get; init; }

    /// <summary>Waiting jobs in the order of printing, then finished ones, the last first.</summary>
    public IReadOnlyList<JobSnapshot> Jobs { get; init; } = [];

    public IReadOnlyList<ProcessSnapshot> Processes { get; init; } = [];

    /// <summary>What the last key did.</summary>
    public string Message { get; init; } = "";
}

/// <summary>One channel as it plays.</summary>
internal sealed record SignalSnapshot
{
    public string Channel { get; init; } = "";
    public string Unit { get; init; } = "";

    /// <summary>Oldest first; the newest at the end.</summary>
    public IReadOnlyList<StripColumn> Columns { get; init; } = [];
    public PlayoutState State { get; init; }
    public int Buffered { get; init; }

    /// <summary>The fill that is waited for; 0 while it plays.</summary>
    public int Watermark { get; init; }
    public long Underruns { get; init; }
    public TimeSpan TimeBuffering { get; init; }

    /// <summary>Samples in the ring that the screen has not taken yet.</summary>
    public long Lag { get; init; }

    /// <summary>Samples that the screen was too slow for.</summary>
    public long Lost { get; init; }
}

internal sealed record QueueSnapshot(string Role, long Waiting, long Limit);

internal sealed record PrinterSnapshot
{
    /// <summary>IPP's keyword: idle, processing, stopped.</summary>
    public required string State { get; init; }

    /// <summary>IPP's keywords; "none" alone when there is none.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];
    public bool HasSpooler { get; init; }
    public long JobNumber { get; init; }
    public long BandIndex { get; init; }
    public long BandCount { get; init; }
    public long CreditBytes { get; init; }
    public long BytesSent { get; init; }

    /// <summary>Whether the emulated printer has no paper; null where no emulator is.</summary>
    public bool? IsPaperOut { get; init; }
}

/// <param name="State">IPP's keyword.</param>
/// <param name="Reason">IPP's keyword; "none" when there is none.</param>
internal sealed record JobSnapshot(long Number, string State, string Reason, string Title, string SubmittedBy);

/// <param name="ProcessId">Null while it is down.</param>
/// <param name="CpuPercent">Of one core, since the snapshot before; null while not known.</param>
internal sealed record ProcessSnapshot(string Role, int? ProcessId, double? CpuPercent, double ResidentMegabytes, long Restarts);
