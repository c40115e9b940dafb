namespace EdgeIpc.Paper.Tests;

/// <summary>
/// A printer without flow control gets a piece only when there is surely room for it, and its answers come late: through a
/// USB adapter, or to a spooler that has to wait for a processor. The line must be busy all the same.
/// </summary>
public sealed class LineUseTests
{
    private const int LineBaud = 19_200;
    private const double LeastUse = 0.98;

    public static TheoryData<string, int> Cases => [.. PrinterProfile.Names.Where(name => !PrinterProfile.Load(name).HasFlowControl)
        .SelectMany(name => new[] { 0, 5, 10, 15 }.Select(delayMs => (name, delayMs)))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_raster_uses_the_line_although_answers_come_late_and_no_byte_is_dropped(string name, int delayMs)
    {
        var profile = PrinterProfile.Load(name);
        var photo = PngReader.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", "photo.png")));
        var document = PictureDocument.Create(photo, profile, LineBaud);
        var plan = Assert.IsType<PlanResult.Planned>(BandPlan.Build(document, profile, PlanOptions.For(profile, LineBaud))).Plan;

        var sender = new PieceSender(profile, delayMs * 1_000_000L);
        var figures = sender.Print(plan);

        Assert.Equal(0, figures.DroppedBytes);
        Assert.True(figures.LineUse >= LeastUse, $"{figures.LineUse * 100:0.0} % of the line");
        // What a sync after a crash counts on.
        Assert.InRange(sender.MostOpenPieces, 1, 8);
    }

    /// <summary>A spooler's credit without the spooler: pieces with a status echo behind each, as many as the buffer takes.</summary>
    private sealed class PieceSender(PrinterProfile profile, long delayNs)
    {
        private readonly PrinterModel _model = new(profile, new PrinterModelOptions { LineBaud = LineBaud });
        private readonly ICheckpointEcho _echo = ICheckpointEcho.For(profile);
        private readonly Queue<int> _open = new();
        private readonly Queue<long> _answersAtNs = new();
        private ReadOnlyMemory<byte> _inHand;

        public int MostOpenPieces { get; private set; }

        public ReceiptFigures Print(BandPlan plan)
        {
            var pieces = new Queue<byte[]>(Pieces(plan));
            for (long nowNs = 0; ;)
            {
                TakeAnswers(nowNs);
                Send(pieces, nowNs);
                long nextNs = Math.Min(_model.NextEventNs, _answersAtNs.TryPeek(out long answerNs) ? answerNs : long.MaxValue);
                if (nextNs == long.MaxValue)
                    break;
                nowNs = Math.Max(nowNs, nextNs);
                _model.AdvanceTo(nowNs);
            }

            Assert.Empty(pieces);
            return _model.SinceCut;
        }

        private IEnumerable<byte[]> Pieces(BandPlan plan)
        {
            byte[] fence = new byte[ICheckpointEcho.MostBytes];
            for (int band = 0; band < plan.Bands.Count; band++)
            {
                int start = 0;
                foreach (BandStop stop in plan.Bands[band].Stops)
                {
                    int fenceBytes = stop.Offset == plan.Bands[band].Bytes.Length ? _echo.WriteFence(band, fence) : _echo.WritePiece(fence);
                    yield return [.. plan.Bands[band].Bytes.Span[start..stop.Offset], .. fence[..fenceBytes]];
                    start = stop.Offset;
                }
            }
        }

        private void TakeAnswers(long nowNs)
        {
            Span<byte> replies = stackalloc byte[64];
            foreach (byte reply in replies[.._model.TakeReplies(replies)])
            {
                if (_echo.Take(reply).Kind is EchoEventKind.BandPrinted or EchoEventKind.PieceTaken)
                    _answersAtNs.Enqueue(nowNs + delayNs);
            }

            while (_answersAtNs.TryPeek(out long atNs) && atNs <= nowNs)
            {
                _answersAtNs.Dequeue();
                _open.Dequeue();
            }
        }

        private void Send(Queue<byte[]> pieces, long nowNs)
        {
            while (true)
            {
                if (_inHand.IsEmpty)
                {
                    if (!pieces.TryPeek(out byte[]? next) || (_open.Count > 0 && _open.Sum() + next.Length > profile.CreditBytes))
                        return;
                    _inHand = pieces.Dequeue();
                    _open.Enqueue(_inHand.Length);
                    MostOpenPieces = Math.Max(MostOpenPieces, _open.Count);
                }

                _inHand = _inHand[_model.Receive(_inHand.Span, nowNs)..];
                if (!_inHand.IsEmpty)
                    return;
            }
        }
    }
}
