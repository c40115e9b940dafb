using System.Globalization;

namespace EdgeIpc.Paper;

/// <summary>
/// Walks through raw ESC/POS before it may reach the printer: refuses what could do harm or can't be counted, leaves out
/// questions whose answers would be taken for ours, and divides what is left into commands.
/// </summary>
internal sealed class RawCheck(PrinterProfile profile, PlanOptions options, List<string> warnings)
{
    // GS ( k carries PDF417 and others, too; only QR codes are drawn here.
    private const byte QrClass = 49;

    private readonly EscPosParser _parser = new();
    private int _queries;

    /// <returns>Null when it may be printed; <paramref name="units"/> are its commands in order.</returns>
    internal PlanResult.Refused? Find(ReadOnlyMemory<byte> document, out IReadOnlyList<ReadOnlyMemory<byte>> units)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        units = found;
        int start = 0;
        for (int index = 0; index < document.Length; index++)
        {
            if (_parser.Push(document.Span[index]) is not (EscPosStep.Complete or EscPosStep.DataEnds))
                continue;

            ReadOnlyMemory<byte> unit = document[start..(index + 1)];
            if (Judge(unit.Span, start) is { } refused)
                return refused;
            Add(unit, found);
            start = index + 1;
        }

        if (_parser.BytesToCome > 0)
        {
            return Refuse(
                PlanRefusal.Damaged, $"the document ends inside a command that began at byte {start}; at least {_parser.BytesToCome} bytes are missing");
        }

        if (found.Count == 0)
            return Refuse(PlanRefusal.Empty, $"the document has nothing that prints");
        // What an earlier document left set must not show in this one.
        if (found[0].Span is not [0x1b, (byte)'@'])
            found.Insert(0, new byte[] { 0x1b, (byte)'@' });
        if (_queries > 0)
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{_queries} status queries left out: the spooler asks the printer itself"));
        return null;
    }

    private void Add(ReadOnlyMemory<byte> unit, List<ReadOnlyMemory<byte>> units)
    {
        switch (_parser.Command)
        {
            case EscPosCommand.Query or EscPosCommand.AutoStatus or EscPosCommand.PaperStatus or EscPosCommand.StatusEcho or EscPosCommand.ProcessId
                or EscPosCommand.RealTimeStatus or EscPosCommand.RealTimeRecover:
                _queries++;
                break;
            case EscPosCommand.Ignored:
                break;
            case EscPosCommand.Raster:
                units.AddRange(RasterDivider.Divide(unit, RowsThatFit(unit.Span)));
                break;
            case EscPosCommand.ColumnImage:
                units.AddRange(RasterDivider.DivideColumns(unit, MostCommandBytes));
                break;
            default:
                units.Add(unit);
                break;
        }
    }

    /// <summary>How many rows of this raster make half a band: two pieces and a fence then fit into one.</summary>
    private int RowsThatFit(ReadOnlySpan<byte> raster)
    {
        int bytesPerRow = Math.Max(1, raster[4] | (raster[5] << 8));
        return Math.Max(1, (MostCommandBytes - RasterDivider.HeaderBytes) / bytesPerRow);
    }

    private int MostCommandBytes => options.MostCommandBytes;

    private PlanResult.Refused? Judge(ReadOnlySpan<byte> unit, int offset)
    {
        switch (_parser.Command)
        {
            case EscPosCommand.Drawer or EscPosCommand.RealTimeAction when !options.AllowDrawer:
                return Refuse(PlanRefusal.Drawer, $"byte {offset} opens the cash drawer ({Hex(unit)}), which this queue doesn't allow");
            case EscPosCommand.Drawer when !profile.Has(PrinterCommands.Drawer):
                return Refuse(PlanRefusal.UnknownCommand, $"byte {offset} opens the cash drawer ({Hex(unit)}), and {profile.Name} has none");
            case EscPosCommand.Maintenance:
                return Refuse(
                    PlanRefusal.Maintenance, $"byte {offset} changes the printer itself ({Hex(unit)}); documents may only print");
            case EscPosCommand.Raster when !profile.Has(PrinterCommands.Raster):
            case EscPosCommand.ColumnImage when !profile.Has(PrinterCommands.ColumnImage):
            case EscPosCommand.Barcode when !profile.Has(PrinterCommands.Barcode):
            case EscPosCommand.Symbol when !profile.Has(PrinterCommands.QrCode):
            case EscPosCommand.Graphics when !profile.Has(PrinterCommands.Graphics):
                return Refuse(PlanRefusal.UnknownCommand, $"byte {offset} is {_parser.Command}, which {profile.Name} doesn't have");
            case EscPosCommand.Symbol when !options.AllowUnknown && unit is not ([0x1b, ..] or [_, _, _, _, _, QrClass, ..]):
            case EscPosCommand.Unknown or EscPosCommand.PageMode or EscPosCommand.UndrawnPrint when !options.AllowUnknown:
                return Refuse(
                    PlanRefusal.UnknownCommand, $"byte {offset} is a command that isn't understood here ({Hex(unit)}), so its rows can't be counted");
            default:
                return null;
        }
    }

    private static string Hex(ReadOnlySpan<byte> unit) => Convert.ToHexString(unit[..Math.Min(8, unit.Length)]);

    private static PlanResult.Refused Refuse(PlanRefusal reason, FormattableString sentence) =>
        new(reason, sentence.ToString(CultureInfo.InvariantCulture));
}
