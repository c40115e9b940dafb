using EdgeIpc.Paper;
using EdgeIpc.Spool;

namespace EdgeIpc.Spooler;

/// <summary>
/// Asks the printer for its state by DLE EOT, one question at a time, and keeps what it said. The answer comes ahead of the
/// printer's buffer: it tells the state, never the progress. For a printer that has no such command nothing is asked and
/// nothing is ever wrong here.
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

    /// <summary>A question may have to wait behind a band of a second on the wire, and one more in the driver.</summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(4);

    private const byte OfflineCause = 2, PaperSensor = 4;

    // Epson's tables for DLE EOT 2 and 4.
    private const int CoverOpen = 0x04, StoppedByPaperEnd = 0x20, Error = 0x40, NearEnd = 0x0c, PaperEnd = 0x60;

    private readonly bool _canAsk = profile.Has(PrinterCommands.RealTimeStatus);
    private byte _next = OfflineCause;
    private byte? _asked;
    private long _askedAt;
    private long _heardAt = time.GetTimestamp();
    private PrinterStateReasons _cause;
    private PrinterStateReasons _paper;

    /// <summary>What the printer said last, and Offline while it says nothing.</summary>
    public PrinterStateReasons Reasons => _cause | _paper | (IsSilent ? PrinterStateReasons.Offline : PrinterStateReasons.None);

    /// <summary>It was asked and did not answer in time.</summary>
    public bool IsSilent { get; private set; }

    /// <summary>It answered at least once since this was made, or cannot be asked.</summary>
    public bool IsKnown { get; private set; } = !profile.Has(PrinterCommands.RealTimeStatus);

    /// <summary>Whether it prints what it gets, as far as it says.</summary>
    public bool IsReady => (Reasons & ~PrinterStateReasons.MediaLow) == PrinterStateReasons.None;

    /// <summary>What is wrong, for a person; empty when nothing is.</summary>
    public string Sentence => Reasons switch
    {
        _ when IsSilent => "The printer does not answer: is it switched on, and is the speed of its line right?",
        var reasons when reasons.HasFlag(PrinterStateReasons.CoverOpen) => "The printer's cover is open.",
        var reasons when reasons.HasFlag(PrinterStateReasons.MediaEmpty) => "The paper is out.",
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
        else if (IsKnown && time.GetElapsedTime(_heardAt) < (isIdle && IsReady ? IdleInterval : Interval))
        {
            return default;
        }

        _asked = _next;
        _askedAt = time.GetTimestamp();
        return new byte[] { 0x10, 0x04, _next };
    }

    /// <summary>Any sign of life.</summary>
    public void NoteHeard() => _heardAt = time.GetTimestamp();

    /// <summary>Takes the answer to the question that is open; one that nobody asked for is passed over.</summary>
    public void Take(byte answer)
    {
        NoteHeard();
        if (_asked is not { } question) return;
        _asked = null;
        IsSilent = false;
        if (question == OfflineCause)
        {
            _cause = Where(answer, CoverOpen, PrinterStateReasons.CoverOpen) | Where(answer, StoppedByPaperEnd, PrinterStateReasons.MediaEmpty)
                | Where(answer, Error, PrinterStateReasons.Other);
            _next = PaperSensor;
        }
        else
        {
            _paper = Where(answer, NearEnd, PrinterStateReasons.MediaLow) | Where(answer, PaperEnd, PrinterStateReasons.MediaEmpty);
            _next = OfflineCause;
            IsKnown = true;
        }
    }

    private static PrinterStateReasons Where(byte answer, int bits, PrinterStateReasons reason) =>
        (answer & bits) != 0 ? reason : PrinterStateReasons.None;
}
