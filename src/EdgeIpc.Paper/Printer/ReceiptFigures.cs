namespace EdgeIpc.Paper;

/// <summary>What printing one receipt was like.</summary>
/// <param name="Bytes">That came since the receipt before it was cut.</param>
/// <param name="DroppedBytes">Of these, lost to a full buffer.</param>
/// <param name="LineSeconds">From the first of them to the last, in the line's own time.</param>
/// <param name="LineBaud">Bits a second.</param>
/// <param name="MotorStops">White lines: times that the motor had to wait for data.</param>
public readonly record struct ReceiptFigures(long Bytes, long DroppedBytes, double LineSeconds, int LineBaud, long MotorStops)
{
    /// <summary>How much of what the line could carry in that time it did carry: 0..1.</summary>
    public double LineUse => LineSeconds > 0 ? Math.Min(1, Bytes * 10.0 / LineBaud / LineSeconds) : 0;
}

/// <summary>Counts from cut to cut.</summary>
internal sealed class ReceiptMeter(int lineBaud, double timeScale)
{
    private long _bytes;
    private long _dropped;
    private long _stopsBefore;
    private long _firstNs;
    private long _lastNs;
    private double ByteNs => 10e9 / lineBaud / timeScale;

    /// <param name="isNewBeginning">The printer was at rest and nothing has been printed since the cut: what came before was no part of a receipt.</param>
    internal void Arrive(long nowNs, bool isNewBeginning, bool isDropped)
    {
        if (isNewBeginning || _bytes == 0)
        {
            (_bytes, _dropped) = (0, 0);
            _firstNs = nowNs - (long)ByteNs;
        }

        _bytes++;
        _dropped += isDropped ? 1 : 0;
        _lastNs = nowNs;
    }

    internal ReceiptFigures Look(long motorStops) =>
        new(_bytes, _dropped, (_lastNs - _firstNs) / 1e9 * timeScale, lineBaud, motorStops - _stopsBefore);

    internal void Cut(long motorStops)
    {
        _stopsBefore = motorStops;
        (_bytes, _dropped) = (0, 0);
    }
}
