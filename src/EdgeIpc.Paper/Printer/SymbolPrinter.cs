using System.Buffers;

namespace EdgeIpc.Paper;

/// <summary>
/// Barcodes (GS k) and QR codes (GS ( k): collects their data as it arrives, keeps their settings, prints them.
/// What can't be encoded, or is wider than the paper, prints nothing, as on a printer.
/// </summary>
internal sealed class SymbolPrinter(PrinterProfile profile, PrintSettings settings, LineBuffer line, IPrintSink sink)
{
    private const byte Gs = 0x1d, QrClass = 49;
    private const int MostDataBytes = 7_092;
    private const int DefaultHeight = 162, DefaultWidth = 3, DefaultModule = 3;

    private readonly ArrayBufferWriter<byte> _data = new();
    private readonly byte[] _row = new byte[profile.WidthBytes];
    private int _height = DefaultHeight;
    private int _width = DefaultWidth;
    private int _textPosition;
    private int _module = DefaultModule;
    private QrLevel _level;
    private byte[] _stored = [];

    internal void Reset()
    {
        (_height, _width, _textPosition, _module, _level, _stored) = (DefaultHeight, DefaultWidth, 0, DefaultModule, QrLevel.L, []);
        _data.Clear();
    }

    internal void BeginData() => _data.Clear();

    internal void Take(byte value)
    {
        if (_data.WrittenCount < MostDataBytes)
            _data.Write([value]);
    }

    /// <summary>GS h, GS w, GS H.</summary>
    internal void Set(char opcode, byte value)
    {
        switch (opcode)
        {
            case 'h' when value > 0:
                _height = value;
                break;
            case 'w' when value is >= 2 and <= 6:
                _width = value;
                break;
            case 'H':
                _textPosition = value & 3;
                break;
        }
    }

    internal void PrintBarcode(byte kind)
    {
        ReadOnlySpan<byte> data = _data.WrittenSpan;
        // Function A's data ends with NUL.
        if (kind < 65)
            data = data[..^1];
        if (Barcode.TryEncode((BarcodeKind)(kind < 65 ? kind + 65 : kind), data) is not { } barcode)
            return;
        int widthDots = barcode.Modules * _width;
        if (widthDots > settings.UsableWidth)
            return;

        sink.Line($"[{barcode.Kind} {barcode.Text}]");
        if ((_textPosition & 1) != 0)
            PrintText(barcode.Text, widthDots);
        int x = Left(widthDots);
        _row.AsSpan().Clear();
        for (int index = 0; index < barcode.Widths.Count; index++)
        {
            for (int dot = 0; dot < barcode.Widths[index] * _width; dot++, x++)
                Ink(x, index % 2 == 0);
        }

        for (int row = 0; row < _height; row++)
            sink.Row(_row);
        if ((_textPosition & 2) != 0)
            PrintText(barcode.Text, widthDots);
    }

    /// <summary>GS ( k pL pH cn fn ...: the data begins with cn.</summary>
    internal bool Execute()
    {
        ReadOnlySpan<byte> data = _data.WrittenSpan;
        if (data.Length < 3 || data[0] != QrClass)
            return false;
        switch (data[1])
        {
            case 67 when data[2] is >= 1 and <= 16:
                _module = data[2];
                break;
            case 69 when data[2] is >= 48 and <= 51:
                _level = (QrLevel)(data[2] - 48);
                break;
            case 80:
                _stored = data[3..].ToArray();
                break;
            case 81:
                PrintQr();
                break;
        }

        return true;
    }

    /// <summary>ESC Z: version (ignored: the least that fits), level as a letter, module; what GS ( k has set stays.</summary>
    internal void PrintQrAtOnce(ReadOnlySpan<byte> p)
    {
        (int module, QrLevel level, byte[] stored) = (_module, _level, _stored);
        _module = Math.Clamp((int)p[2], 1, 16);
        _level = (char)p[1] switch { 'M' => QrLevel.M, 'Q' => QrLevel.Q, 'H' => QrLevel.H, _ => QrLevel.L };
        _stored = _data.WrittenSpan.ToArray();
        PrintQr();
        (_module, _level, _stored) = (module, level, stored);
    }

    /// <summary>What brings these settings back after ESC @.</summary>
    internal IEnumerable<byte> ToCommands()
    {
        List<byte> bytes = [];
        Add(_height, DefaultHeight, 'h');
        Add(_width, DefaultWidth, 'w');
        Add(_textPosition, 0, 'H');
        if (_module != DefaultModule)
            bytes.AddRange([Gs, (byte)'(', (byte)'k', 3, 0, QrClass, 67, (byte)_module]);
        if (_level != QrLevel.L)
            bytes.AddRange([Gs, (byte)'(', (byte)'k', 3, 0, QrClass, 69, (byte)(48 + _level)]);
        int length = _stored.Length + 3;
        if (_stored.Length > 0)
            bytes.AddRange([Gs, (byte)'(', (byte)'k', (byte)length, (byte)(length >> 8), QrClass, 80, 48, .. _stored]);
        return bytes;

        void Add(int value, int initial, char opcode)
        {
            if (value != initial)
                bytes.AddRange([Gs, (byte)opcode, (byte)value]);
        }
    }

    private void PrintQr()
    {
        if (_stored.Length == 0 || QrCode.TryEncode(_stored, _level) is not { } code)
            return;
        int widthDots = code.Size * _module;
        if (widthDots > settings.UsableWidth)
            return;
        sink.Line($"[QR {string.Concat(_stored.Select(value => value is >= 32 and < 127 ? (char)value : '·'))}]");
        int left = Left(widthDots);
        for (int y = 0; y < code.Size; y++)
        {
            _row.AsSpan().Clear();
            for (int x = 0; x < widthDots; x++)
                Ink(left + x, code[x / _module, y]);
            for (int row = 0; row < _module; row++)
                sink.Row(_row);
        }
    }

    /// <summary>The words of a barcode, centred over or under it.</summary>
    private void PrintText(string text, int widthDots)
    {
        line.Clear();
        line.Position = Math.Max(0, Left(widthDots) + ((widthDots - (text.Length * StrokeFont.CellWidth)) / 2));
        foreach (char character in text)
            CharacterDrawing.Draw(line, character, PlainLetters);
        line.PrintTo(sink, 0);
        line.Clear();
    }

    private PrintSettings PlainLetters { get; } = new(profile);

    private int Left(int widthDots)
    {
        int room = settings.UsableWidth - widthDots;
        return settings.LeftMargin + settings.Align switch { Alignment.Centre => room / 2, Alignment.Right => room, _ => 0 };
    }

    private void Ink(int x, bool isDark)
    {
        if (isDark && x < profile.WidthDots)
            _row[x >> 3] |= (byte)(0x80 >> (x & 7));
    }
}
