namespace EdgeIpc.Paper;

/// <summary>
/// Executes ESC/POS: bytes in, rows and side effects out, in order. It knows nothing of time or buffers, so that the
/// planner's dry run and the printer's model count the very same rows.
/// </summary>
internal sealed partial class PrintEngine
{
    private readonly PrinterProfile _profile;
    private readonly IPrintSink _sink;
    private readonly EscPosParser _parser = new();
    private readonly LineBuffer _line;
    private readonly RasterReader _raster;
    private readonly SymbolPrinter _symbols;
    private readonly GraphicsStore _graphics;
    private CodePage _codePage;

    internal PrintEngine(PrinterProfile profile, IPrintSink sink)
    {
        _profile = profile;
        _sink = sink;
        _line = new LineBuffer(profile.WidthDots);
        _raster = new RasterReader(profile, _line, sink);
        Settings = new PrintSettings(profile);
        _symbols = new SymbolPrinter(profile, Settings, _line, sink);
        _graphics = new GraphicsStore(profile, Settings, sink);
        _codePage = CodePage.ByName(profile.CodePage);
    }

    internal PrintSettings Settings { get; }

    /// <summary>What must follow ESC @ so that the next command prints as it would now.</summary>
    internal byte[] SettingsAsCommands() => [.. Settings.ToCommands(), .. _symbols.ToCommands()];

    internal EscPosParser Parser => _parser;

    /// <summary>No characters wait for a line feed, no stored picture for its printing: an initialisation here would lose nothing.</summary>
    internal bool LineIsEmpty => _line.IsEmpty && _line.Position == 0 && _graphics.IsEmpty;

    /// <summary>Power-up: nothing in hand, no settings.</summary>
    internal void Reset()
    {
        _parser.Reset();
        Initialize();
    }

    internal EscPosStep Push(byte value)
    {
        EscPosStep step = _parser.Push(value);
        switch (step)
        {
            case EscPosStep.Complete:
                Execute(value);
                break;
            case EscPosStep.DataBegins:
                BeginData();
                break;
            case EscPosStep.Data:
                TakeData(value);
                break;
            case EscPosStep.DataEnds:
                TakeData(value);
                Execute(value);
                break;
        }

        return step;
    }

    private void BeginData()
    {
        if (_parser.Command is EscPosCommand.Raster or EscPosCommand.ColumnImage)
            _raster.Begin(_parser.Command, _parser.Parameters, Settings);
        else if (_parser.Command is EscPosCommand.Barcode or EscPosCommand.Symbol)
            _symbols.BeginData();
        else if (_parser.Command == EscPosCommand.Graphics)
            _graphics.BeginData();
    }

    private void TakeData(byte value)
    {
        if (_parser.Command is EscPosCommand.Raster or EscPosCommand.ColumnImage)
            _raster.Take(value);
        else if (_parser.Command is EscPosCommand.Barcode or EscPosCommand.Symbol)
            _symbols.Take(value);
        else if (_parser.Command == EscPosCommand.Graphics)
            _graphics.Take(value);
    }

    private void Execute(byte value)
    {
        ReadOnlySpan<byte> p = _parser.Parameters;
        switch (_parser.Command)
        {
            case EscPosCommand.Character:
                Print(_codePage.ToChar(value));
                break;
            case EscPosCommand.LineFeed:
                PrintLine(Settings.LineSpacing);
                break;
            case EscPosCommand.FeedDots:
                PrintLine(Settings.RowsOf(p[0]));
                break;
            case EscPosCommand.FeedLines:
                PrintLine(p[0] * Settings.LineSpacing);
                break;
            case EscPosCommand.Tab:
                Tab();
                break;
            case EscPosCommand.Initialize:
                Initialize();
                _sink.Begin();
                break;
            case EscPosCommand.AbsolutePosition:
                _line.Position = Math.Min(Word(p), Settings.AreaWidth);
                break;
            case EscPosCommand.RelativePosition:
                _line.Position = Math.Clamp(_line.Position + (short)Word(p), 0, Settings.AreaWidth);
                break;
            case EscPosCommand.Cut:
                Cut(p);
                break;
            case EscPosCommand.Drawer:
                _sink.Drawer(p[0] & 1);
                break;
            case EscPosCommand.StatusEcho or EscPosCommand.AutoStatus or EscPosCommand.PaperStatus:
                _sink.Ask(_parser.Command, p.IsEmpty ? (byte)0 : p[0]);
                break;
            case EscPosCommand.ProcessId:
                EchoProcessId(p);
                break;
            case EscPosCommand.Barcode when _profile.Has(PrinterCommands.Barcode) && _line.IsEmpty:
                _symbols.PrintBarcode(p[0]);
                break;
            case EscPosCommand.Symbol when _parser.Prefix == 0x1b:
                if (_profile.Has(PrinterCommands.QrCode) && _line.IsEmpty)
                    _symbols.PrintQrAtOnce(p);
                break;
            case EscPosCommand.Graphics when _profile.Has(PrinterCommands.Graphics) && _line.IsEmpty && _graphics.Execute():
                break;
            case EscPosCommand.Symbol when _profile.Has(PrinterCommands.QrCode) && _line.IsEmpty && _symbols.Execute():
                break;
            case EscPosCommand.Raster or EscPosCommand.ColumnImage:
                // Their rows went out with their data.
                break;
            case EscPosCommand.Heat or EscPosCommand.Speed:
                SetHead(p);
                break;
            case EscPosCommand.Unknown or EscPosCommand.PageMode or EscPosCommand.UndrawnPrint or EscPosCommand.Maintenance
                or EscPosCommand.Barcode or EscPosCommand.Symbol or EscPosCommand.Graphics:
                _sink.NotUnderstood(_parser.Command, _parser.Prefix, _parser.Opcode);
                break;
            default:
                ApplySetting(p);
                break;
        }
    }

    private static int Word(ReadOnlySpan<byte> p) => p[0] | (p[1] << 8);

    /// <summary>ESC @ loses the line that was being composed, too.</summary>
    private void Initialize()
    {
        _line.Clear();
        Settings.Reset();
        _symbols.Reset();
        _graphics.Reset();
        _codePage = CodePage.ByName(_profile.CodePage);
    }

    private void Print(char character)
    {
        int width = Settings.CellWidth;
        if (_line.Position > 0 && _line.Position + width > Settings.UsableWidth)
            PrintLine(Settings.LineSpacing);
        CharacterDrawing.Draw(_line, character, Settings);
    }

    /// <summary>Prints what is composed and moves the paper by at least <paramref name="spacing"/> rows in all.</summary>
    private void PrintLine(int spacing)
    {
        int printed = _line.Rows;
        if (printed > 0)
        {
            if (_line.Characters.IsEmpty)
                _sink.Picture(Settings.LeftMargin + _line.InkEnd, printed);
            else
                _sink.Line(_line.Characters);
            int room = Math.Max(0, Settings.UsableWidth - _line.InkEnd);
            int shift = Settings.Align switch { Alignment.Centre => room / 2, Alignment.Right => room, _ => 0 };
            _line.PrintTo(_sink, Settings.LeftMargin + shift);
        }

        if (spacing > printed)
            _sink.Feed(spacing - printed);
        _line.Clear();
    }

    private void Tab()
    {
        int cell = Settings.CellWidth;
        int column = _line.Position / cell;
        if (!Settings.HasOwnTabStops)
        {
            _line.Position = Math.Min(((column / 8) + 1) * 8 * cell, Settings.UsableWidth);
            return;
        }

        foreach (byte stop in Settings.TabStops)
        {
            if (stop > column)
            {
                _line.Position = Math.Min(stop * cell, Settings.UsableWidth);
                return;
            }
        }
    }

    private void Cut(ReadOnlySpan<byte> p)
    {
        if (!_line.IsEmpty)
            PrintLine(Settings.LineSpacing);
        if (!_profile.Has(PrinterCommands.Cut))
            return;

        // GS V 65 and 66: feed until what is printed lies behind the cutter, n more, then cut.
        if (p.Length == 2)
            _sink.Feed(_profile.CutterToHeadRows + Settings.RowsOf(p[1]));
        bool full = _parser.Prefix == 0x1d && p[0] is 0 or 48 or 65 or 97;
        _sink.Cut(full ? CutKind.Full : CutKind.Partial);
    }

    private void EchoProcessId(ReadOnlySpan<byte> p)
    {
        // 1D 28 48 06 00 30 30 d1 d2 d3 d4; each d is printable ASCII, anything else is no id.
        if (p.Length == 9 && p[3] == 0x30 && p[4] == 0x30 && !p[5..].ContainsAnyExceptInRange((byte)32, (byte)126)
            && _profile.Has(PrinterCommands.ProcessId))
        {
            _sink.EchoProcessId(p[5..]);
        }
    }
}
