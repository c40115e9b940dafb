namespace EdgeIpc.Paper;

/// <summary>What a printer's sensors and switches say, and the bytes by which it tells.</summary>
internal sealed class PrinterState
{
    /// <summary>Near-end sensors see the roll's last turns: about a metre.</summary>
    private const int NearEndMm = 1000;

    private long _rowsLeft = long.MaxValue;
    private long _nearEndRows;

    internal bool HasPaper { get; set; } = true;

    internal bool IsPaperNearEnd { get; set; }

    internal bool IsCoverOpen { get; set; }

    /// <summary>The head is too hot; it recovers by itself.</summary>
    internal bool IsOverheated { get; set; }

    internal bool IsFeedPressed { get; set; }

    /// <summary>Nothing keeps it from printing.</summary>
    internal bool IsReady => HasPaper && !IsCoverOpen && !IsOverheated;

    /// <summary>A new roll; 0: endless.</summary>
    internal void LoadRoll(int lengthMm, int dotsPerMm)
    {
        HasPaper = true;
        IsPaperNearEnd = false;
        _rowsLeft = lengthMm == 0 ? long.MaxValue : (long)lengthMm * dotsPerMm;
        _nearEndRows = (long)NearEndMm * dotsPerMm;
        LookAtRoll();
    }

    /// <summary>A row has left the roll.</summary>
    internal void UseRow()
    {
        if (_rowsLeft == long.MaxValue)
            return;
        _rowsLeft--;
        LookAtRoll();
    }

    /// <summary>
    /// DLE EOT n, n = 1..4: bits 1 and 4 are always set, 0 and 7 never, so no answer is XON or XOFF. Bits as in Epson's tables:
    /// 1 printer, 2 why it is offline, 3 errors, 4 paper.
    /// </summary>
    internal byte RealTime(int which, bool isOnline) => (byte)(0x12 | which switch
    {
        1 => (isOnline ? 0 : 0x08) | (IsFeedPressed ? 0x40 : 0),
        2 => (IsCoverOpen ? 0x04 : 0) | (IsFeedPressed ? 0x08 : 0) | (HasPaper ? 0 : 0x20) | (IsOverheated ? 0x40 : 0),
        3 => IsOverheated ? 0x40 : 0,
        _ => (IsPaperNearEnd ? 0x0c : 0) | (HasPaper ? 0 : 0x60),
    });

    /// <summary>GS r 1 and ESC v: bits 0, 1 near end, bits 2, 3 end; bits 4 and 7 never.</summary>
    internal byte PaperSensors => (byte)((IsPaperNearEnd ? 0x03 : 0) | (HasPaper ? 0 : 0x0c));

    /// <summary>GS a: four bytes. The first has bit 4 set, bits 0, 1 and 7 clear, so it is no DLE EOT answer; the others have bits 4 and 7 clear.</summary>
    internal uint AutoStatus(bool isOnline) => Pack(
        (byte)(0x10 | (isOnline ? 0 : 0x08) | (IsCoverOpen ? 0x20 : 0) | (IsFeedPressed ? 0x40 : 0)),
        (byte)(IsOverheated ? 0x40 : 0),
        PaperSensors,
        0);

    private void LookAtRoll()
    {
        IsPaperNearEnd |= _rowsLeft < _nearEndRows;
        HasPaper &= _rowsLeft > 0;
    }

    private static uint Pack(byte first, byte second, byte third, byte fourth) =>
        (uint)((first << 24) | (second << 16) | (third << 8) | fourth);
}
