namespace EdgeIpc.Paper;

/// <summary>A bounded first-in, first-out store of bytes that never allocates after its making.</summary>
internal sealed class ByteRing(int capacity)
{
    private readonly byte[] _bytes = new byte[capacity];
    private int _start;

    internal int Count { get; private set; }

    internal int Free => _bytes.Length - Count;

    /// <returns>False: full, and the byte was not taken.</returns>
    internal bool TryPut(byte value)
    {
        if (Count == _bytes.Length)
            return false;
        _bytes[(_start + Count++) % _bytes.Length] = value;
        return true;
    }

    internal bool TryTake(out byte value)
    {
        value = 0;
        if (Count == 0)
            return false;
        value = _bytes[_start];
        _start = (_start + 1) % _bytes.Length;
        Count--;
        return true;
    }

    internal void Clear() => _start = Count = 0;
}
