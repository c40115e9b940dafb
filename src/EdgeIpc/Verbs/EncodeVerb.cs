using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeIpc.Daemon;
using EdgeIpc.Documents;
using EdgeIpc.Paper;
using EdgeIpc.Settings;

namespace EdgeIpc.Verbs;

/// <summary><c>encode</c>: the very bytes that a printer would be sent, and what printing them would be like at each speed.</summary>
internal static class EncodeVerb
{
    private static readonly int[] Bauds = [9_600, 19_200, 38_400, 115_200, 230_400];

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The document; '-' for standard input.", HelpName = "FILE|-" };
        var profile = new Option<string?>("--profile") { Description = "For which printer; without it the settings' own.", HelpName = "NAME" };
        var baud = new Option<int>("--baud") { Description = "The line that the bands are made for.", HelpName = "B", DefaultValueFactory = _ => 115_200 };
        var output = new Option<string?>("--out") { Description = "Gets the bytes.", HelpName = "FILE.bin" };
        var preview = new Option<string?>("--preview") { Description = "Gets the picture of the paper.", HelpName = "FILE.png" };
        var json = new Option<bool>("--json") { Description = "Figures as JSON." };
        var format = PrintableDocument.FormatOption();
        var threshold = PrintableDocument.ThresholdOption();
        var ownLetters = new Option<bool>("--own-letters") { Description = "As on a machine without Unifont: what is not Latin, Greek or Cyrillic is a box." };
        var verb = new Command("encode", "Shows what a document is to a printer: bytes, bands, seconds, motor stops.") { file, profile, baud, output, preview, json, format, threshold, ownLetters };
        verb.Options.Add(DaemonOptions.Settings);
        verb.SetAction(parsed =>
        {
            var settings = SettingsFile.Load(parsed.GetValue(DaemonOptions.Settings));
            var printer = ProfileNamed(parsed.GetValue(profile) ?? settings.Printer.Profile);
            if (parsed.GetValue(baud) is var lineBaud && lineBaud is < 300 or > 4_000_000)
                throw new RefusedException(ExitCode.Usage, "--baud is out of range: allowed is 300 to 4000000 bits a second.");
            string name = parsed.GetValue(file)!;
            long limitBytes = settings.Spool.DocumentKilobytes * 1024L;
            byte[] bytes = DocumentFile.Read(name, limitBytes);
            var shading = parsed.GetValue(threshold) ? Shading.Threshold : Shading.Dither;
            var reading = new DocumentReading(parsed.GetValue(format)!, shading, parsed.GetValue(GlobalOptions.Instance), limitBytes)
            {
                Letters = parsed.GetValue(ownLetters) ? LetterBook.OwnLetters : LetterBook.Installed,
            };
            BandPlan PlanFor(int speed) => PlanOf(
                PrintableDocument.Make(reading, bytes, name, printer, speed).Document, printer,
                PrintableDocument.PlanOptions(settings.Printer, printer, speed) with { Letters = reading.Letters }, name);
            var plan = PlanFor(lineBaud);
            if (parsed.GetValue(output) is { } outputPath) OutputFile.Save(outputPath, stream => WriteBands(plan, stream));
            if (parsed.GetValue(preview) is { } previewPath) PaperPreview.Save(previewPath, plan, printer, lineBaud);
            var result = Measure(name, plan, printer, lineBaud, PlanFor);
            Console.Out.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(result, EncodeJson.Default.EncodeResult) : Describe(result));
        });
        return verb;
    }

    private static PrinterProfile ProfileNamed(string name)
    {
        try
        {
            return PrinterProfile.Load(name);
        }
        catch (ArgumentException)
        {
            throw new RefusedException(ExitCode.Usage, $"There is no printer profile '{name}'; there are: {string.Join(", ", PrinterProfile.Names)}.");
        }
    }

    private static BandPlan PlanOf(PrintDocument document, PrinterProfile profile, PlanOptions options, string name) => BandPlan.Build(document, profile, options) switch
    {
        PlanResult.Planned planned => planned.Plan,
        PlanResult.Refused refused => throw new RefusedException(ExitCode.BadDocument, $"{name} can't be printed: {refused.Sentence}."),
        _ => throw new InvalidOperationException("A plan is made or refused."),
    };

    /// <summary>Each line is planned for by itself: a slower one gets shorter bands, and a slower head.</summary>
    private static EncodeResult Measure(string name, BandPlan plan, PrinterProfile profile, int lineBaud, Func<int, BandPlan> planFor)
    {
        var lines = Bauds.Select(baud => (Baud: baud, Plan: planFor(baud))).Select(line => (line.Baud, line.Plan.TotalBytes, Rehearsal: PlanRehearsal.Run(line.Plan, profile, line.Baud)));
        return new EncodeResult(
            name, profile.Name, lineBaud, plan.TotalBytes, plan.Bands.Count, plan.TotalRows,
            [.. lines.Select(line => new EncodeLine(line.Baud, line.TotalBytes, Math.Round(line.Rehearsal.Seconds, 3), line.Rehearsal.MotorStops))], plan.Warnings);
    }

    private static string Describe(EncodeResult result)
    {
        var text = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"{result.File} for {result.Profile}: {result.Bytes} bytes in {result.Bands} bands, {result.Rows} rows"),
        };
        text.AddRange(result.Lines.Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Baud,9} baud {line.Bytes,8} bytes {line.Seconds,8:0.00} s {line.MotorStops,5} motor stops")));
        text.AddRange(result.Warnings);
        return string.Join(Environment.NewLine, text);
    }

    private static void WriteBands(BandPlan plan, Stream file)
    {
        foreach (var band in plan.Bands) file.Write(band.Bytes.Span);
    }
}

/// <summary>What <c>encode --json</c> prints; names are part of the interface.</summary>
internal sealed record EncodeResult(
    string File, string Profile, int Baud, long Bytes, int Bands, long Rows, IReadOnlyList<EncodeLine> Lines, IReadOnlyList<string> Warnings);

internal sealed record EncodeLine(int Baud, long Bytes, double Seconds, long MotorStops);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(EncodeResult))]
internal sealed partial class EncodeJson : JsonSerializerContext;
