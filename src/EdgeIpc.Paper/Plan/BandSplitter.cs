using System.Buffers;
using System.Globalization;

namespace EdgeIpc.Paper;

/// <summary>
/// Groups commands into bands by running them through the printer's own engine: a band ends where the line is empty,
/// before it would take more than a second.
/// </summary>
internal sealed class BandSplitter
{
    /// <summary>A line that can't be divided may be longer than a band, up to this.</summary>
    private const int MostBytesOfOneLine = 65_536;

    // The fence that follows a band counts towards its second.
    private const int FenceBytes = 16;

    private readonly int _mostBytes;
    private readonly int _mostRows;
    private readonly RowCounter _counter = new();
    private readonly PrintEngine _engine;
    private readonly List<Band> _bands = [];
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private byte[] _preamble = [];
    private int _longestCommand;
    private int _rowsAtStart;

    // The last place inside the band in hand where it may end.
    private int _goodBytes;
    private int _goodRows;
    private int _goodLongest;
    private byte[] _goodPreamble = [];

    internal BandSplitter(PrinterProfile profile, PlanOptions options)
    {
        _mostBytes = MostBytes(options.LineBaud);
        _mostRows = profile.RowsPerSecond;
        _engine = new PrintEngine(profile, _counter);
    }

    /// <summary>Bytes of a second of line time, less a fence; at least enough for one row of dots.</summary>
    internal static int MostBytes(int lineBaud) => Math.Max(160, (lineBaud / 10) - FenceBytes);

    internal PlanResult Split(IReadOnlyList<ReadOnlyMemory<byte>> units, List<string> warnings)
    {
        foreach (ReadOnlyMemory<byte> unit in units)
        {
            if (IsOnceOnly(unit.Span))
            {
                Close();
                Append(unit.Span);
                Close(isRepeatable: false);
                continue;
            }

            Append(unit.Span);
            if (_bytes.WrittenCount > MostBytesOfOneLine)
            {
                return new PlanResult.Refused(PlanRefusal.NotDivisible, string.Create(
                    CultureInfo.InvariantCulture, $"a line or command of more than {MostBytesOfOneLine} bytes can't be divided into bands"));
            }
        }

        // Characters without a line feed at the end would wait in the printer for the next job.
        if (!_engine.LineIsEmpty)
            Append("\n"u8);
        Close();
        if (_bands.Count == 0)
            return new PlanResult.Refused(PlanRefusal.Empty, "the document has nothing that prints");
        return new PlanResult.Planned(new BandPlan(_bands, warnings));
    }

    private void Append(ReadOnlySpan<byte> unit)
    {
        int rowsBefore = _counter.Rows;
        bool wasEmpty = _engine.LineIsEmpty;
        byte[] settings = wasEmpty ? _engine.SettingsAsCommands() : [];
        foreach (byte value in unit)
            _engine.Push(value);

        // Would this unit make the band too long? Then it ends at the last place where it may.
        bool isTooLong = _bytes.WrittenCount + unit.Length > _mostBytes || _counter.Rows - _rowsAtStart > _mostRows;
        if (wasEmpty)
        {
            MarkGoodEnd(rowsBefore, settings);
            if (isTooLong)
                CloseAtGoodEnd();
        }

        _bytes.Write(unit);
        _longestCommand = Math.Max(_longestCommand, unit.Length);
        if (isTooLong && !wasEmpty)
            CloseAtGoodEnd();
    }

    private void MarkGoodEnd(int rows, byte[] settings)
    {
        _goodBytes = _bytes.WrittenCount;
        _goodRows = rows;
        _goodLongest = _longestCommand;
        _goodPreamble = settings;
    }

    /// <summary>Ends the band at the last empty line and keeps what came after it for the next one.</summary>
    private void CloseAtGoodEnd()
    {
        if (_goodBytes == 0)
            return;
        byte[] rest = _bytes.WrittenSpan[_goodBytes..].ToArray();
        AddBand(_bytes.WrittenSpan[.._goodBytes], _goodRows, _goodLongest, isRepeatable: true, _goodPreamble);
        _bytes.Clear();
        _bytes.Write(rest);
        _goodBytes = 0;
        if (rest.Length == 0)
            _longestCommand = 0;
    }

    private void Close(bool isRepeatable = true)
    {
        if (_bytes.WrittenCount > 0)
            AddBand(_bytes.WrittenSpan, _counter.Rows, _longestCommand, isRepeatable, _engine.SettingsAsCommands());
        _bytes.Clear();
        _goodBytes = 0;
        _longestCommand = 0;
    }

    private void AddBand(ReadOnlySpan<byte> bytes, int rowsAtEnd, int longest, bool isRepeatable, byte[] nextPreamble)
    {
        _bands.Add(new Band(bytes.ToArray(), rowsAtEnd - _rowsAtStart, Math.Max(1, longest), isRepeatable, _preamble));
        _rowsAtStart = rowsAtEnd;
        _preamble = nextPreamble;
    }

    /// <summary>A cut, a drawer kick, a beep: each a band of its own that is never sent twice.</summary>
    private static bool IsOnceOnly(ReadOnlySpan<byte> unit) => unit.Length >= 2 && (unit[0], (char)unit[1]) switch
    {
        (0x1d, 'V') or (0x1b, 'i') or (0x1b, 'm') or (0x1b, 'p') or (0x1b, 'B') => true,
        (0x10, '\x14') => true,
        _ => false,
    };
}

/// <summary>The dry run's paper: it counts.</summary>
internal sealed class RowCounter : IPrintSink
{
    internal int Rows { get; private set; }

    public void Row(ReadOnlySpan<byte> dots) => Rows++;

    public void Feed(int rows) => Rows += rows;

    public void Line(ReadOnlySpan<char> characters)
    {
        // Its rows follow.
    }

    public void Picture(int rightDots, int rows)
    {
        // Its rows follow.
    }

    public void Cut(CutKind kind)
    {
        // Moves no paper.
    }

    public void Drawer(int pin)
    {
        // Moves no paper.
    }

    public void EchoProcessId(ReadOnlySpan<byte> id)
    {
        // Moves no paper.
    }

    public void Ask(EscPosCommand question, byte argument)
    {
        // Moves no paper.
    }

    public void Heat(int dotsAtOnce, int heatUs, int pauseUs)
    {
        // Changes the pace only.
    }

    public void NotUnderstood(EscPosCommand command, byte prefix, byte opcode)
    {
        // Refused before, or allowed by the queue's owner.
    }
}
