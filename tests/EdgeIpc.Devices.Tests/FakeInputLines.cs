using EdgeIpc.Posix;

namespace EdgeIpc.Devices.Tests;

/// <summary>Input lines in memory: a test is the outside world that drives them, and the kernel that stamps their changes.</summary>
internal sealed class FakeInputLines(int lineCount, GpioBias bias) : IGpioInputLines
{
    private readonly bool[] _isHigh = [.. Enumerable.Repeat(bias == GpioBias.PullUp, lineCount)];
    private readonly Queue<GpioLineEvent> _events = new();
    private readonly EventFd _waiting = new();

    public FileDescriptor Descriptor => _waiting.File;

    public long LostEvents { get; private set; }

    /// <summary>Somebody outside sets a line's level; without <paramref name="tell"/> the chip's interrupt gets lost.</summary>
    public void Drive(int lineIndex, bool isHigh, long atNs, bool tell = true)
    {
        _isHigh[lineIndex] = isHigh;
        if (!tell) return;
        if (_events.Count == GpioButtons.MaxEdges)
        {
            _events.Dequeue();
            LostEvents++;
        }

        _events.Enqueue(new GpioLineEvent(lineIndex, isHigh, atNs));
        _waiting.Signal();
    }

    public bool TryTake(out GpioLineEvent change)
    {
        bool taken = _events.TryDequeue(out change);
        if (_events.Count == 0) _waiting.Reset();
        return taken;
    }

    public bool IsHigh(int lineIndex) => _isHigh[lineIndex];

    public void Dispose() => _waiting.Dispose();
}
