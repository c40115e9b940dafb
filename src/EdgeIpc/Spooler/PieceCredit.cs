using EdgeIpc.Paper;

namespace EdgeIpc.Spooler;

/// <summary>
/// How much of a printer's buffer is taken. On a line without flow control nothing else keeps it from overflowing: a piece
/// gives its room back when the printer's status echo behind it comes or, where it has none, when a model of line and head
/// says that it must have been printed. With flow control the line itself holds what doesn't fit.
/// </summary>
internal sealed class PieceCredit
{
    private const double BitsPerByte = 10;

    /// <summary>A head takes longer than its data sheet says when it is warm or its supply is weak: so much is allowed for.</summary>
    private const double HeadSlack = 1.25;

    /// <summary>The paper's last row still lies under the head, and clocks differ.</summary>
    private static readonly TimeSpan PrintedAfter = TimeSpan.FromMilliseconds(300);

    private readonly TimeProvider _time;
    private readonly int _baud;
    private readonly int _window;
    private readonly bool _isGated;
    private readonly bool _isAnswered;
    private readonly Queue<(int Bytes, long DoneAt)> _open = new();
    private readonly Queue<long> _fences = new();
    private int _openBytes;
    private long _arrivedAt;
    private long _doneAt;

    public PieceCredit(PrinterProfile profile, int baud, TimeProvider time)
    {
        (_baud, _time) = (baud, time);
        _window = profile.CreditBytes;
        _isGated = !profile.HasFlowControl;
        _isAnswered = ICheckpointEcho.For(profile) is StatusEcho;
        _arrivedAt = _doneAt = time.GetTimestamp();
    }

    /// <summary>Messages that must lie on paper by now, ever: line time and head time of all that stood before are over.</summary>
    public long PrintedMessages { get; private set; }

    /// <summary>A piece that is longer than the whole buffer goes alone: it sets something, or nothing could print it.</summary>
    public bool HasRoomFor(int bytes)
    {
        PassTime();
        return !_isGated || _openBytes == 0 || _openBytes + bytes <= _window;
    }

    /// <returns>Null: there is room, or an answer must come first.</returns>
    public TimeSpan? UntilRoomFor(int bytes)
    {
        if (HasRoomFor(bytes) || _isAnswered) return null;
        var left = TimeSpan.FromSeconds((double)(_open.Peek().DoneAt - _time.GetTimestamp()) / _time.TimestampFrequency);
        return left > TimeSpan.FromMilliseconds(1) ? left : TimeSpan.FromMilliseconds(1);
    }

    /// <summary>The line has taken a piece.</summary>
    public void NoteHanded(int bytes, long headNs, bool isCredited, bool isMessageEnd)
    {
        _arrivedAt = Math.Max(_arrivedAt, _time.GetTimestamp()) + ToTicks(bytes * BitsPerByte / _baud);
        _doneAt = Math.Max(_doneAt, _arrivedAt) + ToTicks(headNs / 1e9 * HeadSlack);
        if (_isGated && isCredited)
        {
            _open.Enqueue((bytes, _doneAt));
            _openBytes += bytes;
        }

        if (isMessageEnd) _fences.Enqueue(_doneAt + ToTicks(PrintedAfter.TotalSeconds));
    }

    /// <summary>The printer has answered behind the oldest piece.</summary>
    public void TakeAnswer()
    {
        if (_isAnswered) Release();
    }

    /// <summary>The printer has taken everything that was ever sent.</summary>
    public void Clear()
    {
        _open.Clear();
        _openBytes = 0;
    }

    /// <summary>Lets go what the model says is printed.</summary>
    public void PassTime()
    {
        long now = _time.GetTimestamp();
        while (!_isAnswered && _open.TryPeek(out var oldest) && oldest.DoneAt <= now) Release();
        while (_fences.TryPeek(out long printedAt) && printedAt <= now)
        {
            _fences.Dequeue();
            PrintedMessages++;
        }
    }

    private void Release()
    {
        if (_open.TryDequeue(out var oldest)) _openBytes -= oldest.Bytes;
    }

    private long ToTicks(double seconds) => (long)(seconds * _time.TimestampFrequency);
}
