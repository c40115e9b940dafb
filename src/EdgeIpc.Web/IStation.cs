using EdgeIpc.Commands;
using EdgeIpc.Ledger;
using EdgeIpc.Paper;
using EdgeIpc.Playout;
using EdgeIpc.Ring;
using EdgeIpc.Spool;

namespace EdgeIpc.Web;

/// <summary>
/// A station as the page needs it. The program knows where a station keeps its things; a test makes one up. Every call may
/// come from another thread; <see cref="Look"/> and the signal's are never called by two at once.
/// </summary>
public interface IStation
{
    /// <summary>False once the station has ended and taken its things along: the page ends with it.</summary>
    bool IsThere { get; }

    /// <summary>The station now. Rates are those since the call before.</summary>
    StationView Look();

    /// <summary>Takes what the ring has and plays what is due. Call it ten times a second while somebody watches.</summary>
    SignalStatus PlaySignal();

    /// <summary>Lets the ring go: nobody watches. The next <see cref="PlaySignal"/> begins with what the ring still holds.</summary>
    void RestSignal();

    /// <summary>A channel's strip, of the column time at this place of <see cref="SignalSpan.All"/>.</summary>
    SignalStrip Strip(int span, int channel);

    /// <summary>Sends a command to a role and waits for its answer.</summary>
    SendResult Send(string role, Command command, CancellationToken cancellationToken);

    /// <summary>The bands that a document would be printed as, or why it can't be.</summary>
    PlanResult Plan(DocumentFormat format, ReadOnlyMemory<byte> document);

    /// <summary>What this printer gets for a PNG or JPEG file, or why that is none. Unpacked in a process of its own; may take seconds.</summary>
    PictureResult ReadPicture(byte[] file);

    SubmitResult Submit(SubmitRequest request);

    ManageResult Manage(JobWish wish, long jobNumber);

    /// <summary>The picture of the paper as it hangs out of the emulated printer, or of a receipt that was cut; null when there is none.</summary>
    /// <param name="receipt">Its number from 1; null for what hangs out.</param>
    byte[]? ReadPaper(int? receipt);

    /// <summary>The newest frame of a camera as a portable graymap (P5), smaller where the camera's is large; null when there is none.</summary>
    /// <param name="ring">As <see cref="StationFigures.Frames"/> names it.</param>
    byte[]? ReadFrame(string ring);

    /// <summary>A reader of the ring for lessons: it takes that share of what is published, 0 to 1; null: it leaves.</summary>
    /// <returns>False when there is no ring to read.</returns>
    bool SlowDown(double? pace);

    /// <summary>What the page served so far, for the station's counter page.</summary>
    void Note(in WebCounts counts);
}

/// <summary>What became of a picture.</summary>
public abstract record PictureResult
{
    private PictureResult()
    {
    }

    public sealed record Read(PrintDocument Document) : PictureResult;

    /// <param name="Sentence">Why, without a full stop.</param>
    public sealed record Refused(string Sentence) : PictureResult;
}

/// <summary>What can be wished of a job, in IPP's words.</summary>
public enum JobWish
{
    Hold,
    Release,
    Cancel,
    Restart,
}

/// <summary>The signal as it plays: read from the ring as it comes, shown half a second later at its own pace.</summary>
/// <param name="State">When samples are late, the strip stands still and says so.</param>
/// <param name="Buffered">Samples ahead.</param>
/// <param name="Watermark">The fill that is waited for; 0 while it plays.</param>
/// <param name="BufferingSeconds">For how long the signal was out in all.</param>
/// <param name="Lag">Samples in the ring that were not taken yet.</param>
/// <param name="Lost">Samples that this reader was too slow for.</param>
public sealed record SignalStatus(
    IReadOnlyList<RingChannel> Channels, PlayoutState State, int Buffered, int Watermark, long Underruns, double BufferingSeconds, long Lag, long Lost);

/// <summary>How much time a strip shows, in columns of equal time: zooming is choosing another.</summary>
/// <param name="ColumnTime">Of one column: its lowest and highest value are worked out here, so that a peak of one sample is seen at any zoom.</param>
public sealed record SignalSpan(string Name, TimeSpan ColumnTime)
{
    public const int ColumnCount = 800;

    /// <summary>The shortest first.</summary>
    public static IReadOnlyList<SignalSpan> All { get; } =
    [
        new("4 s", TimeSpan.FromMilliseconds(5)),
        new("20 s", TimeSpan.FromMilliseconds(25)),
        new("60 s", TimeSpan.FromMilliseconds(75)),
    ];
}
