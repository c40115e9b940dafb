using EdgeIpc.Documents;
using EdgeIpc.Paper;
using EdgeIpc.Settings;
using EdgeIpc.Spool;

namespace EdgeIpc.Spooler;

/// <summary>Turns a document into bands for one printer and its line. The same job gives the same plan again after a crash.</summary>
internal sealed class JobPlan(PrinterProfile profile, int lineBaud, PrinterSettings settings)
{
    private const int BitsPerByte = 10;

    public PlanResult Build(DocumentFormat format, ReadOnlyMemory<byte> document) => BandPlan.Build(
        new PrintDocument(format == DocumentFormat.Raw ? DocumentKind.Raw : DocumentKind.Text, document), profile, Options);

    /// <summary>
    /// A band takes at most a second of the line, and at most half of the printer's buffer: so two are under way, and none
    /// needs flow control to be stopped in its middle. The planner knows only speeds, so a small buffer is a slow line to it.
    /// </summary>
    private PlanOptions Options => PrintableDocument.PlanOptions(settings, Math.Clamp(SendWindow.CreditOf(profile) / 2 * BitsPerByte, 300, lineBaud));
}
