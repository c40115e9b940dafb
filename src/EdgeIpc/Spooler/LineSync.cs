using EdgeIpc.Paper;
using EdgeIpc.Posix;
using EdgeIpc.Spool;

namespace EdgeIpc.Spooler;

/// <summary>How a stretch of work on a connection ended.</summary>
internal enum LinkEnd
{
    Done,

    /// <summary>The line is gone, or bytes of unknown number have left: it must be opened again.</summary>
    Lost,

    /// <summary>The printer confirms nothing although it says that it works, or does not answer at all: it must be synchronised.</summary>
    Stalled,

    /// <summary>Told to end.</summary>
    Stopping,
}

/// <summary>
/// Finds a common beginning with a printer of which nobody knows what it has in hand: a command may be open whose sender
/// died, and answers may be on their way to it. Those are taken first: a band that its dead sender did not live to confirm
/// need not be printed again.
/// </summary>
internal sealed class LineSync(PrinterConnection printer, SpoolerBoard board, SpoolerWaits waits, TimeProvider time)
{
    /// <summary>A full buffer of text takes a slow head 10 s; the zeros' own time comes on top.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly List<JournalBand> _unconfirmed = [.. board.Seat.UnconfirmedBands()];

    public LinkEnd Run()
    {
        // A question that falls into the head of an open command is read as its parameters, and a picture's height may then
        // come out as thousands of rows. Zeros end the head of any command, with what it had or with nothing to do.
        printer.Outbox.Add(new byte[Resync.HeadBytes]);
        var end = AwaitReady();
        if (end != LinkEnd.Done) return end;
        int nonce = (int)(MonotonicClock.NowNs / 1_000_000 % BandFence.NonceCount);
        byte[] fence = new byte[ICheckpointEcho.MostBytes];
        int fenceBytes = printer.Echo.WriteSync(nonce, Math.Min(_unconfirmed.Count, StatusEcho.MostOpenFences), fence);
        byte[] zeros = Resync.Bytes(board.Seat.OpenCommandBytes());
        byte[] tellChanges = printer.Profile.Has(PrinterCommands.AutoStatus) ? PrinterStatusBits.TellChanges.ToArray() : [];
        printer.Outbox.Add(new byte[][] { zeros, tellChanges, fence[..fenceBytes] }.SelectMany(part => part).ToArray());
        printer.NoteProgress();

        end = AwaitFence(nonce, Patience + TimeSpan.FromSeconds(10.0 * zeros.Length / printer.Baud));
        if (end != LinkEnd.Done) return end;
        board.Seat.NoteSynced();
        return AwaitQuiet();
    }

    /// <summary>A printer that is out of paper would take the zeros into a full buffer, and then no question could reach it.</summary>
    private LinkEnd AwaitReady()
    {
        while (!printer.Status.IsKnown || !printer.Status.IsReady)
        {
            if (Turn() is not LinkEnd.Done and var end) return end;
            if (printer.Status.IsKnown || printer.Status.IsSilent) board.Show(PrinterState.Stopped, printer.Status.Reasons, printer.Status.Sentence);
        }

        return LinkEnd.Done;
    }

    private LinkEnd AwaitFence(int nonce, TimeSpan patience)
    {
        while (true)
        {
            if (Turn() is not LinkEnd.Done and var end) return end;
            if (printer.Answers.Any(answer => answer.Kind == EchoEventKind.Synchronised && answer.Number == nonce)) return LinkEnd.Done;
            if (!printer.Status.IsReady)
            {
                board.Show(PrinterState.Stopped, printer.Status.Reasons, printer.Status.Sentence);
                printer.NoteProgress();
            }
            else if (time.GetElapsedTime(printer.LastProgressAt) > patience)
            {
                board.Log.NoFence();
                return LinkEnd.Stalled;
            }
        }
    }

    /// <summary>Echoes that carry no name may still come for a moment: they must not be taken for answers to what is sent next.</summary>
    private LinkEnd AwaitQuiet()
    {
        var quiet = TimeSpan.FromMilliseconds(printer.Echo.QuietAfterSyncMs);
        while (time.GetElapsedTime(printer.LastByteAt) < quiet)
        {
            if (Turn() is not LinkEnd.Done and var end) return end;
        }

        return LinkEnd.Done;
    }

    private LinkEnd Turn()
    {
        if (waits.Stopping.IsCancellationRequested) return LinkEnd.Stopping;
        if (!printer.Turn(TimeSpan.FromMilliseconds(100))) return LinkEnd.Lost;
        ConfirmLate();
        return LinkEnd.Done;
    }

    /// <summary>
    /// A band that is named lies on paper. One before it whose answer is missing may be there, too, or may have been lost with
    /// the printer's power: then both are printed again, in their order.
    /// </summary>
    private void ConfirmLate()
    {
        foreach (var answer in printer.Answers)
        {
            if (answer.Kind != EchoEventKind.BandPrinted) continue;
            if (_unconfirmed.Find(band => BandFence.OfBand((int)(band.Serial % BandFence.SerialCount)).Number == answer.Number) is not { } named) continue;
            if (_unconfirmed.Find(band => band.JobNumber == named.JobNumber) != named) continue;
            board.Seat.NoteConfirmed(named.Serial);
            board.CountConfirmed(1);
            _unconfirmed.Remove(named);
        }
    }
}
