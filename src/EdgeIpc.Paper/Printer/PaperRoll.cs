using System.Globalization;
using System.Text;

namespace EdgeIpc.Paper;

/// <summary>
/// The paper that has come out of the printer since the last cut, and the receipts that were cut off and not yet fetched.
/// Bounded: a strip of <see cref="MostRows"/> is torn off by itself, and only <see cref="MostReceipts"/> wait.
/// </summary>
public sealed class PaperRoll(PrinterProfile profile)
{
    /// <summary>10 m at 8 dots a millimetre: 3.8 MB.</summary>
    public const int MostRows = 80_000;

    public const int MostReceipts = 64;

    // Rows between two lines of text that count as one empty line.
    private const int RowsOfALine = 30, MostEmptyLines = 2;

    private readonly Queue<PaperStrip> _receipts = new();
    private readonly List<Note> _notes = [];
    private readonly List<RowRemark> _remarks = [];
    private byte[] _dots = new byte[1_200 * profile.WidthBytes];
    private int _receiptNumber;

    /// <summary>Rows since the last cut, those between head and cutter included.</summary>
    public int Rows { get; private set; }

    /// <summary>Rows since the roll was new.</summary>
    public long TotalRows { get; private set; }

    /// <summary>What the receipt that is cut next was like to print.</summary>
    internal ReceiptFigures Figures { get; set; }

    /// <summary>Receipts thrown away because nobody fetched them.</summary>
    public int DroppedReceipts { get; private set; }

    public void Add(ReadOnlySpan<byte> row)
    {
        Span<byte> place = NextRow();
        row[..place.Length].CopyTo(place);
    }

    public void AddBlank() => NextRow().Clear();

    /// <summary>Notes what the rows that come next say.</summary>
    public void NoteLine(string text) => _notes.Add(new(Rows, text, 0, 0));

    /// <summary>Notes that the rows that come next are a picture; one that goes on after less than a line is the same picture.</summary>
    /// <param name="rightDots">Where it ends, from the left edge.</param>
    public void NotePicture(int rightDots, int rows)
    {
        if (_notes.Count > 0 && _notes[^1] is { PictureRows: > 0 } last && Rows - last.Row - last.PictureRows < RowsOfALine)
        {
            _notes[^1] = last with { PictureRows = Rows + rows - last.Row, WidthDots = Math.Max(last.WidthDots, rightDots) };
            return;
        }

        _notes.Add(new(Rows, "", rightDots, rows));
    }

    /// <summary>Says what the newest rows are; only what is not first-time is remembered, for the picture's margin.</summary>
    public void Classify(RowsOnPaper newest)
    {
        int rows = (int)Math.Min(newest.Rows, Rows);
        if (rows > 0 && newest.Kind is not (RowsKind.FirstTime or RowsKind.Mark))
            _remarks.Add(new(Rows - rows, rows, newest.Kind));
    }

    /// <summary>Cuts where the cutter is, so the newest rows stay at the head and begin the next receipt.</summary>
    public void Cut() => TearOff(Math.Max(0, Rows - profile.CutterToHeadRows));

    /// <summary>Everything that has come out, as a person would tear it off at the bezel.</summary>
    public void TearOff() => TearOff(Rows);

    public bool TryTakeReceipt(out PaperStrip receipt)
    {
        bool has = _receipts.TryDequeue(out PaperStrip? next);
        receipt = next!;
        return has;
    }

    /// <summary>The paper as it hangs out now, without tearing it.</summary>
    public PaperStrip Look() => MakeStrip(Rows, _receiptNumber + 1);

    /// <summary>The newest rows of what hangs out, at most so many: what a person sees who watches it come out.</summary>
    public PaperStrip LookAtNewest(int mostRows)
    {
        int rows = Math.Min(Rows, mostRows), from = Rows - rows;
        byte[] dots = _dots.AsSpan(from * profile.WidthBytes, rows * profile.WidthBytes).ToArray();
        RowRemark[] remarks =
        [
            .. _remarks.Where(remark => remark.FromRow + remark.Rows > from)
                .Select(remark => new RowRemark(Math.Max(0, remark.FromRow - from), remark.Rows - Math.Max(0, from - remark.FromRow), remark.Kind)),
        ];
        return new PaperStrip(_receiptNumber + 1, profile.WidthDots, rows, dots, "", remarks);
    }

    private Span<byte> NextRow()
    {
        if (Rows == MostRows)
            TearOff(Rows);
        int width = profile.WidthBytes;
        if ((Rows + 1) * width > _dots.Length)
            Array.Resize(ref _dots, Math.Min(_dots.Length * 2, MostRows * width));
        TotalRows++;
        return _dots.AsSpan(Rows++ * width, width);
    }

    private void TearOff(int rows)
    {
        if (rows == 0)
            return;
        if (_receipts.Count == MostReceipts)
        {
            _receipts.Dequeue();
            DroppedReceipts++;
        }

        _receipts.Enqueue(MakeStrip(rows, ++_receiptNumber));
        int width = profile.WidthBytes;
        _dots.AsSpan(rows * width, (Rows - rows) * width).CopyTo(_dots);
        Rows -= rows;
        _notes.RemoveAll(note => note.Row < rows);
        for (int index = 0; index < _notes.Count; index++)
            _notes[index] = _notes[index] with { Row = _notes[index].Row - rows };
        _remarks.RemoveAll(remark => remark.FromRow < rows);
        for (int index = 0; index < _remarks.Count; index++)
            _remarks[index] = _remarks[index] with { FromRow = _remarks[index].FromRow - rows };
    }

    private PaperStrip MakeStrip(int rows, int number)
    {
        byte[] dots = _dots.AsSpan(0, rows * profile.WidthBytes).ToArray();
        RowRemark[] remarks = [.. _remarks.Where(remark => remark.FromRow < rows)];
        return new PaperStrip(number, profile.WidthDots, rows, dots, MakeText(rows), remarks) { Figures = Figures };
    }

    private string MakeText(int rows)
    {
        var text = new StringBuilder();
        int next = 0;
        foreach (Note note in _notes.TakeWhile(note => note.Row < rows))
        {
            int empty = Math.Clamp((note.Row - next) / RowsOfALine, 0, MostEmptyLines);
            text.Append('\n', text.Length == 0 ? 0 : empty);
            string line = note.PictureRows == 0 ? note.Text.TrimEnd() : $"[picture {note.WidthDots}x{note.PictureRows}]";
            text.Append(CultureInfo.InvariantCulture, $"{line}\n");
            next = note.Row + Math.Max(RowsOfALine, note.PictureRows);
        }

        return text.ToString();
    }

    /// <summary>What stands at a row: a line's characters, or a picture's size.</summary>
    private readonly record struct Note(int Row, string Text, int WidthDots, int PictureRows);
}
