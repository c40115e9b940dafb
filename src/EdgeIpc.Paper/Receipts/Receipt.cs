namespace EdgeIpc.Paper;

/// <summary>
/// A receipt that is being composed for one printer: everything that prints here, plain text and markup, summaries and
/// charts, is put together of its parts.
/// </summary>
internal sealed class Receipt
{
    /// <summary>Tab stops are chosen by the beginning of a long document: trying them on all of it takes longer than printing it.</summary>
    private const int LinesForTabs = 400;

    private readonly PrinterProfile _profile;
    private readonly int _mostBytes;
    private readonly int _mostLineBytes;
    private readonly CellReader _reader;
    private readonly List<ReceiptPart> _parts = [];

    /// <param name="lineBaud">A faster line takes longer pieces of a picture in its second, and these need fewer bytes.</param>
    internal Receipt(PrinterProfile profile, LetterBook letters, int lineBaud)
    {
        _profile = profile;
        var options = PlanOptions.For(profile, lineBaud);
        (_mostBytes, _mostLineBytes) = (options.MostCommandBytes, options.MostLineBytes);
        _reader = new CellReader(profile, letters);
    }

    internal int Columns => _profile.Columns;

    internal PrinterProfile Profile => _profile;

    /// <summary>Whether a letter or a dot prints; feeds and cuts alone are no document.</summary>
    internal bool Prints => _parts.Any(part => part is ReceiptPart.Line { Cells: var cells } ? cells.Any(cell => !cell.IsBlank) : part is not (ReceiptPart.Feed or ReceiptPart.Cut));

    internal IReadOnlyList<string> Warnings => [.. _reader.Warnings];

    internal List<TextCell> Read(ReadOnlySpan<char> text, bool isBold = false, int startColumn = 0) => _reader.Read(text, isBold, startColumn);

    internal void Add(ReceiptPart part) => _parts.Add(part);

    /// <summary>A line, wrapped at the columns.</summary>
    internal void Line(string text, bool isBold = false, Alignment align = Alignment.Left) => Line(Read(text, isBold), LetterSize.Normal, align);

    internal void Line(IReadOnlyList<TextCell> cells, LetterSize size = LetterSize.Normal, Alignment align = Alignment.Left)
    {
        foreach (IReadOnlyList<TextCell> row in WordWrap.Rows(cells, ColumnsOf(size)))
            Add(new ReceiptPart.Line(RightToLeft.InReadingOrder(row), size, align == Alignment.Left && RightToLeft.Leads(row) ? Alignment.Right : align));
    }

    /// <summary>Cells side by side, as wide as their columns say.</summary>
    internal void Row(IReadOnlyList<IReadOnlyList<TextCell>> cells, IReadOnlyList<TableColumn> columns, LetterSize size = LetterSize.Normal)
    {
        foreach (IReadOnlyList<TextCell> row in TableLayout.Rows(cells, columns))
            Add(new ReceiptPart.Line(row, size));
    }

    /// <summary>Two ends of one line; a left one that does not fit is wrapped beside the right one.</summary>
    internal void Line(string left, string right, bool isBold = false) => Table([[Read(left, isBold), Read(right, isBold)]]);

    /// <summary>Rows whose columns are as wide as their widest cells; the first one takes what is left of the paper.</summary>
    internal void Table(IReadOnlyList<IReadOnlyList<IReadOnlyList<TextCell>>> rows, LetterSize size = LetterSize.Normal)
    {
        IReadOnlyList<TableColumn> columns = TableLayout.Columns(rows, ColumnsOf(size));
        foreach (IReadOnlyList<IReadOnlyList<TextCell>> row in rows)
            Row(row, columns, size);
    }

    /// <summary>Large and centred; not so wide where it would not fit.</summary>
    internal void Title(string text)
    {
        List<TextCell> cells = Read(text, isBold: true);
        Line(cells, WordWrap.Width(cells) * 2 <= Columns ? LetterSize.Large : LetterSize.Tall, Alignment.Centre);
    }

    internal void Rule(char character = '─') => Line(new string(character, Columns));

    internal void Blank() => Add(new ReceiptPart.Line([]));

    internal void Feed(int rows) => Add(new ReceiptPart.Feed(rows));

    internal void Picture(DotPicture dots) => Add(new ReceiptPart.Picture(dots));

    internal void Cut() => Add(new ReceiptPart.Cut());

    internal int ColumnsOf(LetterSize size) => size == LetterSize.Large ? Columns / 2 : Columns;

    internal PrintDocument ToDocument() => new(DocumentKind.Raw, ToCommands()) { Warnings = Warnings };

    internal byte[] ToCommands()
    {
        ReceiptPart.Line[] lines = [.. _parts.OfType<ReceiptPart.Line>()];
        var writer = new ReceiptWriter(_profile, TabStops.For([.. lines.Where(line => line.TakesTabs).Take(LinesForTabs).Select(ToText)]), _mostBytes, _mostLineBytes);
        writer.Begin();
        foreach (ReceiptPart part in _parts)
            writer.Write(part);
        return writer.ToArray();
    }

    /// <summary>A character a column: what tab stops are chosen by.</summary>
    private static string ToText(ReceiptPart.Line line) =>
        string.Concat(line.Cells.Select(cell => cell.Dots is null ? cell.Native.ToString() : new string('\0', cell.Columns))).TrimEnd(' ');
}
