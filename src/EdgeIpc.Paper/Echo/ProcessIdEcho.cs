namespace EdgeIpc.Paper;

/// <summary>
/// GS ( H function 48: the printer sends back the fence's own four bytes when everything before it has been printed.
/// An answer names its band, so a late one to a dead sender's fence confirms the right band, too.
/// Source: Epson's command reference, GS ( H; the reply is 37 22 d1 d2 d3 d4 00.
/// </summary>
public sealed class ProcessIdEcho : ICheckpointEcho
{
    private const byte ReplyHeader = 0x37, ReplyKind = 0x22;
    private const int ReplyBytes = 7;

    private readonly byte[] _reply = new byte[ReplyBytes];
    private readonly RealTimeReply _realTime = new();
    private int _taken;

    public long UnexpectedBytes { get; private set; }

    /// <summary>None needed: the answer carries the sync's own nonce.</summary>
    public int QuietAfterSyncMs => 0;

    public int WriteFence(int serial, Span<byte> destination) => Write(BandFence.OfBand(serial), destination);

    public int WriteMark(int nonce, Span<byte> destination) => Write(BandFence.OfMark(nonce), destination);

    /// <summary>Printers with process ids have flow control, too.</summary>
    public int WritePiece(Span<byte> destination) => 0;

    public int WriteSync(int nonce, int openFences, Span<byte> destination) => Write(BandFence.OfSync(nonce), destination);

    public EchoEvent Take(byte value)
    {
        if (_taken == 0 && value != ReplyHeader)
            return _realTime.TryTake(value, out EchoEvent heard) ? heard : Unexpected();

        _reply[_taken++] = value;
        if (_taken == 2 && value != ReplyKind)
            return Unexpected();
        if (_taken < ReplyBytes)
            return default;

        _taken = 0;
        if (value != 0 || !BandFence.TryReadId(_reply.AsSpan(2, BandFence.IdBytes), out BandFence fence))
            return Unexpected();
        return fence.Kind switch
        {
            FenceKind.Band => new(EchoEventKind.BandPrinted, fence.Number),
            FenceKind.MarkBegins => default,
            FenceKind.Mark => new(EchoEventKind.MarkPrinted, fence.Number),
            _ => new(EchoEventKind.Synchronised, fence.Number),
        };
    }

    private EchoEvent Unexpected()
    {
        UnexpectedBytes += Math.Max(1, _taken);
        _taken = 0;
        return default;
    }

    internal static int Write(BandFence fence, Span<byte> destination)
    {
        ReadOnlySpan<byte> command = [0x1d, (byte)'(', (byte)'H', 6, 0, 0x30, 0x30];
        command.CopyTo(destination);
        fence.WriteId(destination[command.Length..]);
        return command.Length + BandFence.IdBytes;
    }
}
