namespace EdgeIpc.Paper;

public enum Alignment
{
    Left = 0,
    Centre = 1,
    Right = 2,
}

/// <summary>
/// The settings that commands leave behind in a printer until ESC @ or a power cut, and the bytes that bring them back:
/// a band that is printed again after an interruption must not depend on what was sent before.
/// </summary>
internal sealed class PrintSettings
{
    /// <summary>A sixth of an inch at 203 dpi, rounded as printers do.</summary>
    internal const int DefaultLineSpacing = 30;

    private const byte Esc = 0x1b, Gs = 0x1d;

    private readonly byte[] _tabStops = new byte[32];
    private int _tabStopCount;

    internal PrintSettings(PrinterProfile profile)
    {
        Profile = profile;
        Reset();
    }

    internal PrinterProfile Profile { get; }

    internal bool Bold { get; set; }

    internal int UnderlineDots { get; set; }

    internal bool Reverse { get; set; }

    internal bool SmallFont { get; set; }

    internal int WidthTimes { get; set; } = 1;

    internal int HeightTimes { get; set; } = 1;

    internal Alignment Align { get; set; }

    internal int LineSpacing { get; set; }

    /// <summary>The n of ESC t.</summary>
    internal int CodePageNumber { get; set; }

    /// <summary>Units of feeds along the paper; 0: the printer's own.</summary>
    internal int FeedUnitsPerInch { get; set; }

    /// <summary>The last command that set the head's speed; it outlives ESC @, but not the power.</summary>
    internal byte[] HeadCommand { get; set; } = [];

    internal int LeftMargin { get; set; }

    internal int AreaWidth { get; set; }

    /// <summary>Null: every eighth character.</summary>
    internal bool HasOwnTabStops { get; private set; }

    internal ReadOnlySpan<byte> TabStops => _tabStops.AsSpan(0, _tabStopCount);

    /// <summary>Dots from the left margin that lines and pictures may take.</summary>
    internal int UsableWidth => Math.Min(AreaWidth, Profile.WidthDots - LeftMargin);

    internal int CellWidth => (SmallFont ? StrokeFont.SmallWidth : StrokeFont.CellWidth) * WidthTimes;

    internal int CellHeight => (SmallFont ? StrokeFont.SmallHeight : StrokeFont.CellHeight) * HeightTimes;

    internal void Reset()
    {
        Bold = Reverse = SmallFont = false;
        UnderlineDots = 0;
        WidthTimes = HeightTimes = 1;
        Align = Alignment.Left;
        LineSpacing = DefaultLineSpacing;
        CodePageNumber = Profile.CodePages[0].Number;
        FeedUnitsPerInch = 0;
        LeftMargin = 0;
        AreaWidth = Profile.WidthDots;
        HasOwnTabStops = false;
        _tabStopCount = 0;
    }

    /// <summary>Rows of so many units of ESC J, ESC 3 and GS V; a part of a row moves no paper here.</summary>
    internal int RowsOf(int units) => FeedUnitsPerInch == 0 ? units / Profile.FeedUnitsPerRow : units * Profile.Dpi / FeedUnitsPerInch;

    private int UnitsOf(int rows) => FeedUnitsPerInch == 0 ? rows * Profile.FeedUnitsPerRow : rows * FeedUnitsPerInch / Profile.Dpi;

    internal void SetTabStops(ReadOnlySpan<byte> stops)
    {
        HasOwnTabStops = true;
        int end = stops.IndexOf((byte)0);
        stops = end < 0 ? stops : stops[..end];
        stops = stops[..Math.Min(stops.Length, _tabStops.Length)];
        stops.CopyTo(_tabStops);
        _tabStopCount = stops.Length;
    }

    /// <summary>What must follow ESC @ to be here again: only what differs from power-up, always in the same order.</summary>
    internal byte[] ToCommands()
    {
        List<byte> bytes = [.. HeadCommand];
        if (FeedUnitsPerInch != 0)
            bytes.AddRange([Gs, (byte)'P', (byte)Profile.Dpi, (byte)FeedUnitsPerInch]);
        Add(CodePageNumber, Profile.CodePages[0].Number, Esc, (byte)'t');
        Add(UnitsOf(LineSpacing), UnitsOf(DefaultLineSpacing), Esc, (byte)'3');
        Add((int)Align, 0, Esc, (byte)'a');
        Add(SmallFont ? 1 : 0, 0, Esc, (byte)'M');
        Add(Bold ? 1 : 0, 0, Esc, (byte)'E');
        Add(UnderlineDots, 0, Esc, (byte)'-');
        Add(Reverse ? 1 : 0, 0, Gs, (byte)'B');
        Add(((WidthTimes - 1) << 4) | (HeightTimes - 1), 0, Gs, (byte)'!');
        if (LeftMargin != 0)
            bytes.AddRange([Gs, (byte)'L', (byte)LeftMargin, (byte)(LeftMargin >> 8)]);
        if (AreaWidth != Profile.WidthDots)
            bytes.AddRange([Gs, (byte)'W', (byte)AreaWidth, (byte)(AreaWidth >> 8)]);
        if (HasOwnTabStops)
            bytes.AddRange([Esc, (byte)'D', .. TabStops, 0]);
        return [.. bytes];

        void Add(int value, int initial, byte prefix, byte opcode)
        {
            if (value != initial)
                bytes.AddRange([prefix, opcode, (byte)value]);
        }
    }
}
