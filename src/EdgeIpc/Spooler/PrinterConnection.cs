using EdgeIpc.Devices;
using EdgeIpc.Paper;

namespace EdgeIpc.Spooler;

/// <summary>
/// An open line to a printer: what is to be sent, what came back, and what the printer says of itself. All of it moves in
/// <see cref="Turn"/>, on one thread.
/// </summary>
internal sealed class PrinterConnection : IDisposable
{
    /// <summary>How often a printer that answers nothing is looked at through its model.</summary>
    private static readonly TimeSpan ModelInterval = TimeSpan.FromMilliseconds(50);

    private readonly SerialLine _line;
    private readonly SpoolerWaits _waits;
    private readonly TimeProvider _time;
    private readonly byte[] _received = new byte[1024];
    private readonly List<EchoEvent> _answers = [];
    private readonly PieceCredit _credit;

    public PrinterConnection(SerialLine line, PrinterProfile profile, ICheckpointEcho echo, SpoolerWaits waits, TimeProvider time)
    {
        (_line, _waits, _time, Echo, Profile) = (line, waits, time, echo, profile);
        Status = new StatusPoll(profile, time);
        _credit = new PieceCredit(profile, line.Baud, time);
        Outbox = new Outbox(_credit);
        LastProgressAt = LastByteAt = time.GetTimestamp();
        waits.Attach(line.Descriptor);
    }

    public PrinterProfile Profile { get; }

    public ICheckpointEcho Echo { get; }

    public StatusPoll Status { get; }

    public Outbox Outbox { get; }

    /// <summary>Bits per second.</summary>
    public int Baud => _line.Baud;

    /// <summary>What the printer confirmed in the last turn.</summary>
    public IReadOnlyList<EchoEvent> Answers => _answers;

    /// <summary>When it last confirmed anything, or came back from a state in which it can't.</summary>
    public long LastProgressAt { get; private set; }

    /// <summary>When the last byte of whatever kind came.</summary>
    public long LastByteAt { get; private set; }

    /// <summary>Somebody submitted or managed during the last turn.</summary>
    public bool IsWoken { get; private set; }

    /// <summary>Sends what the line takes, waits until something happens or the time is over, and takes what came.</summary>
    /// <param name="most">The longest wait; at most a second in any case.</param>
    /// <param name="isIdle">Nothing is to be printed: the printer is asked for its state now and then only.</param>
    /// <returns>False when the line is lost: the connection is then of no more use.</returns>
    public bool Turn(TimeSpan most, bool isIdle = false)
    {
        _answers.Clear();
        if (Outbox.IsBetweenPieces) Outbox.Ask(Status.TakeQuestion(isIdle));
        if (!Outbox.WriteTo(_line)) return false;
        IsWoken = _waits.Wait(Shortest(most));
        if (!ReadAnswers()) return false;
        TakePrinted();
        return true;
    }

    /// <summary>Counts the printer's patience anew: it was just given something to do.</summary>
    public void NoteProgress() => LastProgressAt = _time.GetTimestamp();

    public void Dispose()
    {
        _waits.Detach(_line.Descriptor);
        _line.Dispose();
    }

    private TimeSpan Shortest(TimeSpan most)
    {
        // The next try waits for the line itself.
        if (Outbox.IsHeldByLine) return TimeSpan.Zero;
        var longest = most < StatusPoll.Interval ? most : StatusPoll.Interval;
        // A model's answers come with time alone.
        if (!Echo.IsAnswered && longest > ModelInterval) longest = ModelInterval;
        // The model of the printer says when the next piece has room.
        return Outbox.Held is { } held && held < longest ? held : longest;
    }

    /// <summary>A printer that answers nothing is taken to have printed what it had the time for; what still waits in the driver has not left.</summary>
    private void TakePrinted()
    {
        if (Echo.IsAnswered) return;
        _credit.PassTime();
        if (_line.BytesQueued > 0) return;
        foreach (var answer in Echo.TakePrinted(_credit.PrintedMessages)) Take(answer);
    }

    private bool ReadAnswers()
    {
        while (true)
        {
            var read = _line.Read(_received, TimeSpan.Zero, CancellationToken.None);
            if (read.State == LineState.HungUp) return false;
            if (read.BytesRead == 0) return true;
            LastByteAt = _time.GetTimestamp();
            foreach (byte value in _received.AsSpan(0, read.BytesRead)) Take(Echo.Take(value));
        }
    }

    private void Take(EchoEvent answer)
    {
        bool wasReady = Status.IsReady;
        switch (answer.Kind)
        {
            case EchoEventKind.Status:
                Status.Take((byte)answer.Number);
                break;
            case EchoEventKind.AutoStatus:
                Status.TakeAutoStatus(answer.Number);
                break;
            case EchoEventKind.PieceTaken:
                Status.NoteHeard();
                NoteProgress();
                _credit.TakeAnswer();
                break;
            case EchoEventKind.BandPrinted or EchoEventKind.MarkPrinted or EchoEventKind.Synchronised:
                if (answer.Kind == EchoEventKind.Synchronised) _credit.Clear();
                else _credit.TakeAnswer();
                Status.NoteHeard();
                NoteProgress();
                _answers.Add(answer);
                break;
        }

        // A printer that comes back from trouble has its patience anew.
        if (!wasReady && Status.IsReady) NoteProgress();
    }
}
