namespace EdgeIpc.Paper;

/// <summary>What a printer says is wrong with it; several may hold at once.</summary>
[Flags]
public enum PrinterTrouble
{
    None = 0,
    CoverOpen = 1,
    PaperOut = 2,
    PaperNearEnd = 4,

    /// <summary>The head is too hot; it recovers by itself.</summary>
    Overheated = 8,

    /// <summary>Another error: of the cutter, or one that needs a person.</summary>
    Error = 16,
}

/// <summary>
/// Epson's tables of status bits: the answers to DLE EOT n and the four bytes of GS a (automatic status back). Errors that
/// recover by themselves are the head's temperature on receipt printers.
/// </summary>
public static class PrinterStatusBits
{
    /// <summary>The questions that are asked in turn: why it is offline, which error that is, and what the paper sensors say.</summary>
    public const byte OfflineCause = 2, ErrorCause = 3, PaperSensor = 4;

    private const int RecoversByItself = 0x40, CutterOrWorse = 0x28;

    /// <summary>GS a n: every change of offline, error and paper is told by itself from now on, and the state at once. ESC @ ends it.</summary>
    public static ReadOnlyMemory<byte> TellChanges { get; } = new byte[] { 0x1d, (byte)'a', 0x0e };

    /// <summary>Whether the printer has an error whose cause <see cref="ErrorCause"/> tells.</summary>
    /// <param name="answer">To <see cref="OfflineCause"/>.</param>
    public static bool HasError(byte answer) => (answer & 0x40) != 0;

    /// <param name="question">Which of the three was asked.</param>
    public static PrinterTrouble OfRealTime(byte question, byte answer) => question switch
    {
        OfflineCause => Where(answer, 0x04, PrinterTrouble.CoverOpen) | Where(answer, 0x20, PrinterTrouble.PaperOut),
        ErrorCause => Errors(answer),
        _ => Where(answer, 0x0c, PrinterTrouble.PaperNearEnd) | Where(answer, 0x60, PrinterTrouble.PaperOut),
    };

    /// <param name="status">The four bytes, the first in the highest.</param>
    public static PrinterTrouble OfAutoStatus(int status) =>
        Where(status >> 24, 0x20, PrinterTrouble.CoverOpen) | Errors(status >> 16)
        | Where(status >> 8, 0x03, PrinterTrouble.PaperNearEnd) | Where(status >> 8, 0x0c, PrinterTrouble.PaperOut);

    private static PrinterTrouble Errors(int bits) => Where(bits, RecoversByItself, PrinterTrouble.Overheated) | Where(bits, CutterOrWorse, PrinterTrouble.Error);

    private static PrinterTrouble Where(int answer, int bits, PrinterTrouble trouble) => (answer & bits) != 0 ? trouble : PrinterTrouble.None;
}
