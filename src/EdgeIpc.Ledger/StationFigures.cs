using System.Text.Json.Serialization;

namespace EdgeIpc.Ledger;

/// <summary>
/// The plain numbers of a balance, gathered by the caller, each from the process that counted it. While the station runs,
/// gather until two takings in a row are equal: counts of different processes are comparable only when nothing moved between.
/// </summary>
public sealed record StationFigures
{
    /// <summary>
    /// The sources have stopped and the drain is over: no tick may be pending, no sample unread, no command waiting. Jobs may
    /// wait for a printer that has no paper: they are on disk.
    /// </summary>
    public bool Drained { get; init; }

    public TickFigures Ticks { get; init; } = new(0, 0, 0, 0);

    public IReadOnlyList<ReaderFigures> Readers { get; init; } = [];

    /// <summary>One entry for each ring of frames; none where no camera runs.</summary>
    public IReadOnlyList<FrameFigures> Frames { get; init; } = [];

    /// <summary>One entry for each queue with its senders and its receiver.</summary>
    public IReadOnlyList<CommandFigures> Commands { get; init; } = [];

    public JobFigures Jobs { get; init; } = new(0, 0, 0, 0, 0, 0, 0);

    /// <summary>Null where no emulator counts the rows: a real printer tells nobody.</summary>
    public RowFigures? Rows { get; init; }
}

/// <param name="Due">From the schedule and the clock.</param>
/// <param name="Published">The ring's cursor.</param>
/// <param name="Missed">The sensor's count.</param>
/// <param name="Pending">Due and not handled yet: in flight.</param>
/// <param name="Underruns">How often a recording that is played ran out of samples.</param>
/// <param name="Starved">Missed ticks of these.</param>
public sealed record TickFigures(long Due, long Published, long Missed, long Pending, long Underruns = 0, long Starved = 0);

/// <param name="Name">Who reads.</param>
/// <param name="Published">The ring's cursor.</param>
/// <param name="JoinedAt">Where the reader began.</param>
/// <param name="Read">The reader's count.</param>
/// <param name="Lost">The reader's count of what was overwritten.</param>
/// <param name="Lag">The ring's cursor less the reader's: in flight while it reads, else what it will not read.</param>
/// <param name="Standing">By its page, and by the kernel's word on its process.</param>
public sealed record ReaderFigures(string Name, long Published, long JoinedAt, long Read, long Lost, long Lag, ReaderStanding Standing = ReaderStanding.Reading);

/// <summary>Whether a reader reads on.</summary>
public enum ReaderStanding
{
    [JsonStringEnumMemberName("reading")]
    Reading,

    /// <summary>It ended in order; what was published since is not its to read.</summary>
    [JsonStringEnumMemberName("left")]
    Left,

    /// <summary>Its process is gone and said nothing; what it had not read stays unread until one like it starts.</summary>
    [JsonStringEnumMemberName("died")]
    Died,
}

/// <param name="Ring">What the frames are: "grey", "thermal".</param>
/// <param name="Ticks">The camera's schedule and the ring's cursor.</param>
/// <param name="Readers">Who looks at them.</param>
public sealed record FrameFigures(string Ring, TickFigures Ticks, IReadOnlyList<FrameReaderFigures> Readers);

/// <param name="Reader">As of any ring.</param>
/// <param name="Torn">The reader's count of frames with a wrong checksum.</param>
public sealed record FrameReaderFigures(ReaderFigures Reader, long Torn);

/// <param name="Queue">Whose queue: the receiver's role.</param>
/// <param name="Sent">The senders' count of what the kernel took.</param>
/// <param name="Unresolved">Sends of which nobody said how they ended: each may be in the queue or not.</param>
/// <param name="Answered">The receiver's count.</param>
/// <param name="Expired">The receiver's count.</param>
/// <param name="Refused">The receiver's count.</param>
/// <param name="Interrupted">The receiver's count.</param>
/// <param name="NoReply">The receiver's count.</param>
/// <param name="Doubtful">Crashes that may have taken a message along, or not.</param>
/// <param name="Waiting">The kernel's count of messages in the queue: in flight.</param>
/// <param name="InHand">1 while the receiver is receiving a message or acting on one: in flight.</param>
public sealed record CommandFigures(
    string Queue, long Sent, long Unresolved, long Answered, long Expired, long Refused, long Interrupted, long NoReply, long Doubtful, long Waiting, long InHand);

/// <param name="CarriedIn">Jobs that lay in the spool before this instance.</param>
/// <param name="Accepted">The submitters' count.</param>
/// <param name="Unresolved">Submissions of which nobody said how they ended: each may be in the spool or not.</param>
/// <param name="Completed">The spool's count.</param>
/// <param name="Canceled">The spool's count.</param>
/// <param name="Aborted">The spool's count.</param>
/// <param name="Waiting">Jobs that are pending, held, stopped or printing: in flight, on disk.</param>
public sealed record JobFigures(long CarriedIn, long Accepted, long Unresolved, long Completed, long Canceled, long Aborted, long Waiting);

/// <param name="CarriedIn">Rows that were confirmed before this instance.</param>
/// <param name="Confirmed">Rows of all confirmed bands: the journal's count.</param>
/// <param name="SentUnconfirmed">Rows of bands that were sent and not confirmed yet; each may be on the paper or not.</param>
/// <param name="FirstTime">Rows on paper for the first time: the emulator's count.</param>
/// <param name="RepeatedUnmarked">Rows that it saw twice without a mark.</param>
public sealed record RowFigures(long CarriedIn, long Confirmed, long SentUnconfirmed, long FirstTime, long RepeatedUnmarked);
