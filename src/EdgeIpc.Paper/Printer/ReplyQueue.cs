namespace EdgeIpc.Paper;

/// <summary>What the printer wants to send: answers go in whole, and only if they fit.</summary>
internal sealed class ReplyQueue
{
    private const byte Xon = 0x11, Xoff = 0x13;
    private const int CapacityBytes = 4096;

    private readonly ByteRing _bytes = new(CapacityBytes);

    internal long Dropped { get; private set; }

    internal bool HasXoffOpen { get; private set; }

    internal long XoffsSent { get; private set; }

    internal bool IsEmpty => _bytes.Count == 0;

    internal int Take(Span<byte> destination)
    {
        int count = 0;
        while (count < destination.Length && _bytes.TryTake(out byte value))
            destination[count++] = value;
        return count;
    }

    internal void DropAnswers() => _bytes.Clear();

    internal void SendXoff()
    {
        HasXoffOpen = true;
        XoffsSent++;
        Put([Xoff]);
    }

    internal void SendXon()
    {
        HasXoffOpen = false;
        Put([Xon]);
    }

    internal void Put(ReadOnlySpan<byte> answer)
    {
        if (_bytes.Free < answer.Length)
        {
            Dropped++;
            return;
        }

        foreach (byte value in answer)
            _bytes.TryPut(value);
    }

    /// <summary>GS ( H: header, kind, the four bytes, NUL.</summary>
    internal void PutProcessId(BandFence fence)
    {
        Span<byte> answer = [0x37, 0x22, 0, 0, 0, 0, 0];
        fence.WriteId(answer.Slice(2, BandFence.IdBytes));
        Put(answer);
    }

    internal void Clear()
    {
        _bytes.Clear();
        HasXoffOpen = false;
    }
}
