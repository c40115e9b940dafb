namespace EdgeIpc.Spool;

/// <summary>printer-state of IPP (RFC 8011, 5.4.11).</summary>
public enum PrinterState
{
    Idle = 3,
    Processing = 4,
    Stopped = 5,
}

/// <summary>printer-state-reasons of IPP (RFC 8011, 5.4.12), as far as a receipt printer has them. Several may hold at once.</summary>
[Flags]
public enum PrinterStateReasons
{
    None = 0,

    /// <summary>A person paused the printer.</summary>
    Paused = 1,
    MediaLow = 2,
    MediaEmpty = 4,
    CoverOpen = 8,

    /// <summary>No line to the printer, or it does not answer on it.</summary>
    Offline = 16,

    /// <summary>The journal cannot be written.</summary>
    SpoolAreaFull = 32,

    /// <summary>The printer reports an error of its own, for example of its cutter.</summary>
    Other = 64,

    /// <summary>The head is too hot. IPP's only word for heat is the fuser's; CUPS drivers of thermal printers say it of their head.</summary>
    OverTemperature = 128,
}

/// <summary>The printer as the spooler last saw it.</summary>
/// <param name="Message">One sentence for people, or empty.</param>
/// <param name="ChangedAt">When state or reasons last changed.</param>
public sealed record PrinterStatus(PrinterState State, PrinterStateReasons Reasons, string Message, DateTimeOffset ChangedAt)
{
    /// <summary>Whether a person paused the printer.</summary>
    public bool IsPaused => Reasons.HasFlag(PrinterStateReasons.Paused);
}

/// <summary>The keywords for a printer's state, as IPP spells them.</summary>
public static class PrinterKeywords
{
    private static readonly (PrinterStateReasons Reason, string Keyword)[] Reasons =
    [
        (PrinterStateReasons.Paused, "paused"),
        (PrinterStateReasons.MediaLow, "media-low"),
        (PrinterStateReasons.MediaEmpty, "media-empty"),
        (PrinterStateReasons.CoverOpen, "cover-open"),
        (PrinterStateReasons.Offline, "offline"),
        (PrinterStateReasons.SpoolAreaFull, "spool-area-full"),
        (PrinterStateReasons.Other, "other"),
        (PrinterStateReasons.OverTemperature, "fuser-over-temp"),
    ];

    public static string Keyword(this PrinterState state) => state switch
    {
        PrinterState.Idle => "idle",
        PrinterState.Processing => "processing",
        PrinterState.Stopped => "stopped",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "no printer state"),
    };

    /// <summary>One keyword for each reason that holds; "none" alone when none does.</summary>
    public static IReadOnlyList<string> Keywords(this PrinterStateReasons reasons) =>
        reasons == PrinterStateReasons.None
            ? ["none"]
            : [.. Reasons.Where(entry => reasons.HasFlag(entry.Reason)).Select(entry => entry.Keyword)];
}
