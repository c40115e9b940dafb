using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeIpc.Paper;

/// <summary>How a printer asks the host to wait.</summary>
public enum FlowControl
{
    /// <summary>It doesn't: what arrives while its buffer is full is dropped.</summary>
    None,

    /// <summary>XOFF (0x13) when room runs short, XON (0x11) when there is room again.</summary>
    XonXoff,

    /// <summary>A wire: the printer's DTR to the host's CTS. At the marks of XON/XOFF, without any byte.</summary>
    RtsCts,
}

/// <param name="Name">One of <see cref="CodePage.Names"/>.</param>
/// <param name="Number">The n of ESC t n that selects it, 0..255.</param>
public sealed record PrinterCodePage(string Name, int Number);

/// <summary>Commands that not every printer has; everything else in <see cref="EscPosCommand"/> is common to all.</summary>
[Flags]
public enum PrinterCommands
{
    None = 0,

    /// <summary>GS v 0: raster image.</summary>
    Raster = 1,

    /// <summary>ESC *: column image.</summary>
    ColumnImage = 2,

    /// <summary>GS V: cutter.</summary>
    Cut = 4,

    /// <summary>ESC p and DLE DC4: cash drawer.</summary>
    Drawer = 8,

    /// <summary>GS r: status in the order of the data.</summary>
    StatusEcho = 16,

    /// <summary>GS ( H function 48: an id comes back when the data before it has been printed.</summary>
    ProcessId = 32,

    /// <summary>DLE EOT: status at once, ahead of the buffer.</summary>
    RealTimeStatus = 64,

    /// <summary>GS a: four status bytes whenever the state changes.</summary>
    AutoStatus = 128,

    /// <summary>ESC v: paper sensors in the order of the data.</summary>
    PaperStatus = 256,

    /// <summary>GS k: one-dimensional barcodes.</summary>
    Barcode = 512,

    /// <summary>GS ( k with class 49: QR codes of the printer's own.</summary>
    QrCode = 1024,

    /// <summary>GS ( L and GS 8 L: a picture is stored and then printed.</summary>
    Graphics = 16_384,

    /// <summary>ESC 7 n1 n2 n3: dots heated at once, heating, and the pause after each turn.</summary>
    HeatTurns = 2048,

    /// <summary>DC2 #: density, and a break after each turn of heating.</summary>
    HeatBreak = 4096,

    /// <summary>GS ( K function 50: head speed in steps from 1, the slowest, to 9, the fastest.</summary>
    SpeedSteps = 8192,
}

/// <summary>
/// What a printer is and can: one JSON file each, embedded. Every figure names its source in the file.
/// Immutable; <see cref="Load"/> refuses a file that is damaged or out of range.
/// </summary>
public sealed record PrinterProfile
{
    /// <summary>a-z, 0-9 and '-'; equal to the file's name.</summary>
    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>Dots across the head, a multiple of 8, 64..1024.</summary>
    public required int WidthDots { get; init; }

    /// <summary>Along and across: 8 is 203 dpi.</summary>
    public required int DotsPerMm { get; init; }

    /// <summary>Characters of 12 dots in a line.</summary>
    public required int Columns { get; init; }

    /// <summary>16..1,048,576.</summary>
    public required int ReceiveBufferBytes { get; init; }

    public required FlowControl FlowControl { get; init; }

    /// <summary>XOFF is sent when no more than this is free.</summary>
    public required int XoffFreeBytes { get; init; }

    /// <summary>XON is sent when at least this is free again.</summary>
    public required int XonFreeBytes { get; init; }

    /// <summary>
    /// XOFF is also sent while the cover is open or the paper out, and XON waits for their end. A host whose line obeys XOFF
    /// can't ask for the reason then, so printers have a switch "busy only when the buffer is full".
    /// </summary>
    public required bool XoffWhenOffline { get; init; }

    /// <summary>Fastest paper speed, 5..500.</summary>
    public required int HeadSpeedMmPerS { get; init; }

    /// <summary>More dots in a row than this are heated in turns (ESC 7 n1).</summary>
    public required int HeatedDotsAtOnce { get; init; }

    /// <summary>One turn's heating (ESC 7 n2).</summary>
    public required int HeatUs { get; init; }

    /// <summary>The pause after a turn (ESC 7 n3).</summary>
    public required int HeatPauseUs { get; init; }

    /// <summary>0: no automatic cutter, or none worth feeding for.</summary>
    public required int CutterToHeadMm { get; init; }

    /// <summary>What it can print; the first is in force after power-up and ESC @.</summary>
    public required IReadOnlyList<PrinterCodePage> CodePages { get; init; }

    /// <summary>Dots an inch, along and across: 203 or 180.</summary>
    public required int Dpi { get; init; }

    /// <summary>
    /// Units of ESC J and ESC 3 in one row, as long as no GS P says otherwise: 1, or 2 where the motor makes half steps.
    /// </summary>
    public required int FeedUnitsPerRow { get; init; }

    /// <summary>A left margin that is no multiple of this slows the printer down: 1..8 dots.</summary>
    public required int MarginStepDots { get; init; }

    /// <summary>As manuals write them: "GS v 0", "GS ( H".</summary>
    [JsonPropertyName("commands")]
    public required IReadOnlyList<string> CommandNames { get; init; }

    /// <summary>Per figure, where it comes from.</summary>
    public required IReadOnlyDictionary<string, string> Sources { get; init; }

    [JsonIgnore]
    public PrinterCommands Commands => ParseCommands(CommandNames);

    /// <summary>The code page after power-up.</summary>
    [JsonIgnore]
    public string CodePage => CodePages[0].Name;

    /// <summary>Something stops a sender before the buffer overflows.</summary>
    [JsonIgnore]
    public bool HasFlowControl => FlowControl != FlowControl.None;

    /// <summary>
    /// Bytes that may be under way unconfirmed: with flow control, as many as surely cause no XOFF, as no question passes
    /// one; a tiny buffer is left to flow control. Some room is kept for status questions.
    /// </summary>
    [JsonIgnore]
    public int CreditBytes => HasFlowControl
        ? Math.Max(512, ReceiveBufferBytes - XonFreeBytes - 32)
        : Math.Max(64, ReceiveBufferBytes - 8);

    [JsonIgnore]
    public int WidthBytes => WidthDots / 8;

    /// <summary>Rows of paper between the head and the cutter.</summary>
    [JsonIgnore]
    public int CutterToHeadRows => CutterToHeadMm * DotsPerMm;

    /// <summary>Fastest rows per second: head speed times dots per mm.</summary>
    [JsonIgnore]
    public int RowsPerSecond => HeadSpeedMmPerS * DotsPerMm;

    public bool Has(PrinterCommands command) => (Commands & command) == command;

    /// <summary>The profiles that are built in, by name, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.EndsWith(".json", StringComparison.Ordinal))
            .Select(name => name[..^".json".Length])
            .Order(StringComparer.Ordinal)];

    /// <exception cref="ArgumentException">No such profile; the message lists those that there are.</exception>
    public static PrinterProfile Load(string name)
    {
        if (!Names.Contains(name, StringComparer.Ordinal))
            throw new ArgumentException($"no printer profile '{name}'; there are: {string.Join(", ", Names)}", nameof(name));

        using Stream file = Assembly.GetExecutingAssembly().GetManifestResourceStream(name + ".json")!;
        return Parse(file, name);
    }

    /// <exception cref="FormatException">Not JSON, an unknown key, or a figure out of its range; the message says which.</exception>
    public static PrinterProfile Parse(Stream json, string name)
    {
        PrinterProfile? profile;
        try
        {
            profile = JsonSerializer.Deserialize(json, ProfileJson.Default.PrinterProfile);
        }
        catch (JsonException error)
        {
            throw new FormatException($"printer profile '{name}': {error.Message}", error);
        }

        (profile ?? throw new FormatException($"printer profile '{name}' is empty")).Validate(name);
        return profile;
    }

    private void Validate(string name)
    {
        Require(string.Equals(Name, name, StringComparison.Ordinal), $"its name is '{Name}'");
        Require(WidthDots is >= 64 and <= 1024 && WidthDots % 8 == 0, $"widthDots {WidthDots}: a multiple of 8 from 64 to 1024");
        Range(DotsPerMm, 1, 24, "dotsPerMm");
        Range(Columns, 1, WidthDots / 12, "columns");
        Range(ReceiveBufferBytes, 16, 1 << 20, "receiveBufferBytes");
        Range(HeadSpeedMmPerS, 5, 500, "headSpeedMmPerS");
        Range(HeatedDotsAtOnce, 8, 2048, "heatedDotsAtOnce");
        Range(HeatUs, 30, 2550, "heatUs");
        Range(HeatPauseUs, 0, 2550, "heatPauseUs");
        Range(CutterToHeadMm, 0, 100, "cutterToHeadMm");
        Require(Dpi is 203 or 180, $"dpi {Dpi} is neither 203 nor 180");
        Range(FeedUnitsPerRow, 1, 2, "feedUnitsPerRow");
        Range(MarginStepDots, 1, 8, "marginStepDots");
        Require(CodePages.Count > 0, "codePages is empty");
        foreach (PrinterCodePage page in CodePages)
        {
            Range(page.Number, 0, 255, $"codePages: {page.Name}'s number");
            Require(Paper.CodePage.Names.Contains(page.Name, StringComparer.Ordinal), $"code page '{page.Name}' is unknown");
        }

        Require(Commands.HasFlag(PrinterCommands.Raster) || Commands.HasFlag(PrinterCommands.ColumnImage), "neither GS v 0 nor ESC *: no picture could be printed");
        if (HasFlowControl)
        {
            Range(XoffFreeBytes, 1, ReceiveBufferBytes - 1, "xoffFreeBytes");
            Range(XonFreeBytes, XoffFreeBytes + 1, ReceiveBufferBytes, "xonFreeBytes");
        }

        void Require(bool holds, string what)
        {
            if (!holds)
                throw new FormatException($"printer profile '{name}': {what}");
        }

        void Range(int value, int least, int most, string what) =>
            Require(value >= least && value <= most, string.Create(CultureInfo.InvariantCulture, $"{what} {value} is not in {least}..{most}"));
    }

    private static PrinterCommands ParseCommands(IReadOnlyList<string> names)
    {
        PrinterCommands commands = PrinterCommands.None;
        foreach (string name in names)
        {
            commands |= name switch
            {
                "GS v 0" => PrinterCommands.Raster,
                "ESC *" => PrinterCommands.ColumnImage,
                "GS V" => PrinterCommands.Cut,
                "ESC p" => PrinterCommands.Drawer,
                "GS r" => PrinterCommands.StatusEcho,
                "GS ( H" => PrinterCommands.ProcessId,
                "DLE EOT" => PrinterCommands.RealTimeStatus,
                "GS a" => PrinterCommands.AutoStatus,
                "ESC v" => PrinterCommands.PaperStatus,
                "GS k" => PrinterCommands.Barcode,
                "GS ( k" => PrinterCommands.QrCode,
                "GS ( L" => PrinterCommands.Graphics,
                "ESC 7" => PrinterCommands.HeatTurns,
                "DC2 #" => PrinterCommands.HeatBreak,
                "GS ( K" => PrinterCommands.SpeedSteps,
                _ => throw new FormatException($"unknown printer command '{name}'"),
            };
        }

        return commands;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(FlowControlConverter)])]
[JsonSerializable(typeof(PrinterProfile))]
internal sealed partial class ProfileJson : JsonSerializerContext;

internal sealed class FlowControlConverter() : JsonStringEnumConverter<FlowControl>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
