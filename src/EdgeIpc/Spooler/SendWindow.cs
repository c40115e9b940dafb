using EdgeIpc.Paper;

namespace EdgeIpc.Spooler;

/// <summary>
/// What has left for the printer and is not confirmed, in order, and how much more may leave: never more bytes than the
/// printer's buffer holds, so that nothing overflows and flow control rarely has to stop the line.
/// </summary>
internal sealed class SendWindow
{
    /// <summary>
    /// Bands under way at once. Each is at most a second of the head: two keep it busy, and three are printed within the time
    /// that a spooler has after the word to stop.
    /// </summary>
    public const int MostFences = 3;

    /// <summary>The band in hand, and the next one ready behind it.</summary>
    private const int MostGatedFences = 2;

    private readonly Queue<Sent> _sent = new();

    private readonly bool _isGatedByPieces;

    public SendWindow(PrinterProfile profile) => (CreditBytes, _isGatedByPieces) = (profile.CreditBytes, !profile.HasFlowControl);

    /// <summary>The most bytes under way at once.</summary>
    public int CreditBytes { get; }

    public int BytesUnderWay { get; private set; }

    public bool IsEmpty => _sent.Count == 0;

    /// <summary>
    /// An answer came and one that was due before it did not: what it names was printed, what is older was not, so the printer
    /// was without power in between. Nothing is confirmed any more; the line must be synchronised.
    /// </summary>
    public bool HasGap { get; private set; }

    /// <summary>
    /// Whether a message of this length may be noted as sent and given to the line now. Without flow control a
    /// <see cref="PieceCredit"/> holds back what doesn't fit, and so only the number counts. One that is longer than the whole
    /// buffer goes alone, and flow control paces it.
    /// </summary>
    public bool HasRoomFor(int bytes) =>
        IsEmpty || (_isGatedByPieces ? _sent.Count < MostGatedFences : _sent.Count < MostFences && BytesUnderWay + bytes <= CreditBytes);

    /// <param name="fence">What its answer will name.</param>
    /// <param name="serial">The band's serial in the journal; 0 for a mark.</param>
    /// <param name="bytes">Its length on the wire, the fence included.</param>
    public void Add(BandFence fence, long serial, int bytes)
    {
        _sent.Enqueue(new Sent(fence, serial, bytes));
        BytesUnderWay += bytes;
    }

    /// <summary>Takes an answer. A printer answers in the order of its data, so it names the oldest under way; see <see cref="HasGap"/>.</summary>
    /// <returns>The serial of the band that is on paper; null when it was a mark, or nothing under way has that name: an answer to somebody who died.</returns>
    public long? Confirm(BandFence fence)
    {
        if (HasGap || !_sent.Any(sent => sent.Fence == fence)) return null;
        if (_sent.Peek().Fence != fence)
        {
            HasGap = true;
            return null;
        }

        var first = _sent.Dequeue();
        BytesUnderWay -= first.Bytes;
        return first.Fence.Kind == FenceKind.Band ? first.Serial : null;
    }

    private readonly record struct Sent(BandFence Fence, long Serial, int Bytes);
}
