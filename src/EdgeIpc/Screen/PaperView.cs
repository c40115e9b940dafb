using System.Globalization;
using EdgeIpc.Instance;
using EdgeIpc.Page;
using EdgeIpc.Paper;
using EdgeIpc.Web;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EdgeIpc.Screen;

/// <summary>The emulated printer's paper over the whole terminal: what hangs out, or the receipt that was cut last when that is little.</summary>
internal sealed class PaperView(StationInstance instance)
{
    private const byte Middle = 128;
    private static readonly Style Ink = new(Color.Black, Color.White);
    private (long? Revision, int Receipt) _shown = (-1, -1);
    private GreyPicture? _paper;
    private string _title = "";

    public IRenderable Render(PrinterView printer, int widthColumns, int heightLines, bool unicode)
    {
        Look();
        int width = Math.Max(ScreenView.WidthMin, widthColumns), lines = Math.Max(4, heightLines - 3);
        var text = new ScreenText(width);
        text.Add("paper ", ScreenText.Bold).Add(_title).End();
        string[] drawn = _paper is null ? [] : PaperBlocks.Draw(_paper, width, lines, unicode);
        for (int i = drawn.Length; i < lines; i++) text.End();
        foreach (string line in drawn) text.Add(line, Ink).End();
        string reasons = string.Join(", ", printer.Reasons.Where(reason => reason != "none"));
        text.Add(printer.HasSpooler ? printer.State : "no spooler", printer.State == "stopped" || !printer.HasSpooler ? ScreenText.Bad : ScreenText.Good);
        if (reasons.Length > 0) text.Add($" ({reasons})", ScreenText.Warning);
        if (printer.JobNumber > 0) text.Add(string.Create(CultureInfo.InvariantCulture, $"  job {printer.JobNumber} band {printer.BandIndex}/{printer.BandCount}"));
        text.Add(string.Create(CultureInfo.InvariantCulture, $"  {printer.BytesPerSecond:N0} B/s  credit {printer.CreditBytes:N0} B")).End();
        text.Add("p signal  q quit", ScreenText.Dim).End();
        return text.Render();
    }

    private void Look()
    {
        long? revision = PaperPictures.RevisionOf(instance);
        int receipt = PaperPictures.NewestReceipts(instance, most: 1) is [var newest] ? newest : 0;
        if (_shown == (revision, receipt)) return;
        var hanging = Read(null);
        // What hangs out after a cut is the blank piece between head and cutter.
        bool hangs = receipt == 0 || hanging?.Pixels.Span.IndexOfAnyInRange((byte)0, Middle) >= 0;
        _paper = hangs ? hanging : Read(receipt);
        _title = _paper is null ? "none: no emulated printer has printed here" : hangs ? "as it comes out" : string.Create(CultureInfo.InvariantCulture, $"receipt {receipt}, cut last");
        _shown = (revision, receipt);
    }

    private GreyPicture? Read(int? receipt) => PaperPictures.TryRead(instance, receipt) is { } png ? PictureReader.Read(png) : null;
}
