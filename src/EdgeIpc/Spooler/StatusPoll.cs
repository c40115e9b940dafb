using EdgeIpc.Paper;
using EdgeIpc.Spool;

namespace EdgeIpc.Spooler;

/// <summary>
/// Asks the printer for its state by DLE EOT, one question at a time, and keeps what it said. The answer comes ahead of the
/// printer's buffer: it tells the state, never the progress. Where the printer tells changes by itself (GS a), they are known at
/// once and the questions only notice that it is gone. For a printer that has neither nothing is ever wrong here.
/// </summary>
internal sealed class StatusPoll(PrinterProfile profile, TimeProvider time)
{
    /// <summary>How often a printer is asked that has something to do and says nothing, or that waits for a person.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How often one is asked that is ready and has nothing to do. After each write System.IO.Ports looks at the line a
    /// thousand times a second for two seconds: asked every second, an idle spooler took 4 % of a core.
    /// </summary>
    public static readonly TimeSpan IdleInterval = TimeSpan.FromSeconds(15);

    /// <summary>
    /// A printer that was heard so lately has not been without power since: a hand at the plug and the printer's start take
    /// longer. Before anything is sent to one that has nothing in hand it must be so: else its power could come back within
    /// the band, which would lose its first lines and answer its fence.
    /// </summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(500);

    /// <summary>A question may have to wait behind a band of a second on the wire, and one more in the driver.</summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(4);

    private readonly bool _canAsk = profile.Has(PrinterCommands.RealTimeStatus);
    private byte _next = PrinterStatusBits.OfflineCause;
    private byte? _asked;
    private bool _isHurried;
    private long _askedAt;
    private long _heardAt = time.GetTimestamp();
    private PrinterTrouble _cause;
    private PrinterTrouble _error;
    private PrinterTrouble _paper;

    /// <summary>What the printer said last, and Offline while it says nothing.</summary>
    public PrinterStateReasons Reasons => ReasonsOf(_cause | _error | _paper) | (IsSilent ? PrinterStateReasons.Offline : PrinterStateReasons.None);

    /// <summary>It was asked and did not answer in time.</summary>
    public bool IsSilent { get; private set; }

    /// <summary>It answered at least once since this was made, or cannot be asked.</summary>
    public bool IsKnown { get; private set; } = !profile.Has(PrinterCommands.RealTimeStatus);

    /// <summary>It was heard within <see cref="Freshness"/>, or cannot be asked.</summary>
    public bool IsFresh => !_canAsk || time.GetElapsedTime(_heardAt) < Freshness;

    /// <summary>Whether it prints what it gets, as far as it says.</summary>
    public bool IsReady => (Reasons & ~PrinterStateReasons.MediaLow) == PrinterStateReasons.None;

    /// <summary>What is wrong, for a person; empty when nothing is.</summary>
    public string Sentence => Reasons switch
    {
        _ when IsSilent => "The printer does not answer: is it switched on, and is the speed of its line right?",
        var reasons when reasons.HasFlag(PrinterStateReasons.CoverOpen) => "The printer's cover is open.",
        var reasons when reasons.HasFlag(PrinterStateReasons.MediaEmpty) => "The paper is out.",
        var reasons when reasons.HasFlag(PrinterStateReasons.OverTemperature) => "The print head is too hot; it goes on when it has cooled down.",
        var reasons when reasons.HasFlag(PrinterStateReasons.Other) => "The printer reports an error of its own.",
        var reasons when reasons.HasFlag(PrinterStateReasons.MediaLow) => "The paper is near its end.",
        _ => "",
    };

    /// <summary>The question to send now, or empty. It counts as asked.</summary>
    /// <param name="isIdle">Nothing is to be printed.</param>
    public ReadOnlyMemory<byte> TakeQuestion(bool isIdle)
    {
        if (!_canAsk) return default;
        if (_asked is not null)
        {
            if (time.GetElapsedTime(_askedAt) < AnswerPatience) return default;
            IsSilent = true;
        }
        else if (IsKnown && !_isHurried && _next != PrinterStatusBits.ErrorCause && time.GetElapsedTime(_heardAt) < (isIdle && IsReady ? IdleInterval : Interval))
        {
            return default;
        }

        _isHurried = false;
        _asked = _next;
        _askedAt = time.GetTimestamp();
        return new byte[] { 0x10, 0x04, _next };
    }

    /// <summary>The next question is due at once.</summary>
    public void Hurry() => _isHurried = true;

    /// <summary>Any sign of life.</summary>
    public void NoteHeard() => _heardAt = time.GetTimestamp();

    /// <summary>Takes the answer to the question that is open; one that nobody asked for is passed over.</summary>
    public void Take(byte answer)
    {
        NoteHeard();
        if (_asked is not { } question) return;
        _asked = null;
        IsSilent = false;
        var trouble = PrinterStatusBits.OfRealTime(question, answer);
        switch (question)
        {
            case PrinterStatusBits.OfflineCause:
                _cause = trouble;
                bool hasError = PrinterStatusBits.HasError(answer);
                if (!hasError) _error = PrinterTrouble.None;
                else if (_error == PrinterTrouble.None) _error = PrinterTrouble.Error;
                _next = hasError ? PrinterStatusBits.ErrorCause : PrinterStatusBits.PaperSensor;
                break;
            case PrinterStatusBits.ErrorCause:
                _error = trouble;
                _next = PrinterStatusBits.PaperSensor;
                break;
            default:
                _paper = trouble;
                _next = PrinterStatusBits.OfflineCause;
                IsKnown = true;
                break;
        }
    }

    /// <summary>The printer told its state by itself (GS a): all of it, so that nothing need be asked.</summary>
    /// <param name="status">Its four bytes, the first in the highest.</param>
    public void TakeAutoStatus(int status)
    {
        NoteHeard();
        IsSilent = false;
        IsKnown = true;
        // A question that is still open is given its time anew: the printer is there.
        _askedAt = time.GetTimestamp();
        var trouble = PrinterStatusBits.OfAutoStatus(status);
        _cause = trouble & (PrinterTrouble.CoverOpen | PrinterTrouble.PaperOut);
        _error = trouble & (PrinterTrouble.Overheated | PrinterTrouble.Error);
        _paper = trouble & (PrinterTrouble.PaperNearEnd | PrinterTrouble.PaperOut);
    }

    private static PrinterStateReasons ReasonsOf(PrinterTrouble trouble) =>
        Where(trouble, PrinterTrouble.CoverOpen, PrinterStateReasons.CoverOpen) | Where(trouble, PrinterTrouble.PaperOut, PrinterStateReasons.MediaEmpty)
        | Where(trouble, PrinterTrouble.PaperNearEnd, PrinterStateReasons.MediaLow) | Where(trouble, PrinterTrouble.Overheated, PrinterStateReasons.OverTemperature)
        | Where(trouble, PrinterTrouble.Error, PrinterStateReasons.Other);

    private static PrinterStateReasons Where(PrinterTrouble trouble, PrinterTrouble bit, PrinterStateReasons reason) =>
        trouble.HasFlag(bit) ? reason : PrinterStateReasons.None;
}
