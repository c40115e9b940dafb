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
    private readonly int _pieceBytes;
    private readonly RowCounter _counter;
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
    private long _goodHeadNs;

    // Ends of commands inside the band in hand: where a fence may stand, and what the head has to do up to there.
    private readonly List<CommandEnd> _ends = [];
    private long _headNsAtStart;

    internal BandSplitter(PrinterProfile profile, PlanOptions options)
    {
        _mostBytes = Math.Min(MostBytes(options.LineBaud), options.MostBandBytes);
        _mostRows = profile.RowsPerSecond;
        _pieceBytes = options.PieceBytes;
        _counter = new RowCounter(profile);
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
        int rowsBefore = _counter.RowCount;
        long headNsBefore = _counter.HeadNs;
        bool wasEmpty = _engine.LineIsEmpty;
        byte[] settings = wasEmpty ? _engine.SettingsAsCommands() : [];
        foreach (byte value in unit)
            _engine.Push(value);

        // Would this unit make the band too long? Then it ends at the last place where it may.
        bool isTooLong = _bytes.WrittenCount + unit.Length > _mostBytes || _counter.RowCount - _rowsAtStart > _mostRows;
        if (wasEmpty)
        {
            MarkGoodEnd(rowsBefore, headNsBefore, settings);
            if (isTooLong)
                CloseAtGoodEnd();
        }

        _bytes.Write(unit);
        bool isColumns = unit is [0x1b, (byte)'*', ..];
        if (!isColumns && _ends.Count > 0 && _ends[^1].IsColumns)
            _ends[^1] = _ends[^1] with { IsBeforePrint = true };
        _ends.Add(new CommandEnd(_bytes.WrittenCount, _counter.HeadNs, isColumns));
        _longestCommand = Math.Max(_longestCommand, unit.Length);
        if (isTooLong && !wasEmpty)
            CloseAtGoodEnd();
    }

    private void MarkGoodEnd(int rows, long headNs, byte[] settings)
    {
        _goodBytes = _bytes.WrittenCount;
        _goodRows = rows;
        _goodHeadNs = headNs;
        _goodLongest = _longestCommand;
        _goodPreamble = settings;
    }

    /// <summary>Ends the band at the last empty line and keeps what came after it for the next one.</summary>
    private void CloseAtGoodEnd()
    {
        if (_goodBytes == 0)
            return;
        byte[] rest = _bytes.WrittenSpan[_goodBytes..].ToArray();
        AddBand(_bytes.WrittenSpan[.._goodBytes], _goodRows, _goodHeadNs, _goodLongest, isRepeatable: true, _goodPreamble);
        _bytes.Clear();
        _bytes.Write(rest);
        int done = _goodBytes;
        _ends.RemoveAll(end => end.Bytes <= done);
        for (int index = 0; index < _ends.Count; index++)
            _ends[index] = _ends[index] with { Bytes = _ends[index].Bytes - done };
        _goodBytes = 0;
        if (rest.Length == 0)
            _longestCommand = 0;
    }

    private void Close(bool isRepeatable = true)
    {
        if (_bytes.WrittenCount > 0)
            AddBand(_bytes.WrittenSpan, _counter.RowCount, _counter.HeadNs, _longestCommand, isRepeatable, _engine.SettingsAsCommands());
        _bytes.Clear();
        _ends.Clear();
        _goodBytes = 0;
        _longestCommand = 0;
    }

    private void AddBand(ReadOnlySpan<byte> bytes, int rowsAtEnd, long headNsAtEnd, int longest, bool isRepeatable, byte[] nextPreamble)
    {
        _bands.Add(new Band(bytes.ToArray(), rowsAtEnd - _rowsAtStart, Math.Max(1, longest), isRepeatable, _preamble)
        {
            Stops = [.. Stops(bytes.Length), new BandStop(bytes.Length, Math.Max(0, headNsAtEnd - _headNsAtStart))],
        });
        _rowsAtStart = rowsAtEnd;
        _headNsAtStart = headNsAtEnd;
        _preamble = nextPreamble;
    }

    /// <summary>
    /// The fewest ends of commands that leave no piece longer than it may be, if its commands allow that. One more stands
    /// before the feed that prints a line of columns: these have left the buffer, and an answer that came only after the
    /// line's 24 rows would leave the wire idle meanwhile. A short piece is not worth it, and too many could be under way.
    /// </summary>
    private IEnumerable<BandStop> Stops(int bandBytes)
    {
        int start = 0;
        for (int index = 0; index + 1 < _ends.Count; index++)
        {
            CommandEnd end = _ends[index];
            bool isFull = _ends[index + 1].Bytes - start > _pieceBytes || (end.IsBeforePrint && end.Bytes - start >= _pieceBytes / 2);
            if (!isFull || end.Bytes == start || end.Bytes >= bandBytes)
                continue;
            start = end.Bytes;
            yield return new BandStop(start, Math.Max(0, end.HeadNs - _headNsAtStart));
        }
    }

    /// <param name="IsBeforePrint">Columns, and what follows them prints them.</param>
    private readonly record struct CommandEnd(int Bytes, long HeadNs, bool IsColumns, bool IsBeforePrint = false);

    /// <summary>A cut, a drawer kick, a beep: each a band of its own that is never sent twice.</summary>
    private static bool IsOnceOnly(ReadOnlySpan<byte> unit) => unit.Length >= 2 && (unit[0], (char)unit[1]) switch
    {
        (0x1d, 'V') or (0x1b, 'i') or (0x1b, 'm') or (0x1b, 'p') or (0x1b, 'B') => true,
        (0x10, '\x14') => true,
        _ => false,
    };
}
