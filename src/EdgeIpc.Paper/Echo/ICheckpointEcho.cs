namespace EdgeIpc.Paper;

public enum EchoEventKind
{
    /// <summary>The byte belongs to an answer that isn't complete, or means nothing.</summary>
    None,

    /// <summary>The band with <see cref="EchoEvent.Number"/> lies on paper, and everything before it.</summary>
    BandPrinted,

    /// <summary>The printer has taken the oldest open piece out of its buffer.</summary>
    PieceTaken,

    /// <summary>The mark with this nonce lies on paper.</summary>
    MarkPrinted,

    /// <summary>The printer has taken the sync with this nonce: nothing older is left in it.</summary>
    Synchronised,

    /// <summary>A real-time status byte (DLE EOT) in <see cref="EchoEvent.Number"/>.</summary>
    Status,

    /// <summary>The printer's state has changed (GS a): four status bytes, the first in the highest byte of <see cref="EchoEvent.Number"/>.</summary>
    AutoStatus,

    /// <summary>XOFF: the printer wants no more for now. Only seen where the line itself doesn't act on it.</summary>
    PauseAsked,

    /// <summary>XON.</summary>
    ResumeAsked,
}

/// <param name="Number">By kind: a band's serial, a nonce, a status byte.</param>
public readonly record struct EchoEvent(EchoEventKind Kind, int Number);

/// <summary>
/// How a printer says what it has printed: fences go out behind the bands, answers come back in their order.
/// Not thread-safe; one per open line. Answers come from the wire: what isn't expected is counted and ignored.
/// </summary>
public interface ICheckpointEcho
{
    /// <summary>No fence or sync is longer, however many bands were open.</summary>
    const int MostBytes = 256;

    /// <summary>Writes what follows a band. When its answer comes, <see cref="EchoEventKind.BandPrinted"/> names the serial.</summary>
    /// <param name="serial">0..<see cref="BandFence.SerialCount"/> - 1.</param>
    /// <returns>Bytes written to <paramref name="destination"/>.</returns>
    int WriteFence(int serial, Span<byte> destination);

    /// <summary>Writes what follows a piece of a band: its answer is <see cref="EchoEventKind.PieceTaken"/>. Empty: this printer has no such answer.</summary>
    int WritePiece(Span<byte> destination);

    /// <summary>Writes what follows a line that tells a person of a continuation; see <see cref="MarkBand"/>.</summary>
    int WriteMark(int nonce, Span<byte> destination);

    /// <summary>
    /// Writes what follows a resync (<see cref="Resync"/>) on a line that another sender left.
    /// </summary>
    /// <param name="openFences">At most this many fences of that sender may still be answered: its sent, unconfirmed bands; 0..64.</param>
    int WriteSync(int nonce, int openFences, Span<byte> destination);

    /// <summary>Takes one byte that came from the printer.</summary>
    EchoEvent Take(byte value);

    /// <summary>After <see cref="EchoEventKind.Synchronised"/>, how long no byte may have come before the next fence is sent.</summary>
    int QuietAfterSyncMs { get; }

    /// <summary>
    /// Answers that a model of the printer gives, as the printer has none: <see cref="EchoEventKind.BandPrinted"/> and the like,
    /// for those fences whose bytes have left for so long. A real echo gives none.
    /// </summary>
    /// <param name="printedUpTo">So many of the fences, marks and syncs that were ever written must lie on paper by now.</param>
    IEnumerable<EchoEvent> TakePrinted(long printedUpTo) => [];

    /// <summary>It answers by itself; otherwise only <see cref="TakePrinted"/> tells.</summary>
    bool IsAnswered => true;

    /// <summary>The best that this printer has; where it answers nothing in the order of its data, a model of it answers.</summary>
    static ICheckpointEcho For(PrinterProfile profile) =>
        profile.Has(PrinterCommands.ProcessId) ? new ProcessIdEcho()
        : profile.Has(PrinterCommands.StatusEcho) ? new StatusEcho()
        : new TimedEcho();

    /// <summary>Bytes that fitted no answer.</summary>
    long UnexpectedBytes { get; }
}
