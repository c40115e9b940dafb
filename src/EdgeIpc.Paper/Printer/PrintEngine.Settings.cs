namespace EdgeIpc.Paper;

/// <summary>The commands that print nothing and change how what follows is printed.</summary>
internal sealed partial class PrintEngine
{
    /// <summary>How the head heats and how fast it goes; a command that the printer lacks is passed over.</summary>
    private void SetHead(ReadOnlySpan<byte> p)
    {
        switch (_parser.Command)
        {
            case EscPosCommand.Heat when _parser.Prefix == 0x1b && _profile.Has(PrinterCommands.HeatTurns):
                _sink.Heat(8 * (p[0] + 1), p[1] * 10, p[2] * 10);
                Settings.HeadCommand = [0x1b, (byte)'7', .. p];
                break;
            case EscPosCommand.Heat when _parser.Opcode == '#' && _profile.Has(PrinterCommands.HeatBreak):
                // Bits 5 to 7: the break in 250 us.
                _sink.Break((p[0] >> 5) * 250);
                break;
            case EscPosCommand.Speed when _profile.Has(PrinterCommands.SpeedSteps) && p is [_, _, _, 50, _]:
                _sink.Speed(p[4] % 48);
                Settings.HeadCommand = [0x1d, (byte)'(', .. p];
                break;
        }
    }

    private void ApplySetting(ReadOnlySpan<byte> p)
    {
        PrintSettings settings = Settings;
        switch (_parser.Command)
        {
            case EscPosCommand.PrintMode:
                settings.SmallFont = (p[0] & 0x01) != 0;
                settings.Bold = (p[0] & 0x08) != 0;
                settings.HeightTimes = (p[0] & 0x10) != 0 ? 2 : 1;
                settings.WidthTimes = (p[0] & 0x20) != 0 ? 2 : 1;
                settings.UnderlineDots = (p[0] & 0x80) != 0 ? 1 : 0;
                break;
            case EscPosCommand.Bold:
                settings.Bold = (p[0] & 1) != 0;
                break;
            case EscPosCommand.Underline:
                settings.UnderlineDots = Digit(p[0]) <= 2 ? Digit(p[0]) : settings.UnderlineDots;
                break;
            case EscPosCommand.Reverse:
                settings.Reverse = (p[0] & 1) != 0;
                break;
            case EscPosCommand.Align:
                settings.Align = Digit(p[0]) <= 2 ? (Alignment)Digit(p[0]) : settings.Align;
                break;
            case EscPosCommand.Font:
                settings.SmallFont = Digit(p[0]) == 1;
                break;
            case EscPosCommand.CharacterSize:
                settings.WidthTimes = ((p[0] >> 4) & 7) + 1;
                settings.HeightTimes = (p[0] & 7) + 1;
                break;
            case EscPosCommand.CodePageSelect:
                SelectCodePage(p[0]);
                break;
            case EscPosCommand.LineSpacingDefault:
                settings.LineSpacing = PrintSettings.DefaultLineSpacing;
                break;
            case EscPosCommand.LineSpacing:
                settings.LineSpacing = settings.RowsOf(p[0]);
                break;
            case EscPosCommand.MotionUnits:
                settings.FeedUnitsPerInch = p[1];
                break;
            case EscPosCommand.TabStops:
                settings.SetTabStops(p);
                break;
            case EscPosCommand.BarcodeSetting:
                _symbols.Set((char)_parser.Opcode, p[0]);
                break;
            case EscPosCommand.LeftMargin:
                settings.LeftMargin = Math.Min(Word(p), _profile.WidthDots - StrokeFont.CellWidth);
                break;
            case EscPosCommand.AreaWidth:
                settings.AreaWidth = Math.Clamp(Word(p), StrokeFont.CellWidth, _profile.WidthDots);
                break;
        }
    }

    /// <summary>Settings of many manuals take 1 and '1' for the same.</summary>
    private static int Digit(byte value) => value is >= (byte)'0' and <= (byte)'9' ? value - '0' : value;

    /// <summary>A number that the printer's table hasn't is passed over, as manuals say.</summary>
    private void SelectCodePage(byte number)
    {
        if (_profile.CodePages.FirstOrDefault(page => page.Number == number) is not { } page)
            return;
        Settings.CodePageNumber = number;
        _codePage = CodePage.ByName(page.Name);
    }
}
