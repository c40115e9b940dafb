namespace EdgeIpc.Paper;

/// <summary>
/// The wire and the host's transmitter in front of it: bytes that were handed over cross one by one, ten bits each.
/// After an XOFF a host that honours it still sends what its transmitter already holds, then waits for XON.
/// </summary>
internal sealed class SerialIntake
{
    /// <summary>A PL011 UART, the Pi's own, holds 16 bytes on their way out; the tty above it stops at once.</summary>
    internal const int TransmitterBytes = 16;

    private const long Never = long.MaxValue;

    private readonly ByteRing _underWay;
    private readonly long _byteNs;
    private long _nextArrivalNs = Never;
    private long _lastArrivalNs;
    private int _untilHold = -1;

    internal SerialIntake(int lineBaud, double timeScale)
    {
        _byteNs = Math.Max(1, (long)(10e9 / lineBaud / timeScale));
        // 20 ms of the line: enough to fetch by a coarse timer, little enough to be no hidden buffer.
        _underWay = new ByteRing(Math.Clamp((int)(20_000_000 / _byteNs), 2 * TransmitterBytes, 1 << 16));
    }

    internal int Room => _underWay.Free;

    internal bool IsEmpty => _underWay.Count == 0;

    internal long NextArrivalNs => _untilHold == 0 ? Never : _nextArrivalNs;

    internal int Put(ReadOnlySpan<byte> bytes, long nowNs)
    {
        int taken = Math.Min(bytes.Length, Room);
        if (taken > 0 && IsEmpty)
            _nextArrivalNs = Math.Max(nowNs, _lastArrivalNs) + _byteNs;
        foreach (byte value in bytes[..taken])
            _underWay.TryPut(value);
        return taken;
    }

    internal byte TakeArrived()
    {
        _lastArrivalNs = _nextArrivalNs;
        _underWay.TryTake(out byte value);
        _nextArrivalNs = IsEmpty ? Never : _lastArrivalNs + _byteNs;
        if (_untilHold > 0)
            _untilHold--;
        return value;
    }

    internal void Hold()
    {
        if (_untilHold < 0)
            _untilHold = TransmitterBytes;
    }

    internal void Release(long nowNs)
    {
        if (_untilHold == 0 && !IsEmpty)
            _nextArrivalNs = Math.Max(nowNs, _lastArrivalNs) + _byteNs;
        _untilHold = -1;
    }
}
