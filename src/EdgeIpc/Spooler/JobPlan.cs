using EdgeIpc.Documents;
using EdgeIpc.Paper;
using EdgeIpc.Settings;
using EdgeIpc.Spool;

namespace EdgeIpc.Spooler;

/// <summary>Turns a document into bands for one printer and its line. The same job gives the same plan again after a crash.</summary>
internal sealed class JobPlan(PrinterProfile profile, int lineBaud, PrinterSettings settings)
{
    public PlanResult Build(DocumentFormat format, ReadOnlyMemory<byte> document) => BandPlan.Build(
        new PrintDocument(format == DocumentFormat.Raw ? DocumentKind.Raw : DocumentKind.Text, document), profile, PrintableDocument.PlanOptions(settings, profile, lineBaud));
}
