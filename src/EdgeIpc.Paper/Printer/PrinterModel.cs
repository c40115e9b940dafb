using System.Buffers;

namespace EdgeIpc.Paper;

/// <summary>
/// A receipt printer as physics has it: bytes cross the wire at the baud rate into a bounded buffer, what overflows is
/// lost, the head prints a row in the time that its dots need, answers come back when a real printer would give them.
/// </summary>
/// <remarks>
/// Not thread-safe, no clock of its own: the caller passes a monotonic time that never goes backwards. Between two calls
/// everything happens at its exact moment, so a caller that looks every 10 ms sees the same paper as one that looks
/// every microsecond; only answers reach it later.
/// </remarks>
public sealed partial class PrinterModel
{
    /// <summary>Bytes that come sooner after power-up are lost (Adafruit_Thermal waits as long).</summary>
    private const long StartUpNs = 500_000_000;

    private readonly PrinterProfile _profile;
    private readonly PrinterModelOptions _options;
    private readonly IBufferWriter<byte>? _accepted;
    private readonly SerialIntake _wire;
    private readonly ByteRing _buffer;
    private readonly RealTimeScanner _scanner = new();
    private readonly HeadQueue _queue;
    private readonly PrintEngine _engine;
    private readonly PrintHead _head;
    private readonly ReplyQueue _replies = new();
    private readonly PrinterState _state = new();
    private readonly ReceiptMeter _meter;
    private long _rowsAtCut;
    private long _lostBeforeCut;
    private PrinterCounters _counters;
    private long _readyNs = PrintHead.Never;
    private bool _hasPower = true;
    private bool _tellsChanges;
    private bool _isBusy;
    private uint _lastTold;
    private long _nowNs;

    /// <param name="accepted">Gets every byte that the buffer took, in order; null: nobody asks.</param>
    public PrinterModel(PrinterProfile profile, PrinterModelOptions options, IBufferWriter<byte>? accepted = null)
    {
        options.Validate();
        _profile = profile;
        _options = options;
        _accepted = accepted;
        Paper = new PaperRoll(profile);
        _wire = new SerialIntake(options.LineBaud, options.TimeScale);
        _buffer = new ByteRing(profile.ReceiveBufferBytes);
        _queue = new HeadQueue(profile);
        _engine = new PrintEngine(profile, _queue);
        _head = new PrintHead(profile, options.TimeScale, Paper, Rows);
        _meter = new ReceiptMeter(options.LineBaud, options.TimeScale);
    }

    public PaperRoll Paper { get; }

    public RowLedger Rows { get; } = new();

    public bool HasPaper => _state.HasPaper;

    public bool IsPaperNearEnd => _state.IsPaperNearEnd;

    public bool IsCoverOpen => _state.IsCoverOpen;

    /// <summary>The host's line stops within a transmitter's 16 bytes of an XOFF; false: it doesn't care, and bytes get lost.</summary>
    public bool HostObeysXoff { get; set; } = true;

    public bool HasPower => _hasPower;

    /// <summary>It prints what it gets; otherwise its buffer fills.</summary>
    public bool IsOnline => _hasPower && _readyNs == PrintHead.Never && _state.IsReady;

    /// <summary>Nothing under way, nothing buffered, the head at rest; half a command or line may still be in hand.</summary>
    public bool IsIdle => _wire.IsEmpty && _buffer.Count == 0 && _queue.IsEmpty && _head.IsIdle && !_head.HasFeedLeft;

    /// <summary>What printing has been like since the last cut.</summary>
    public ReceiptFigures SinceCut => _meter.Look(_head.MotorStops);

    /// <summary>Its answers don't arrive: a broken wire, or a printer that hangs with its lamp on.</summary>
    public bool IsMute { get; set; }

    public int BufferedBytes => _buffer.Count;

    /// <summary>Inside a command: bytes still to come, at least.</summary>
    public long OpenCommandBytes => _engine.Parser.BytesToCome;

    public PrinterCounters Counters => _counters with
    {
        Rows = Paper.TotalRows,
        MotorStops = _head.MotorStops,
        Cuts = _head.Cuts,
        XoffsSent = _replies.XoffsSent,
        CommandsNotUnderstood = _queue.NotUnderstoodCommands,
        RepliesDropped = _replies.Dropped,
    };

    /// <summary>How many bytes <see cref="Receive"/> would take: what fits into the transmitter in front of the wire.</summary>
    public int WireRoom => _wire.Room;

    /// <summary>When something happens by itself, or long.MaxValue. Looking later loses nothing but time.</summary>
    public long NextEventNs => Math.Min(Math.Min(_head.DoneNs, _wire.NextArrivalNs), _readyNs);

    /// <summary>Puts bytes onto the wire.</summary>
    /// <returns>Bytes taken, 0..bytes.Length; the rest didn't fit into <see cref="WireRoom"/>.</returns>
    public int Receive(ReadOnlySpan<byte> bytes, long nowNs)
    {
        AdvanceTo(nowNs);
        return _wire.Put(bytes, nowNs);
    }

    /// <summary>Lets everything happen that is due until then.</summary>
    public void AdvanceTo(long nowNs)
    {
        while (true)
        {
            long nextNs = NextEventNs;
            if (nextNs > nowNs)
                break;
            _nowNs = Math.Max(_nowNs, nextNs);
            if (nextNs == _readyNs)
                FinishStartUp();
            else if (nextNs == _head.DoneNs)
                FinishHead();
            else
                Arrive(_wire.TakeArrived());
            Run();
        }

        _nowNs = Math.Max(_nowNs, nowNs);
    }

    /// <returns>Bytes that the printer has sent since, 0..destination.Length.</returns>
    public int TakeReplies(Span<byte> destination)
    {
        if (IsMute)
            _replies.DropAnswers();
        return _replies.Take(destination);
    }

    private void FinishHead()
    {
        long rowsBefore = Paper.TotalRows, cutsBefore = _head.Cuts;
        Paper.Figures = SinceCut;
        _head.Finish();
        if (_head.Cuts > cutsBefore)
        {
            _meter.Cut(_head.MotorStops);
            _rowsAtCut = Paper.TotalRows;
        }

        if (Paper.TotalRows > rowsBefore)
            _state.UseRow();
        _state.IsFeedPressed &= _head.HasFeedLeft;
        AskForFlow();
        TellChange();
    }

    private void FinishStartUp()
    {
        _readyNs = PrintHead.Never;
        // A host that still obeys an XOFF from before the power cut would wait for ever.
        if (_profile.FlowControl == FlowControl.XonXoff)
            _replies.SendXon();
    }

    private void Arrive(byte value)
    {
        if (!_hasPower || _readyNs != PrintHead.Never)
        {
            _counters = _counters with { BytesLostWithoutPower = _counters.BytesLostWithoutPower + 1 };
            return;
        }

        switch (_scanner.Push(value, out int argument))
        {
            case RealTimeRequest.Status when _profile.Has(PrinterCommands.RealTimeStatus):
                _replies.Put([_state.RealTime(argument, IsOnline)]);
                break;
            case RealTimeRequest.Drawer when _profile.Has(PrinterCommands.Drawer):
                KickDrawer();
                break;
        }

        bool isTaken = _buffer.TryPut(value);
        _meter.Arrive(_nowNs, isNewBeginning: Paper.TotalRows == _rowsAtCut && _buffer.Count <= 1 && _queue.IsEmpty && _head.IsIdle && _engine.Parser.BytesToCome == 0, !isTaken);
        if (isTaken)
        {
            _counters = _counters with { BytesAccepted = _counters.BytesAccepted + 1 };
            _accepted?.Write([value]);
        }
        else
        {
            _counters = _counters with { BytesDropped = _counters.BytesDropped + 1 };
        }

        AskForFlow();
    }

    /// <summary>Takes bytes and does what they ask for, until the head has something to do or there is nothing left.</summary>
    private void Run()
    {
        while (IsOnline && _head.IsIdle)
        {
            if (_head.TryResumeFeed(_nowNs))
                break;
            if (_queue.TryTake(out PrintAction action))
            {
                Do(action);
                continue;
            }

            if (!_buffer.TryTake(out byte value))
                break;
            _engine.Push(value);
            AskForFlow();
        }
    }

    private void Do(PrintAction action)
    {
        switch (action.Kind)
        {
            case PrintActionKind.Begin:
                _head.Begin();
                // Epson's reference, GS a: in force until ESC @.
                _tellsChanges = false;
                break;
            case PrintActionKind.Row:
                _head.StartRow(_queue.RowDots(action), _nowNs);
                break;
            case PrintActionKind.StoredRow:
                _head.StartRow(_queue.TakeStoredRow(), _nowNs);
                break;
            case PrintActionKind.Feed:
                _head.StartFeed(action.Value, _nowNs);
                break;
            case PrintActionKind.Line:
                Paper.NoteLine(action.Text!);
                break;
            case PrintActionKind.Picture:
                Paper.NotePicture(action.Second, action.Value);
                break;
            case PrintActionKind.Cut:
                _head.StartCut(_nowNs);
                break;
            case PrintActionKind.Drawer:
                KickDrawer();
                break;
            case PrintActionKind.EchoProcessId:
                Paper.Classify(Rows.Reach(action.Fence));
                _replies.PutProcessId(action.Fence);
                break;
            case PrintActionKind.Ask:
                Answer((EscPosCommand)action.Second, action.Value);
                break;
            case PrintActionKind.Heat:
                _head.Pace.SetHeat(action.Value, action.Second);
                break;
            case PrintActionKind.Break:
                _head.Pace.SetPause(action.Value);
                break;
            case PrintActionKind.Speed:
                _head.Pace.SetSpeed(action.Value);
                break;
        }
    }

    private void KickDrawer() => _counters = _counters with { DrawerKicks = _counters.DrawerKicks + 1 };
}
