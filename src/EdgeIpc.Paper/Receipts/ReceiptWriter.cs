using System.Buffers;

namespace EdgeIpc.Paper;

/// <summary>
/// Writes a receipt's parts as one printer's commands. It knows what the printer was told last and sends a style or an
/// alignment only where it changes and shows; letters that the printer lacks go between its own as columns of dots.
/// </summary>
internal sealed class ReceiptWriter(PrinterProfile profile, TabStops tabs, int mostBytes, int mostLineBytes)
{
    private const byte Esc = 0x1b, Gs = 0x1d;
    private const byte BoldMode = 0x08, TallMode = 0x10, WideMode = 0x20;

    /// <summary>Without a cutter the paper is torn at the bezel, about this far behind the head.</summary>
    private const int TearRows = 96;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly CodePageText _text = new(profile);
    private Alignment _align;
    private byte _mode;

    internal byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    internal void Begin()
    {
        Put(Esc, (byte)'@');
        // Feeds are counted in rows from here on, also where the motor makes smaller steps.
        if (profile.FeedUnitsPerRow != 1)
            Put(Gs, (byte)'P', (byte)profile.Dpi, (byte)profile.Dpi);
        if (tabs.Columns.Count > 0)
            Put([Esc, (byte)'D', .. tabs.Columns.Select(column => (byte)column), 0]);
    }

    internal void Write(ReceiptPart part)
    {
        switch (part)
        {
            case ReceiptPart.Line line:
                if (DotLine.TryRuns(line, profile) is { } runs)
                    WriteLine(line, runs);
                else
                    WriteLineAsDots(line);
                break;
            case ReceiptPart.Picture picture:
                WritePicture(picture.Dots);
                break;
            case ReceiptPart.LabelledDots labelled:
                WriteLabelled(labelled);
                break;
            case ReceiptPart.Qr qr:
                WriteQr(qr);
                break;
            case ReceiptPart.Bars bars:
                WriteBars(bars);
                break;
            case ReceiptPart.Feed feed:
                Feed(feed.Rows);
                break;
            case ReceiptPart.Cut:
                Cut();
                break;
        }
    }

    private void Put(params ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    private void WriteLine(ReceiptPart.Line line, Dictionary<int, DotRun> runs)
    {
        IReadOnlyList<TextCell> cells = line.Cells;
        int end = cells.Count;
        while (end > 0 && cells[end - 1].IsBlank)
            end--;
        if (end > 0)
            SetAlign(line.Align);
        byte size = line.Size switch { LetterSize.Tall => TallMode, LetterSize.Large => TallMode | WideMode, _ => 0 };
        int column = 0;
        char[] natives = [.. cells.Select(cell => cell.Native)];
        for (int index = 0; index < end;)
        {
            if (cells[index].IsBlank)
            {
                int blanks = 1;
                while (cells[index + blanks].IsBlank)
                    blanks++;
                WriteBlanks(line, size, column, blanks);
                index += blanks;
                column += blanks;
                continue;
            }

            if (runs.TryGetValue(index, out DotRun? run))
            {
                Put([Esc, (byte)'*', 33, (byte)(run.Data.Length / 3), (byte)(run.Data.Length / 3 >> 8), .. run.Data]);
                index += run.Cells;
                column += run.Columns;
                continue;
            }

            SetMode((byte)(size | (cells[index].IsBold ? BoldMode : 0)));
            _text.Write(natives, index, 1, _bytes);
            index++;
            column++;
        }

        Put((byte)'\n');
    }

    private void WriteBlanks(ReceiptPart.Line line, byte size, int column, int blanks)
    {
        // Blanks have no weight, but a width.
        if ((_mode & ~BoldMode) != size)
            SetMode((byte)(size | (_mode & BoldMode)));
        int count = line.TakesTabs ? tabs.Tabs(column, column + blanks) : 0;
        if (count > 0 && count < blanks)
            _bytes.Write(Enumerable.Repeat((byte)'\t', count).ToArray());
        else
            _bytes.Write(Enumerable.Repeat((byte)' ', blanks).ToArray());
    }

    private void WriteLineAsDots(ReceiptPart.Line line)
    {
        DotPicture dots = DotLine.Draw(line, profile.WidthDots);
        WritePicture(dots);
        Feed(PrintSettings.DefaultLineSpacing - dots.Rows);
    }

    private void WritePicture(DotPicture dots)
    {
        SetAlign(Alignment.Left);
        Put(new PictureEncoder(dots, profile, mostBytes, mostLineBytes).Encode());
    }

    /// <summary>Words and columns of dots make one line of 24 rows; where the printer can't, the words are drawn.</summary>
    private void WriteLabelled(ReceiptPart.LabelledDots labelled)
    {
        var columns = new ColumnChoice(labelled.Dots, profile.MarginStepDots, mostBytes);
        bool isNative = profile.Has(PrinterCommands.ColumnImage) && labelled.Label.All(cell => cell.Dots is null) && columns.Cost(0) <= mostBytes;
        if (!isNative)
        {
            DotLine.DrawInto(labelled.Dots, labelled.Label);
            WritePicture(labelled.Dots);
            return;
        }

        SetAlign(Alignment.Left);
        SetMode(0);
        char[] natives = [.. labelled.Label.Select(cell => cell.Native)];
        _text.Write(natives, 0, natives.Length, _bytes);
        var bytes = new PictureBytes();
        columns.Write(0, labelled.Dots.Rows, bytes);
        Put(bytes.End());
    }

    private void WriteQr(ReceiptPart.Qr qr)
    {
        SetAlign(Alignment.Centre);
        Put(QrSymbol.Centred(qr.Data, qr.Level, qr.ModuleDots, profile, mostBytes));
    }

    private void WriteBars(ReceiptPart.Bars bars)
    {
        SetAlign(Alignment.Centre);
        Put(Gs, (byte)'h', (byte)bars.HeightDots, Gs, (byte)'w', (byte)bars.ModuleDots, Gs, (byte)'H', 2);
        Put([Gs, (byte)'k', (byte)bars.Kind, (byte)bars.Data.Length, .. bars.Data]);
    }

    private void Feed(int rows)
    {
        for (; rows > 0; rows -= 255)
            Put(Esc, (byte)'J', (byte)Math.Min(rows, 255));
    }

    private void Cut()
    {
        bool cuts = profile.Has(PrinterCommands.Cut);
        Feed(cuts ? profile.CutterToHeadRows : TearRows);
        if (cuts)
            Put(Gs, (byte)'V', 1);
    }

    private void SetAlign(Alignment align)
    {
        if (align == _align)
            return;
        _align = align;
        Put(Esc, (byte)'a', (byte)align);
    }

    private void SetMode(byte mode)
    {
        if (mode == _mode)
            return;
        _mode = mode;
        Put(Esc, (byte)'!', mode);
    }
}
