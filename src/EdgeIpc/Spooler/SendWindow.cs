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

    /// <summary>Takes an answer: what it names is on paper, and everything that was sent before it.</summary>
    /// <returns>The serials of the bands among them. Empty when nothing under way has that name: an answer to somebody who died.</returns>
    public IReadOnlyList<long> Confirm(BandFence fence)
    {
        if (!_sent.Any(sent => sent.Fence == fence)) return [];
        var serials = new List<long>();
        while (true)
        {
            var first = _sent.Dequeue();
            BytesUnderWay -= first.Bytes;
            if (first.Fence.Kind == FenceKind.Band) serials.Add(first.Serial);
            if (first.Fence == fence) return serials;
        }
    }

    private readonly record struct Sent(BandFence Fence, long Serial, int Bytes);
}
