using System.Numerics;

namespace EdgeIpc.Paper;

/// <summary>
/// The head and the paper motor: how long a row takes, what it leaves on the paper, and where the motor had to stop.
/// </summary>
internal sealed class PrintHead(PrinterProfile profile, double timeScale, PaperRoll paper, RowLedger rows)
{
    internal const long Never = long.MaxValue;

    /// <summary>An automatic cutter's stroke.</summary>
    private const long CutNs = 200_000_000;

    private readonly byte[] _row = new byte[profile.WidthBytes];
    private readonly HeadPace _pace = new(profile);
    private bool _isRow;
    private bool _hasInk;
    private int _feedRows;
    private bool _isByHand;
    private long _lastRowEndNs = Never;

    /// <summary>When what it does now is done; <see cref="Never"/> when it does nothing.</summary>
    internal long DoneNs { get; private set; } = Never;

    internal bool IsIdle => DoneNs == Never;

    internal bool HasFeedLeft => _feedRows > 0;

    /// <summary>Times that the motor ran, found no data and had to start again inside a receipt: a white line each.</summary>
    internal long MotorStops { get; private set; }

    internal long Cuts { get; private set; }

    /// <summary>Power-up heating.</summary>
    internal void Reset()
    {
        _pace.Reset();
        DoneNs = Never;
        _feedRows = 0;
        _isRow = false;
    }

    /// <summary>How fast it is told to be.</summary>
    internal HeadPace Pace => _pace;

    /// <summary>A document begins: the motor stood before it, and that leaves no white line in it.</summary>
    internal void Begin() => _lastRowEndNs = Never;

    internal void StartRow(ReadOnlySpan<byte> dots, long nowNs)
    {
        dots.CopyTo(_row);
        int ink = CountInk(dots);
        _isRow = true;
        _isByHand = false;
        _hasInk = ink > 0;
        Start(RowNs(ink), nowNs);
    }

    /// <param name="isByHand">A person holds the FEED button: no band owns these rows.</param>
    internal void StartFeed(int feedRows, long nowNs, bool isByHand = false)
    {
        _feedRows = feedRows;
        _isByHand = isByHand;
        _isRow = true;
        _hasInk = false;
        Start(RowNs(0), nowNs);
    }

    internal void StartCut(long nowNs)
    {
        _isRow = false;
        DoneNs = nowNs + (long)(CutNs / timeScale);
    }

    /// <summary>What was being done is done. Rows of a feed are left to <see cref="TryResumeFeed"/>: the paper may end at any of them.</summary>
    internal void Finish()
    {
        long doneNs = DoneNs;
        DoneNs = Never;
        if (!_isRow)
        {
            Cuts++;
            paper.Cut();
            _lastRowEndNs = Never;
            return;
        }

        if (_hasInk || _feedRows == 0)
            paper.Add(_row);
        else
            paper.AddBlank();
        if (!_isByHand)
            rows.AddRow(_hasInk);
        _lastRowEndNs = doneNs;
        if (_feedRows > 0)
            _feedRows--;
    }

    /// <summary>Moves on by the next row of a feed, if there is one.</summary>
    internal bool TryResumeFeed(long nowNs)
    {
        if (_feedRows == 0)
            return false;
        Start(RowNs(0), nowNs);
        return true;
    }

    private long RowNs(int ink) => Math.Max(1, (long)(_pace.RowNs(ink) / timeScale));

    private void Start(long rowNs, long nowNs)
    {
        // A row that comes more than half a row late found the motor standing.
        if (_lastRowEndNs != Never && nowNs - _lastRowEndNs > rowNs / 2 && paper.Rows > 0)
            MotorStops++;
        DoneNs = nowNs + rowNs;
    }

    /// <summary>Dots of a row that are heated.</summary>
    internal static int CountInk(ReadOnlySpan<byte> dots)
    {
        int ink = 0;
        foreach (byte eight in dots)
            ink += BitOperations.PopCount(eight);
        return ink;
    }
}
