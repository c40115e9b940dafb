namespace EdgeIpc.Paper;

/// <summary>What a byte stream to a receipt printer says. Names are the manuals' words.</summary>
public enum EscPosCommand
{
    /// <summary>Bytes that no manual read here explains.</summary>
    Unknown,

    /// <summary>A printable byte, 0x20..0xFF except DEL.</summary>
    Character,

    /// <summary>A control byte without effect: NUL, BEL, DEL and their like.</summary>
    Ignored,

    LineFeed,
    CarriageReturn,
    Tab,

    /// <summary>FF, CAN, ESC FF, ESC L, ESC S, ESC T, ESC W, GS $, GS \: a sheet composed in memory.</summary>
    PageMode,

    /// <summary>ESC @.</summary>
    Initialize,

    /// <summary>ESC !: font, bold, double height and width, underline in one byte.</summary>
    PrintMode,

    /// <summary>ESC E and ESC G.</summary>
    Bold,

    /// <summary>ESC -: 0, 1 or 2 dots.</summary>
    Underline,

    /// <summary>GS B: white on black.</summary>
    Reverse,

    /// <summary>ESC a: 0 left, 1 centre, 2 right.</summary>
    Align,

    /// <summary>ESC M: 0 is 12x24, 1 is 9x17.</summary>
    Font,

    /// <summary>GS !: width and height, 1 to 8 times each.</summary>
    CharacterSize,

    /// <summary>ESC t.</summary>
    CodePageSelect,

    /// <summary>ESC 2: a sixth of an inch, 30 dots here.</summary>
    LineSpacingDefault,

    /// <summary>GS P x y: units an inch, across and along; 0: the printer's own.</summary>
    MotionUnits,

    /// <summary>ESC 3 n, in units along the paper.</summary>
    LineSpacing,

    /// <summary>ESC D n.. NUL, in characters.</summary>
    TabStops,

    /// <summary>ESC $ nL nH.</summary>
    AbsolutePosition,

    /// <summary>ESC \ nL nH, signed.</summary>
    RelativePosition,

    /// <summary>GS L nL nH.</summary>
    LeftMargin,

    /// <summary>GS W nL nH.</summary>
    AreaWidth,

    /// <summary>ESC J n.</summary>
    FeedDots,

    /// <summary>ESC d n.</summary>
    FeedLines,

    /// <summary>GS v 0 m xL xH yL yH d...</summary>
    Raster,

    /// <summary>ESC * m nL nH d...</summary>
    ColumnImage,

    /// <summary>GS V, ESC i, ESC m.</summary>
    Cut,

    /// <summary>ESC p m t1 t2 in the order of the data.</summary>
    Drawer,

    /// <summary>DLE DC4: drawer, power-off, buffer clear; acted on as it arrives.</summary>
    RealTimeAction,

    /// <summary>DLE EOT n: answered as it arrives.</summary>
    RealTimeStatus,

    /// <summary>DLE ENQ n: recover; acted on as it arrives.</summary>
    RealTimeRecover,

    /// <summary>GS r n.</summary>
    StatusEcho,

    /// <summary>GS ( H fn 48: d1..d4 come back after the data before them has been printed.</summary>
    ProcessId,

    /// <summary>GS a n: from now on the printer tells by itself when its state changes.</summary>
    AutoStatus,

    /// <summary>ESC v: paper sensors, in the order of the data.</summary>
    PaperStatus,

    /// <summary>GS I, ESC u and other questions whose answer would mix with ours.</summary>
    Query,

    /// <summary>ESC 7 n1 n2 n3, DC2 #: heating.</summary>
    Heat,

    /// <summary>GS ( K: density and speed.</summary>
    Speed,

    /// <summary>GS ( and GS 8 with another letter: skipped by the length they carry.</summary>
    Extended,

    /// <summary>GS k: a barcode.</summary>
    Barcode,

    /// <summary>GS ( k: a QR code's settings, data and printing; ESC Z: all in one.</summary>
    Symbol,

    /// <summary>GS ( L and GS 8 L: a picture is stored, then printed.</summary>
    Graphics,

    /// <summary>GS h, GS w, GS H: how barcodes look.</summary>
    BarcodeSetting,

    /// <summary>GS *, GS /, FS p: prints something that is not drawn here.</summary>
    UndrawnPrint,

    /// <summary>A setting without an effect on what is drawn here (ESC SP, ESC R, GS f, FS and so on).</summary>
    Setting,

    /// <summary>Writes the printer's own memory, switches it off the line or starts its self test.</summary>
    Maintenance,
}

/// <summary>What one byte did to the parser.</summary>
public enum EscPosStep
{
    /// <summary>Inside a command's opcode or parameters.</summary>
    Pending,

    /// <summary>A command without data, or one of which the data is all in <see cref="EscPosParser.Parameters"/>, is complete.</summary>
    Complete,

    /// <summary>The parameters are complete; <see cref="EscPosParser.DataBytes"/> bytes follow.</summary>
    DataBegins,

    /// <summary>One byte of data.</summary>
    Data,

    /// <summary>The last byte of data: the command is complete.</summary>
    DataEnds,
}
