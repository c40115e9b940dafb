namespace EdgeIpc.Paper;

/// <summary>What a fence on the paper stands for.</summary>
public enum FenceKind
{
    /// <summary>Ends a band.</summary>
    Band,

    /// <summary>Begins a line that tells a person that something is continued, repeated or given up; part of the line's own bytes.</summary>
    MarkBegins,

    /// <summary>Ends such a line.</summary>
    Mark,

    /// <summary>Follows a resync: what was printed since the last fence belongs to a band whose sender died.</summary>
    Sync,
}

/// <summary>
/// The four bytes that a fence carries through the printer (GS ( H function 48), each 32..126.
/// A band: its serial in base 95, the first digit at most 92. A mark: 125 and three digits, its beginning the highest of them. A sync: 126 and three digits of
/// a nonce. So a number tells its kind, to the spooler that reads it back and to the emulator's row ledger.
/// </summary>
/// <param name="Number">A band's serial, or a mark's or a sync's nonce.</param>
public readonly record struct BandFence(FenceKind Kind, int Number)
{
    public const int IdBytes = 4;

    /// <summary>Band serials are 0..79,735,874; a spool counts modulo this.</summary>
    public const int SerialCount = 93 * NonceCount;

    /// <summary>Nonces are 0..857,374.</summary>
    public const int NonceCount = 95 * 95 * 95;

    private const int Base = 95, First = 32, MarkDigit = 93, SyncDigit = 94;

    // The last of the marks' nonces means the beginning of any of them.
    private const int MarkBeginsNonce = NonceCount - 1;

    public static BandFence OfMarkBeginning { get; } = new(FenceKind.MarkBegins, MarkBeginsNonce);

    public static BandFence OfBand(int serial) => new(FenceKind.Band, Math.Abs(serial % SerialCount));

    public static BandFence OfMark(int nonce) => new(FenceKind.Mark, Math.Abs(nonce % MarkBeginsNonce));

    public static BandFence OfSync(int nonce) => new(FenceKind.Sync, Math.Abs(nonce % NonceCount));

    public void WriteId(Span<byte> id)
    {
        int first = Kind switch { FenceKind.Mark or FenceKind.MarkBegins => MarkDigit, FenceKind.Sync => SyncDigit, _ => Number / NonceCount };
        int rest = Number % NonceCount;
        id[0] = (byte)(First + first);
        id[1] = (byte)(First + (rest / (Base * Base)));
        id[2] = (byte)(First + (rest / Base % Base));
        id[3] = (byte)(First + (rest % Base));
    }

    /// <returns>False: not four bytes of 32..126.</returns>
    public static bool TryReadId(ReadOnlySpan<byte> id, out BandFence fence)
    {
        fence = default;
        if (id.Length != IdBytes || id.ContainsAnyExceptInRange((byte)First, (byte)(First + Base - 1)))
            return false;

        int rest = ((((id[1] - First) * Base) + id[2] - First) * Base) + id[3] - First;
        fence = (id[0] - First) switch
        {
            MarkDigit => rest == MarkBeginsNonce ? OfMarkBeginning : new(FenceKind.Mark, rest),
            SyncDigit => new(FenceKind.Sync, rest),
            int first => new(FenceKind.Band, (first * NonceCount) + rest),
        };
        return true;
    }
}
