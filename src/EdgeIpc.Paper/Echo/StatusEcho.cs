namespace EdgeIpc.Paper;

/// <summary>
/// GS r 1: one status byte comes back when the printer reaches the command. It names no band, so answers are counted:
/// the first confirms the oldest open fence. "Reached" means processed; the last row may still lie under the head.
/// </summary>
/// <remarks>
/// After a resync, answers to a dead sender's fences may still come, at most as many as it had bands open. So the sync asks
/// once more than that: when this many answers have come, at least one is our own, and nothing older is left in the
/// printer. Up to <c>openFences</c> more may follow; all queries of a sync stand together in the stream, so these come at
/// once. The caller sends no fence until the line has been quiet for <see cref="QuietAfterSyncMs"/>; what comes in that
/// time is passed over.
/// </remarks>
public sealed class StatusEcho : ICheckpointEcho
{
    public const int MostOpenFences = 64;

    /// <summary>Pieces that a dead sender may have had under way besides its bands' ends: no two neighbours fit into half of what may be.</summary>
    private const int MostOpenPieces = 8;

    private static readonly byte[] Query = [0x1d, (byte)'r', 1];

    private readonly Queue<EchoEvent> _open = new();
    private readonly RealTimeReply _realTime = new();
    private int _syncAnswersToCome;
    private int _syncNonce;

    public long UnexpectedBytes { get; private set; }

    /// <summary>Longer than 64 answers take at 1200 baud.</summary>
    public int QuietAfterSyncMs => 600;

    public int WriteFence(int serial, Span<byte> destination) =>
        Ask(new EchoEvent(EchoEventKind.BandPrinted, BandFence.OfBand(serial).Number), destination);

    public int WritePiece(Span<byte> destination) => Ask(new EchoEvent(EchoEventKind.PieceTaken, 0), destination);

    public int WriteMark(int nonce, Span<byte> destination) =>
        Ask(new EchoEvent(EchoEventKind.MarkPrinted, nonce), destination);

    public int WriteSync(int nonce, int openFences, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(openFences);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(openFences, MostOpenFences);
        _open.Clear();
        // A printer of which nothing was open has no pieces either.
        int open = openFences == 0 ? 0 : openFences + MostOpenPieces;
        _syncAnswersToCome = open + 1;
        _syncNonce = nonce;
        for (int index = 0; index <= open; index++)
            Query.CopyTo(destination[(index * Query.Length)..]);
        return (open + 1) * Query.Length;
    }

    public EchoEvent Take(byte value)
    {
        if (_realTime.TryTake(value, out EchoEvent heard))
            return heard;

        // An answer to GS r has bits 4 and 7 clear; so it is no DLE EOT answer and no process id.
        if ((value & 0b1001_0000) != 0)
        {
            UnexpectedBytes++;
            return default;
        }

        if (_syncAnswersToCome > 0)
            return --_syncAnswersToCome == 0 ? new(EchoEventKind.Synchronised, _syncNonce) : default;
        if (_open.TryDequeue(out EchoEvent answered))
            return answered;
        UnexpectedBytes++;
        return default;
    }

    private int Ask(EchoEvent whenAnswered, Span<byte> destination)
    {
        _open.Enqueue(whenAnswered);
        Query.CopyTo(destination);
        return Query.Length;
    }
}
