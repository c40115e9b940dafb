using EdgeIpc.Paper;
using EdgeIpc.Posix;

namespace EdgeIpc.Tests.Torture;

/// <summary>
/// The printer's physical model in this process, on a real pseudo-terminal: so a test can stop the line at an exact byte,
/// look into the command that is open there, and take away what the line still held. One thread.
/// </summary>
internal sealed class TorturePrinter : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(1);

    private readonly string _link;
    private PseudoTerminal? _terminal;
    private FileWatch? _closings;
    private readonly Epoll _epoll = new();
    private readonly MemoryStream _paper = new();
    private readonly System.Text.StringBuilder _text = new();
    private readonly byte[] _incoming = new byte[4096];
    private readonly byte[] _replies = new byte[256];
    private int _repliesWaiting;
    private int _swallowedToCome;

    /// <param name="link">Where the line appears: what a spooler's setting names.</param>
    public TorturePrinter(PrinterProfile profile, int lineBaud, double timeScale, string link)
    {
        _link = link;
        Profile = profile;
        Model = new PrinterModel(profile, new PrinterModelOptions { LineBaud = lineBaud, TimeScale = timeScale });
        Plug();
    }

    public PrinterProfile Profile { get; }

    public PrinterModel Model { get; }

    /// <summary>So many of the next process ids that the printer sends back are lost on the line.</summary>
    public int AnswersToLose { get; set; }

    /// <summary>The printer says nothing at all.</summary>
    public bool IsMute { get; set; }

    /// <summary>Answers to DLE EOT are lost on the line.</summary>
    public bool AnswersNoQuestions { get; set; }

    /// <summary>Bytes that came off the line, ever.</summary>
    public long BytesTaken { get; private set; }

    public static long NowNs => MonotonicClock.NowNs;

    /// <summary>Lets the printer work, and waits a moment if it has nothing to do.</summary>
    /// <param name="stopAtBytes">Where the line stands still: no byte beyond it is taken.</param>
    public void Turn(long stopAtBytes = long.MaxValue)
    {
        Model.AdvanceTo(NowNs);
        bool isEmpty = _terminal is null || Feed(_terminal, stopAtBytes);
        Model.AdvanceTo(NowNs);
        if (_terminal is not null) Answer(_terminal);
        while (Model.Paper.TryTakeReceipt(out PaperStrip receipt)) Keep(receipt);
        // At a thousand times the speed what the model has in hand is over in a moment: that is not worth a sleep.
        if (_terminal is not null && (!isEmpty || Model.NextEventNs - NowNs < 100_000)) return;
        Span<ReadyEvent> ready = stackalloc ReadyEvent[1];
        _epoll.Wait(ready, LongestWait);
    }

    /// <summary>The sender is dead: the next one must get in.</summary>
    public void NoteSenderGone()
    {
        _closings?.Reset();
        _terminal?.AllowReopen();
    }

    /// <summary>The cable is in: the line is there.</summary>
    public void Plug()
    {
        _terminal = PseudoTerminal.Open();
        _closings = FileWatch.OfClosing(_terminal.DevicePath);
        _epoll.Add(_terminal.Master, 0);
        File.Delete(_link);
        File.CreateSymbolicLink(_link, _terminal.DevicePath);
    }

    /// <summary>The cable is pulled: the line hangs up and is gone, as a USB adapter's is.</summary>
    public void Unplug()
    {
        File.Delete(_link);
        _closings?.Dispose();
        _terminal?.Dispose();
        (_terminal, _closings, _repliesWaiting) = (null, null, 0);
    }

    /// <summary>The line loses what it still held towards the printer, as a driver's queue is lost with the machine.</summary>
    public int LoseLine()
    {
        int lost = 0;
        while (_terminal!.Master.Read(_incoming) is var count and > 0) lost += count;
        return lost;
    }

    /// <summary>Answers that nobody has read yet are lost, as when a serial device is closed.</summary>
    public void LoseAnswers() => _terminal!.DiscardUnread();

    /// <summary>Everything that came to paper: rows of <see cref="PrinterProfile.WidthDots"/> / 8 bytes, and the text.</summary>
    public (byte[] Rows, string Text) TearOff()
    {
        Model.Paper.TearOff();
        while (Model.Paper.TryTakeReceipt(out PaperStrip receipt)) Keep(receipt);
        return (_paper.ToArray(), _text.ToString());
    }

    public void Dispose()
    {
        Unplug();
        _epoll.Dispose();
        _paper.Dispose();
    }

    private void Keep(PaperStrip receipt)
    {
        _paper.Write(receipt.Dots.Span);
        _text.Append(receipt.Text);
    }

    private bool Feed(PseudoTerminal terminal, long stopAtBytes)
    {
        Model.HostObeysXoff = terminal.AskPeerObeysXoff();
        while (true)
        {
            int most = (int)Math.Min(Math.Min(_incoming.Length, Model.WireRoom), stopAtBytes - BytesTaken);
            // Stopped by the test, the line only looks full.
            if (most <= 0) return Model.WireRoom > 0;
            int count = terminal.Master.Read(_incoming.AsSpan(0, most));
            if (count <= 0) return true;
            BytesTaken += count;
            Model.Receive(_incoming.AsSpan(0, count), NowNs);
        }
    }

    private void Answer(PseudoTerminal terminal)
    {
        while (true)
        {
            int taken = Model.TakeReplies(_replies.AsSpan(_repliesWaiting));
            _repliesWaiting += Lose(_replies.AsSpan(_repliesWaiting, taken));
            if (_repliesWaiting == 0) return;
            int sent = terminal.Master.Write(_replies.AsSpan(0, _repliesWaiting));
            if (sent <= 0) return;
            _replies.AsSpan(sent, _repliesWaiting - sent).CopyTo(_replies);
            _repliesWaiting -= sent;
        }
    }

    /// <summary>Takes out what is to be lost, and returns how many bytes are left at the front.</summary>
    private int Lose(Span<byte> answers)
    {
        const byte processId = 0x37, xon = 0x11, xoff = 0x13;
        const int processIdBytes = 7;
        if (IsMute) return 0;
        int kept = 0;
        foreach (byte value in answers)
        {
            if (_swallowedToCome == 0 && value == processId && AnswersToLose > 0)
            {
                AnswersToLose--;
                _swallowedToCome = processIdBytes;
            }

            // Bits as in Epson's tables: 1 and 4 set, 0 and 7 clear. No byte of another answer looks like that.
            bool isRealTime = (value & 0x93) == 0x12;
            if (_swallowedToCome > 0 && value is not (xon or xoff)) _swallowedToCome--;
            else if (AnswersNoQuestions && isRealTime) continue;
            else answers[kept++] = value;
        }

        return kept;
    }
}
