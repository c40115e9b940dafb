using System.Text.Json.Serialization;
using EdgeIpc.Ledger;

namespace EdgeIpc.Web;

/// <summary>
/// A station at one moment, as whoever looks on sees it: plain values, filled by the program, drawn by the page and by the
/// terminal. The names are those of the page's API.
/// </summary>
public record StationView
{
    public required string Instance { get; init; }

    /// <summary>Since all processes were ready; null before.</summary>
    [JsonIgnore]
    public TimeSpan? Running { get; init; }

    public double? RunningSeconds => Running?.TotalSeconds;

    /// <summary>Samples a second that the ring really got.</summary>
    public double RateHz { get; init; }

    /// <summary>Samples a second that are due; 0 while nothing is sampled.</summary>
    public int DueRateHz { get; init; }

    /// <summary>Null before the first sensor made the ring.</summary>
    public RingView? Ring { get; init; }

    /// <summary>The lessons' reader; null while there is none.</summary>
    public SlowReaderView? SlowReader { get; init; }

    public required StationFigures Figures { get; init; }

    public required Balance Balance { get; init; }

    public IReadOnlyList<QueueView> Queues { get; init; } = [];

    public required PrinterView Printer { get; init; }

    /// <summary>Waiting jobs in the order of printing, then finished ones, the last first.</summary>
    public IReadOnlyList<JobView> Jobs { get; init; } = [];

    public IReadOnlyList<ProcessView> Processes { get; init; } = [];

    /// <summary>The buttons and lamps.</summary>
    public PanelView Panel { get; init; } = new([], [], IsSimulated: false);
}

/// <param name="SlotCount">Samples that the ring holds.</param>
/// <param name="Published">Samples published so far: where the writer stands.</param>
/// <param name="Epoch">1 for the first writer, one more for each that went on.</param>
/// <param name="HasWriter">Whether a living process holds the writer's lock.</param>
public sealed record RingView(int SlotCount, int SlotSizeBytes, long Published, int Epoch, bool HasWriter);

/// <param name="Pace">The share of what is published that it takes, 0 to 1.</param>
/// <param name="JoinedAt">The position that it began with.</param>
/// <param name="Published">Always JoinedAt + Read + Lost + Lag.</param>
public sealed record SlowReaderView(double Pace, long JoinedAt, long Published, long Read, long Lost, long Lag);

/// <param name="Waiting">Messages that the kernel keeps now.</param>
/// <param name="HighWaterMark">The most that its receiver ever found waiting.</param>
public sealed record QueueView(string Role, long Waiting, long Limit, int HighWaterMark = 0);

public sealed record PrinterView
{
    /// <summary>IPP's keyword: idle, processing, stopped.</summary>
    public required string State { get; init; }

    /// <summary>IPP's keywords; "none" alone when there is none.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>One sentence for a person, or empty.</summary>
    public string Message { get; init; } = "";
    public bool HasSpooler { get; init; }
    public long JobNumber { get; init; }
    public long BandIndex { get; init; }
    public long BandCount { get; init; }

    /// <summary>Bytes that the printer's buffer still takes.</summary>
    public long CreditBytes { get; init; }

    /// <summary>Given to the line, ever.</summary>
    public long BytesSent { get; init; }

    /// <summary>What the printer took since the look before; where it doesn't count, what was given to the line.</summary>
    public double BytesPerSecond { get; init; }

    /// <summary>What the line carries at most, 10 bits a byte; 0 where the settings are not known.</summary>
    public double LineBytesPerSecond { get; init; }

    /// <summary>What an empty buffer takes; 0 where the settings are not known.</summary>
    public long BufferBytes { get; init; }

    /// <summary>Whether the emulated printer has no paper; null where no emulator is.</summary>
    public bool? IsPaperOut { get; init; }

    /// <summary>Whether its cover is open; null where no emulator is.</summary>
    public bool? IsCoverOpen { get; init; }

    /// <summary>How often its head starved in mid-job; null where no emulator is.</summary>
    public long? MotorStops { get; init; }

    /// <summary>How often the head had to wait for the line in the job that is being printed: counted up to now, or planned.</summary>
    public long JobMotorStops { get; init; }

    /// <summary>Whether the printer counted these.</summary>
    public bool JobMotorStopsCounted { get; init; }

    /// <summary>Changes whenever there is other paper to look at; null where there is none.</summary>
    public long? PaperRevision { get; init; }

    /// <summary>The paper is what the encoder sends to a real printer, not what an emulator got.</summary>
    public bool IsPaperPreview { get; init; }

    /// <summary>The numbers of the receipts that were cut last, the newest first.</summary>
    public IReadOnlyList<int> Receipts { get; init; } = [];
}

/// <param name="State">IPP's keyword.</param>
/// <param name="Reason">IPP's keyword; "none" when there is none.</param>
/// <param name="Message">One sentence about the state, or empty.</param>
public sealed record JobView(long Number, string State, string Reason, string Title, string SubmittedBy, string Message = "", int Copies = 1, int Priority = 50, long Bytes = 0);

/// <param name="ProcessId">Null while it is down.</param>
/// <param name="CpuPercent">Of one core, since the look before; null while not known.</param>
/// <param name="CpuSeconds">Since this process started.</param>
public sealed record ProcessView(string Role, int? ProcessId, double? CpuPercent, double ResidentMegabytes, long Restarts, double CpuSeconds = 0);

/// <param name="Buttons">Their names.</param>
/// <param name="IsSimulated">Whether buttons can be pressed from here, and processes killed to watch them recover.</param>
public sealed record PanelView(IReadOnlyList<string> Buttons, IReadOnlyList<LampView> Lamps, bool IsSimulated);

public sealed record LampView(string Name, bool IsOn);
