namespace EdgeIpc.Paper;

/// <summary>
/// How long each command is: the parameter bytes after its opcode, and the data that these announce.
/// Sources: Epson's ESC/POS command reference, the CSN-A2 manual (DC2, ESC 7).
/// </summary>
internal static class EscPosTable
{
    /// <param name="Command">A closer name than the opcode alone gave, or null.</param>
    /// <param name="MoreHeaderBytes">The header says that it is longer than its opcode alone told.</param>
    internal readonly record struct Data(
        long Bytes, bool EndsWithNul = false, EscPosCommand? Command = null, int MoreHeaderBytes = 0);

    internal static (EscPosCommand Command, int HeaderBytes) Find(byte prefix, byte opcode) => prefix switch
    {
        0x10 => FindDle(opcode),
        0x12 => FindDc2(opcode),
        0x1b => FindEsc((char)opcode),
        0x1c => FindFs((char)opcode),
        _ => FindGs((char)opcode),
    };

    private static (EscPosCommand, int) FindDle(byte opcode) => opcode switch
    {
        0x04 => (EscPosCommand.RealTimeStatus, 1),
        0x05 => (EscPosCommand.RealTimeRecover, 1),
        0x14 => (EscPosCommand.RealTimeAction, 1),
        _ => (EscPosCommand.Unknown, 0),
    };

    private static (EscPosCommand, int) FindDc2(byte opcode) => (char)opcode switch
    {
        '#' => (EscPosCommand.Heat, 1),
        '*' => (EscPosCommand.UndrawnPrint, 2),
        'T' => (EscPosCommand.Maintenance, 0),
        _ => (EscPosCommand.Unknown, 0),
    };

    private static (EscPosCommand, int) FindEsc(char opcode) => opcode switch
    {
        '@' => (EscPosCommand.Initialize, 0),
        '!' => (EscPosCommand.PrintMode, 1),
        'E' or 'G' => (EscPosCommand.Bold, 1),
        '-' => (EscPosCommand.Underline, 1),
        'a' => (EscPosCommand.Align, 1),
        'M' => (EscPosCommand.Font, 1),
        't' => (EscPosCommand.CodePageSelect, 1),
        '2' => (EscPosCommand.LineSpacingDefault, 0),
        '3' => (EscPosCommand.LineSpacing, 1),
        'D' => (EscPosCommand.TabStops, 0),
        '$' => (EscPosCommand.AbsolutePosition, 2),
        '\\' => (EscPosCommand.RelativePosition, 2),
        'J' => (EscPosCommand.FeedDots, 1),
        'd' => (EscPosCommand.FeedLines, 1),
        '*' => (EscPosCommand.ColumnImage, 3),
        'i' or 'm' => (EscPosCommand.Cut, 0),
        'p' => (EscPosCommand.Drawer, 3),
        'v' => (EscPosCommand.PaperStatus, 0),
        'u' => (EscPosCommand.Query, 1),
        '7' => (EscPosCommand.Heat, 3),
        'L' or 'S' or '\f' => (EscPosCommand.PageMode, 0),
        'T' => (EscPosCommand.PageMode, 1),
        'W' => (EscPosCommand.PageMode, 8),
        ' ' or '%' or 'R' or 'U' or '{' or 'V' or 'r' or '?' => (EscPosCommand.Setting, 1),
        // Italics where a printer has them.
        '4' => (EscPosCommand.Setting, 1),
        'c' or 'B' => (EscPosCommand.Setting, 2),
        // A QR code as Zjiang's and other boards print it: version, level, module, length.
        'Z' => (EscPosCommand.Symbol, 5),
        '=' => (EscPosCommand.Maintenance, 1),
        // Reverse feed: the paper moves back under the head, so what is printed next overlaps.
        'K' or 'e' or 'j' => (EscPosCommand.UndrawnPrint, 1),
        _ => (EscPosCommand.Unknown, 0),
    };

    private static (EscPosCommand, int) FindFs(char opcode) => opcode switch
    {
        '&' or '.' => (EscPosCommand.Setting, 0),
        '!' or '-' or 'C' or 'W' => (EscPosCommand.Setting, 1),
        'S' => (EscPosCommand.Setting, 2),
        'p' => (EscPosCommand.UndrawnPrint, 2),
        '(' => (EscPosCommand.Setting, 3),
        'q' => (EscPosCommand.Maintenance, 1),
        _ => (EscPosCommand.Unknown, 0),
    };

    private static (EscPosCommand, int) FindGs(char opcode) => opcode switch
    {
        '!' => (EscPosCommand.CharacterSize, 1),
        'B' => (EscPosCommand.Reverse, 1),
        'L' => (EscPosCommand.LeftMargin, 2),
        'W' => (EscPosCommand.AreaWidth, 2),
        'V' => (EscPosCommand.Cut, 1),
        'v' => (EscPosCommand.Raster, 6),
        'r' => (EscPosCommand.StatusEcho, 1),
        'a' => (EscPosCommand.AutoStatus, 1),
        'I' => (EscPosCommand.Query, 1),
        'H' or 'h' or 'w' => (EscPosCommand.BarcodeSetting, 1),
        'f' or 'b' or 'T' or 'Z' => (EscPosCommand.Setting, 1),
        'P' => (EscPosCommand.MotionUnits, 2),
        'k' => (EscPosCommand.Barcode, 1),
        '/' => (EscPosCommand.UndrawnPrint, 1),
        '*' => (EscPosCommand.Maintenance, 2),
        ':' => (EscPosCommand.Maintenance, 0),
        '^' => (EscPosCommand.Maintenance, 3),
        '$' or '\\' => (EscPosCommand.PageMode, 2),
        '(' => (EscPosCommand.Extended, 3),
        '8' => (EscPosCommand.Extended, 5),
        _ => (EscPosCommand.Unknown, 0),
    };

    internal static Data DataAfter(byte prefix, byte opcode, ReadOnlySpan<byte> header) => (prefix, (char)opcode) switch
    {
        (0x1d, 'v') => header[0] is 0x30
            ? new((long)Word(header, 2) * Word(header, 4))
            : new(0, Command: EscPosCommand.Unknown),
        (0x1d, '(') => new(Word(header, 1), Command: ParenthesisName(header)),
        (0x1d, '8') => new(Word(header, 1) + ((long)Word(header, 3) << 16), Command: (char)header[0] == 'L' ? EscPosCommand.Graphics : null),
        (0x1d, 'V') => new(header[0] is 65 or 66 or 97 or 98 or 103 or 104 ? 1 : 0),
        (0x1d, '*') => new((long)header[0] * header[1] * 8),
        // GS k: up to m = 6 the data ends with NUL, above it a length comes first.
        (0x1d, 'k') => header[0] <= 6 ? new(0, EndsWithNul: true)
            : header.Length == 1 ? new(0, MoreHeaderBytes: 1)
            : new(header[1]),
        (0x1b, '*') => new((long)Word(header, 1) * (header[0] is 32 or 33 ? 3 : 1)),
        (0x1b, 'Z') => new(Word(header, 3)),
        (0x1b, 'D') => new(0, EndsWithNul: true),
        (0x1c, '(') => new(Word(header, 1)),
        (0x12, '*') => new((long)header[0] * header[1]),
        (0x10, '\x04') => new(header[0] is 7 or 8 or 18 ? 1 : 0),
        (0x10, '\x14') => new(header[0] switch { 1 or 2 => 2, 3 => 5, 7 => 1, 8 => 7, _ => 0 }),
        _ => new(0),
    };

    private static int Word(ReadOnlySpan<byte> bytes, int index) => bytes[index] | (bytes[index + 1] << 8);

    private static EscPosCommand ParenthesisName(ReadOnlySpan<byte> header) => (char)header[0] switch
    {
        'H' => EscPosCommand.ProcessId,
        'k' => EscPosCommand.Symbol,
        'K' => EscPosCommand.Speed,
        'L' => EscPosCommand.Graphics,
        // A self test, the user's set-up memory, the customised values.
        'A' or 'C' or 'E' or 'M' => EscPosCommand.Maintenance,
        _ => EscPosCommand.Extended,
    };
}
