using System.Text;
using EdgeIpc.HardwareTests.Jig;
using EdgeIpc.Paper;
using EdgeIpc.Posix;

namespace EdgeIpc.HardwareTests.Printer;

/// <summary>
/// The emulated printer at the far end of the target's UART, in the test's hands: its plug, its paper, and everything that
/// came to paper. One thread plays it; every method may be called from the test's.
/// </summary>
internal sealed class BenchPrinter : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(20), BusyWait = TimeSpan.FromMilliseconds(1);

    private readonly IUartEnd _uart;
    private readonly PrinterModel _model;
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private readonly Thread _thread;
    private readonly byte[] _incoming = new byte[256];
    private readonly byte[] _replies = new byte[256];
    private int _repliesWaiting;
    private FileDescriptor? _watched;
    private bool _isPlugged = true;
    private bool _isEnding;
    private long _printDataAtNs;

    public BenchPrinter(IUartEnd uart, PrinterProfile profile, int lineBaud, double timeScale)
    {
        _uart = uart;
        _model = new PrinterModel(profile, new PrinterModelOptions { LineBaud = lineBaud, TimeScale = timeScale });
        _thread = new Thread(Play) { IsBackground = true, Name = "printer" };
        _thread.Start();
    }

    /// <summary>Rows on paper since the beginning, of everything.</summary>
    public long Rows => Locked(() => _model.Paper.TotalRows);

    /// <summary>When the first byte of more than a status request came since <see cref="ForgetFirstByte"/>; null: none yet.</summary>
    public long? FirstByteAtNs => Locked(() => _printDataAtNs == 0 ? (long?)null : _printDataAtNs);

    public void ForgetFirstByte() => Locked(() => _printDataAtNs = 0);

    public bool IsIdle => Locked(() => _model.IsIdle);

    /// <summary>The cable: without it bytes are lost in both directions, and nothing tells either side.</summary>
    public void SetPlugged(bool isPlugged) => Locked(() => _isPlugged = isPlugged);

    public void PullPaper() => Locked(() => _model.PullPaper(MonotonicClock.NowNs));

    public void LoadPaper() => Locked(() => _model.LoadPaper(0, MonotonicClock.NowNs));

    /// <summary>The printer's own plug, in and out: what it held is gone.</summary>
    public void CutPower() => Locked(() => _model.CutPower(MonotonicClock.NowNs));

    public void RestorePower() => Locked(() => _model.RestorePower(MonotonicClock.NowNs));

    /// <summary>What a person reads on all the paper that came since the last time this was asked.</summary>
    public string TearOff() => Locked(() =>
    {
        _model.Paper.TearOff();
        Keep();
        string text = _text.ToString();
        _text.Clear();
        return text;
    });

    public void Dispose()
    {
        _isEnding = true;
        _thread.Join();
    }

    private void Play()
    {
        using var epoll = new Epoll();
        Span<ReadyEvent> ready = stackalloc ReadyEvent[1];
        while (!Volatile.Read(ref _isEnding))
        {
            TimeSpan wait;
            lock (_lock) wait = Turn(epoll);
            epoll.Wait(ready, wait);
        }
    }

    private TimeSpan Turn(Epoll epoll)
    {
        _model.AdvanceTo(MonotonicClock.NowNs);
        bool isFull = Feed(epoll);
        Answer();
        Keep();
        // A full wire stays readable: only the printer's own time may wake us.
        if (isFull && _watched is not null)
        {
            epoll.Remove(_watched);
            _watched = null;
        }

        return _model.IsIdle ? LongestWait : BusyWait;
    }

    /// <returns>True: more waits than fits onto the wire now.</returns>
    private bool Feed(Epoll epoll)
    {
        while (_uart.File is { } file)
        {
            int most = _isPlugged ? Math.Min(_incoming.Length, _model.WireRoom) : _incoming.Length;
            if (most == 0) return true;
            if (!ReferenceEquals(file, _watched)) epoll.Add(_watched = file, 0);
            int count = _uart.Read(_incoming.AsSpan(0, most));
            if (count < 0) return false;
            if (count == 0)
            {
                _watched = null;
                continue;
            }

            Note(_incoming.AsSpan(0, count));
            if (_isPlugged) _model.Receive(_incoming.AsSpan(0, count), MonotonicClock.NowNs);
        }

        return false;
    }

    /// <summary>Status requests (DLE EOT n, and GS r n) come all the time; anything else is a document.</summary>
    private void Note(ReadOnlySpan<byte> bytes)
    {
        if (_printDataAtNs == 0 && bytes.ContainsAnyExcept(StatusRequestBytes)) _printDataAtNs = MonotonicClock.NowNs;
    }

    private static ReadOnlySpan<byte> StatusRequestBytes => [0x10, 0x04, 0x01, 0x02, 0x03, 0x1d, (byte)'r', 0x00];

    private void Answer()
    {
        while (true)
        {
            _repliesWaiting += _model.TakeReplies(_replies.AsSpan(_repliesWaiting));
            if (!_isPlugged || _uart.File is null) _repliesWaiting = 0;
            if (_repliesWaiting == 0) return;
            int sent = _uart.Write(_replies.AsSpan(0, _repliesWaiting));
            if (sent <= 0) return;
            _replies.AsSpan(sent, _repliesWaiting - sent).CopyTo(_replies);
            _repliesWaiting -= sent;
        }
    }

    private void Keep()
    {
        while (_model.Paper.TryTakeReceipt(out PaperStrip receipt)) _text.Append(receipt.Text).Append('\n');
    }

    private void Locked(Action action)
    {
        lock (_lock) action();
    }

    private T Locked<T>(Func<T> look)
    {
        lock (_lock) return look();
    }
}
