using System.Buffers;
using EdgeIpc.Paper;
using EdgeIpc.Spool;

namespace EdgeIpc.Spooler;

/// <summary>
/// Puts bands and marks on the line behind their journal entries, and confirmations into the journal. Lives as long as a
/// connection stays in step with its printer; after a resync a new one begins with an empty window.
/// </summary>
internal sealed class BandSender
{
    /// <summary>ESC @, which a document or a mark begins with, ends automatic status.</summary>
    private static readonly byte[] Initialize = [0x1b, (byte)'@'];

    private readonly PrinterConnection _printer;
    private readonly SpoolerBoard _board;
    private readonly SpoolerWaits _waits;
    private readonly TimeProvider _time;
    private readonly SendWindow _window;
    private readonly byte[] _fence = new byte[ICheckpointEcho.MostBytes];
    private readonly List<ConfirmedBand> _owed = [];
    private bool _hasLostSettings = true;
    private long _inPrintSince;
    private int _nextNonce;

    public BandSender(PrinterConnection printer, SpoolerBoard board, SpoolerWaits waits, TimeProvider time)
    {
        (_printer, _board, _waits, _time) = (printer, board, waits, time);
        _window = new SendWindow(printer.Profile);
        // Marks need names that differ from those of a sender that just died.
        _nextNonce = (int)(Posix.MonotonicClock.NowNs / 1_000_000 % BandFence.NonceCount);
    }

    public bool IsAllConfirmed => _window.IsEmpty;

    /// <summary>The printer skipped an answer: see <see cref="SendWindow.HasGap"/>.</summary>
    public bool HasGap => _window.HasGap;

    public int BytesUnderWay => _window.BytesUnderWay;

    public int CreditLeftBytes => Math.Max(0, _window.CreditBytes - _window.BytesUnderWay);

    public bool HasRoomFor(Band band) => _window.HasRoomFor(band.Preamble.Length + band.Bytes.Length + ICheckpointEcho.MostBytes / 8);

    /// <summary>Notes a band in the journal, together with what was confirmed meanwhile, and puts it on the line.</summary>
    /// <param name="planHash">The plan that the band is of.</param>
    /// <returns>Anything but Done: the band is noted and did not leave, and counts as one that may be on paper.</returns>
    public LinkEnd Send(long jobNumber, int copy, int bandIndex, Band band, ulong planHash)
    {
        // A resync (ESC @) took away what the bands before this one had set.
        var preamble = _hasLostSettings ? band.Preamble : default;
        var noted = new BandToSend(jobNumber, copy, bandIndex, band.Rows, band.OpenCommandBytes, band.IsRepeatable, preamble.Length + band.Bytes.Length);
        long serial = Journal(() => _board.Seat.NoteSent(noted, _owed.ToArray(), planHash));
        _owed.Clear();
        if (_window.IsEmpty && AwaitFresh() is not LinkEnd.Done and var end) return end;
        _hasLostSettings = false;
        var fence = BandFence.OfBand((int)(serial % BandFence.SerialCount));
        Put(fence, serial, band, preamble, destination => _printer.Echo.WriteFence(fence.Number, destination));
        return LinkEnd.Done;
    }

    /// <summary>Prints a line that tells whoever holds the paper what happened, and waits until it lies there.</summary>
    public LinkEnd PrintMark(Band mark)
    {
        var fence = BandFence.OfMark(_nextNonce++);
        Put(fence, 0, mark, preamble: default, destination => _printer.Echo.WriteMark(fence.Number, destination));
        _hasLostSettings = true;
        while (!_window.IsEmpty)
        {
            // A mark is a line: if the word to stop comes meanwhile, the next spooler prints it once more.
            if (_waits.Stopping.IsCancellationRequested) return LinkEnd.Stopping;
            if (!_printer.Turn(StatusPoll.Interval)) return LinkEnd.Lost;
            TakeAnswers();
            if (_printer.Status.IsReady && _time.GetElapsedTime(_printer.LastProgressAt) > TimeSpan.FromSeconds(15)) return LinkEnd.Stalled;
            if (_printer.Status.IsSilent) return LinkEnd.Stalled;
            if (!_printer.Status.IsReady) _board.Show(PrinterState.Stopped, _printer.Status.Reasons, _printer.Status.Sentence);
        }

        return LinkEnd.Done;
    }

    /// <summary>
    /// Takes what the printer confirmed in the last turn. It is owed to the journal until the next <see cref="Send"/>, which
    /// notes it in the same commit: a memory card wears by commits. <see cref="NoteOwed"/> if no band follows.
    /// </summary>
    /// <returns>How many bands that were.</returns>
    public int TakeAnswers()
    {
        int before = _owed.Count;
        foreach (var answer in _printer.Answers)
        {
            if (answer.Kind == EchoEventKind.BandPrinted && _window.Confirm(BandFence.OfBand(answer.Number)) is { } serial) Owe(serial);
            if (answer.Kind == EchoEventKind.MarkPrinted) _window.Confirm(BandFence.OfMark(answer.Number));
        }

        int confirmed = _owed.Count - before;
        if (confirmed > 0) _board.CountConfirmed(confirmed);
        return confirmed;
    }

    /// <summary>Writes what is owed into the journal by itself: no band follows now.</summary>
    public void NoteOwed()
    {
        if (_owed.Count == 0) return;
        Journal(() =>
        {
            _board.Seat.NoteConfirmed(_owed.ToArray());
            return true;
        });
        _owed.Clear();
    }

    /// <summary>The job is through: noted together with what was confirmed last.</summary>
    /// <param name="motorStops">For the job's account.</param>
    public void Complete(long jobNumber, MotorStops motorStops)
    {
        Journal(() =>
        {
            _board.Seat.Complete(jobNumber, _owed.ToArray(), motorStops);
            return true;
        });
        _owed.Clear();
    }

    /// <summary>
    /// Waits until the printer was heard so lately that it has not been without power since: the journal may have taken longer
    /// than a hand at the plug, on a slow card or behind another process.
    /// </summary>
    private LinkEnd AwaitFresh()
    {
        while (!_printer.Status.IsFresh)
        {
            if (_waits.Stopping.IsCancellationRequested) return LinkEnd.Stopping;
            if (_printer.Status.IsSilent) return LinkEnd.Stalled;
            _printer.Status.Hurry();
            if (!_printer.Turn(StatusPoll.Interval)) return LinkEnd.Lost;
        }

        return LinkEnd.Done;
    }

    private void Owe(long serial)
    {
        _owed.Add(new ConfirmedBand(serial, (int)_time.GetElapsedTime(_inPrintSince).TotalMilliseconds));
        _inPrintSince = _time.GetTimestamp();
    }

    /// <summary>A band's message: at each stop a status echo, where the printer needs them, and the band's own fence at its end.</summary>
    private void Put(BandFence fence, long serial, Band band, ReadOnlyMemory<byte> preamble, Func<byte[], int> writeFence)
    {
        var message = new ArrayBufferWriter<byte>();
        var pieces = new List<Outbox.Piece>();
        message.Write(preamble.Span);
        int start = 0;
        if (_printer.Profile.Has(PrinterCommands.AutoStatus) && band.Bytes.Span.StartsWith(Initialize))
        {
            message.Write(Initialize);
            message.Write(PrinterStatusBits.TellChanges.Span);
            start = Initialize.Length;
        }

        foreach (var stop in band.Stops)
        {
            message.Write(band.Bytes.Span[start..stop.Offset]);
            start = stop.Offset;
            bool isEnd = start == band.Bytes.Length;
            int fenceBytes = isEnd ? writeFence(_fence) : _printer.Echo.WritePiece(_fence);
            message.Write(_fence.AsSpan(0, fenceBytes));
            pieces.Add(new Outbox.Piece(message.WrittenCount, stop.HeadNs));
        }

        if (_window.IsEmpty)
        {
            _printer.NoteProgress();
            _inPrintSince = _time.GetTimestamp();
        }

        _window.Add(fence, serial, message.WrittenCount);
        _printer.Outbox.Add(message.WrittenMemory, pieces);
    }

    /// <summary>
    /// Without a journal entry no byte may leave, and a confirmation must not get lost: on a full disk the spooler waits for
    /// room, as a printer waits for paper.
    /// </summary>
    /// <exception cref="OperationCanceledException">Told to stop while it waits.</exception>
    private T Journal<T>(Func<T> write)
    {
        while (true)
        {
            try
            {
                return write();
            }
            catch (SpoolUnusableException e) when (e.Fault is SpoolFault.DiskFull or SpoolFault.Busy)
            {
                _board.ShowJournalStopped(e.Message);
                _waits.Stopping.ThrowIfCancellationRequested();
                _waits.Wait(StatusPoll.Interval);
            }
        }
    }
}
