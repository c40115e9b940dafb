using System.Globalization;
using System.Text.Json;
using EdgeIpc.Paper;
using EdgeIpc.Settings;
using EdgeIpc.Spool;

namespace EdgeIpc.Verbs;

/// <summary>
/// <c>jobs --log</c>: a line for each finished job that is remembered, as CUPS keeps in its page_log: who printed what, and
/// what it took. The figures are the journal's: what the printer confirmed, not what was sent.
/// </summary>
internal static class PageLog
{
    private const string Header = "job,finished,by,title,state,document_bytes,copies,line_bytes,bands,bands_reprinted,rows,paper_mm,seconds,motor_stops,motor_stops_by";

    public static void Write(PrintSpool spool, StationSettings settings, bool asJson, bool asCsv, TextWriter output)
    {
        int dotsPerMm = PrinterProfile.Load(settings.Printer.Profile).DotsPerMm;
        PageLogLine[] lines = [.. spool.Jobs(withFinished: true).Where(job => job.State.IsFinished()).Reverse().Select(job => PageLogLine.Of(job, dotsPerMm))];
        if (asJson)
        {
            output.WriteLine(JsonSerializer.Serialize(lines, JobLineJson.Default.PageLogLineArray));
            return;
        }

        if (asCsv) WriteCsv(lines, output);
        else WriteTable(lines, output);
    }

    private static void WriteCsv(PageLogLine[] lines, TextWriter output)
    {
        output.WriteLine(Header);
        foreach (var line in lines)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{line.Number},{line.FinishedAt:O},{Quoted(line.SubmittedBy)},{Quoted(line.Title)},{line.State},{line.DocumentBytes},{line.Copies},{line.LineBytes},{line.Bands},{line.BandsReprinted},{line.Rows},{line.PaperMm:0.0},{line.Seconds:0.000},{line.MotorStops},{line.MotorStopsBy}"));
        }
    }

    private static void WriteTable(PageLogLine[] lines, TextWriter output)
    {
        if (lines.Length == 0)
        {
            output.WriteLine("No job has been finished.");
            return;
        }

        output.WriteLine($"{"job",5}  {"finished",-19}  {"state",-9}  {"copies",6}  {"bytes",8}  {"bands",5}  {"again",5}  {"mm",7}  {"seconds",7}  {"stops",5}  {"by",-10}  title");
        foreach (var line in lines)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{line.Number,5}  {line.FinishedAt.ToLocalTime(),-19:yyyy-MM-dd HH:mm:ss}  {line.State,-9}  {line.Copies,6}  {line.LineBytes,8}  {line.Bands,5}  {line.BandsReprinted,5}  {line.PaperMm,7:0.0}  {line.Seconds,7:0.0}  {Stops(line),5}  {line.SubmittedBy,-10}  {line.Title}"));
        }

        if (Array.Exists(lines, line => line.MotorStopsBy == "plan"))
            output.WriteLine("Stops are times that the head had to wait for the line; those with ~ are as planned, the others as the printer counted them.");
    }

    private static string Stops(PageLogLine line) => line.MotorStopsBy switch
    {
        "" => "-",
        "plan" => string.Create(CultureInfo.InvariantCulture, $"~{line.MotorStops}"),
        _ => line.MotorStops.ToString(CultureInfo.InvariantCulture),
    };

    // RFC 4180; and no cell begins with a sign that a spreadsheet takes for a formula.
    private static string Quoted(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@') text = $"'{text}";
        return text.AsSpan().ContainsAny(",\"") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}

/// <summary>A finished job as <c>jobs --log --json</c> prints it; see <see cref="JobCost"/>.</summary>
/// <param name="MotorStopsBy">Who counted: <c>printer</c>, <c>plan</c>, or empty where the job was not completed.</param>
internal sealed record PageLogLine(
    long Number, DateTimeOffset FinishedAt, string SubmittedBy, string Title, string State, long DocumentBytes, int Copies,
    long LineBytes, int Bands, int BandsReprinted, long Rows, double PaperMm, double Seconds, long MotorStops, string MotorStopsBy)
{
    public static PageLogLine Of(Job job, int dotsPerMm) => new(
        job.Number, job.FinishedAt!.Value, job.SubmittedBy, job.Title, job.State.Keyword(), job.DocumentBytes, job.Copies,
        job.Cost.LineBytes, job.Cost.Bands, job.Cost.BandsReprinted, job.Cost.Rows, (double)job.Cost.Rows / dotsPerMm, job.Cost.Printing.TotalSeconds, job.Cost.MotorStops.Count, job.Cost.MotorStops.By.Keyword());
}
