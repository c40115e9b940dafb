using System.Text;
using EdgeIpc.Instance;
using EdgeIpc.Paper;
using Microsoft.Extensions.Logging;

namespace EdgeIpc.PrinterEmulator;

/// <summary>
/// The paper as files that people open: each receipt as picture and text, and the whole roll. Replaced by rename, so that
/// nobody ever sees half a picture.
/// </summary>
/// <remarks>They lie in memory (/dev/shm), so only the newest <see cref="MostReceipts"/> stay; the roll's picture has the older ones.</remarks>
internal sealed class PaperFiles(StationInstance instance, PaperRoll roll, string? copyPath, ILogger log)
{
    private const int MostReceipts = 32;

    /// <summary>Drawing a long roll costs tens of milliseconds: at most every 2 s while it is still growing.</summary>
    private const long DrawEveryNs = 2_000_000_000;

    /// <summary>What hangs out is drawn as it comes: a picture of 20 cm costs a millisecond.</summary>
    private const long DrawHangingEveryNs = 400_000_000;

    private const int MostHangingRows = 1_600;

    private readonly RollPicture _picture = new();
    private long _hangingAtNs = long.MinValue / 2;
    private (long Printed, int Hanging) _hangingRows = (-1, -1);
    private long _drawnAtNs = long.MinValue / 2;
    private long _drawnRows = -1;

    private string RollPath => $"{instance.PaperDirectory}/paper.png";

    /// <summary>When an idle printer's paper should be drawn next, or long.MaxValue: nothing new is on it.</summary>
    public long DrawNs => Math.Min(RollNs, HangingNs);

    private long RollNs => roll.TotalRows == _drawnRows ? long.MaxValue : _drawnAtNs + DrawEveryNs;

    private long HangingNs => (roll.TotalRows, roll.Rows) == _hangingRows ? long.MaxValue : _hangingAtNs + DrawHangingEveryNs;

    /// <summary>Writes what was cut off since, and the roll if that is due.</summary>
    public void Write(long nowNs, bool isPrinterIdle)
    {
        while (roll.TryTakeReceipt(out PaperStrip receipt)) WriteReceipt(receipt);
        if (HangingNs <= nowNs) WriteHanging(nowNs);
        if (isPrinterIdle && RollNs <= nowNs) WriteRoll(nowNs);
    }

    /// <summary>The last picture of a printer that stops: with what still hangs out of it.</summary>
    public void WriteLast(long nowNs)
    {
        Write(nowNs, isPrinterIdle: false);
        WriteRoll(nowNs);
        if (copyPath is not null) Replace(copyPath, file => _picture.WritePng(file, roll.Look()));
    }

    private void WriteReceipt(PaperStrip receipt)
    {
        _picture.Add(receipt);
        string path = ReceiptPath(receipt.Number, "png");
        Replace(path, receipt.WritePng);
        Replace(ReceiptPath(receipt.Number, "txt"), file => file.Write(Encoding.UTF8.GetBytes(receipt.Text)));
        var figures = receipt.Figures;
        EmulatorLog.Receipt(log, receipt.Number, receipt.Rows, figures.Bytes, figures.LineSeconds, figures.LineUse * 100, figures.MotorStops, figures.DroppedBytes, path);
        File.Delete(ReceiptPath(receipt.Number - MostReceipts, "png"));
        File.Delete(ReceiptPath(receipt.Number - MostReceipts, "txt"));
    }

    private void WriteHanging(long nowNs)
    {
        PaperStrip newest = roll.LookAtNewest(MostHangingRows);
        if (newest.Rows > 0) Replace(instance.HangingPaperPath, newest.WritePng);
        (_hangingAtNs, _hangingRows) = (nowNs, (roll.TotalRows, roll.Rows));
    }

    private void WriteRoll(long nowNs)
    {
        PaperStrip hangingOut = roll.Look();
        Replace(RollPath, file => _picture.WritePng(file, hangingOut));
        Replace($"{instance.PaperDirectory}/paper.txt", file => file.Write(Encoding.UTF8.GetBytes(_picture.ToText(hangingOut))));
        (_drawnAtNs, _drawnRows) = (nowNs, roll.TotalRows);
    }

    private string ReceiptPath(int number, string extension) => $"{instance.PaperDirectory}/receipt-{number:0000}.{extension}";

    private void Replace(string path, Action<Stream> write)
    {
        string partial = $"{path}.part";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = instance.Sharing.Readable };
            using (var file = new FileStream(partial, options)) write(file);
            File.Move(partial, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk costs a picture, never the printing: rows are counted on the ledger's page.
            EmulatorLog.PaperFailed(log, path, e.Message);
        }
    }
}
