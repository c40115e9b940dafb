namespace EdgeIpc.Paper;

/// <summary>
/// For a printer that answers nothing: fences are empty, and a model of the line and the head says when what stood before
/// them must lie on paper. It can't know of a jam: what it confirms has been sent, taken and given the time that it needs.
/// </summary>
public sealed class TimedEcho : ICheckpointEcho
{
    private readonly Queue<(long Index, EchoEvent Event)> _open = new();
    private readonly RealTimeReply _realTime = new();
    private long _written;

    public long UnexpectedBytes { get; private set; }

    public int QuietAfterSyncMs => 0;

    public bool IsAnswered => false;

    public int WriteFence(int serial, Span<byte> destination) => Add(EchoEventKind.BandPrinted, BandFence.OfBand(serial).Number);

    public int WriteMark(int nonce, Span<byte> destination) => Add(EchoEventKind.MarkPrinted, BandFence.OfMark(nonce).Number);

    public int WritePiece(Span<byte> destination) => 0;

    public int WriteSync(int nonce, int openFences, Span<byte> destination)
    {
        _open.Clear();
        return Add(EchoEventKind.Synchronised, nonce);
    }

    public EchoEvent Take(byte value)
    {
        if (_realTime.TryTake(value, out EchoEvent heard))
            return heard;
        UnexpectedBytes++;
        return default;
    }

    public IEnumerable<EchoEvent> TakePrinted(long printedUpTo)
    {
        while (_open.TryPeek(out var oldest) && oldest.Index < printedUpTo)
        {
            _open.Dequeue();
            yield return oldest.Event;
        }
    }

    private int Add(EchoEventKind kind, int number)
    {
        _open.Enqueue((_written++, new EchoEvent(kind, number)));
        return 0;
    }
}
