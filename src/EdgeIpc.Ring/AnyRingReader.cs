using EdgeIpc.Posix;

namespace EdgeIpc.Ring;

/// <summary>
/// A reader of a ring whose samples this program was not made for: it hands out their bytes, and <see cref="Layout"/> says what they
/// mean. It counts what it loses as <see cref="RingReader{T}"/> does. It only looks: nobody wakes it, and it looks every 5 ms.
/// </summary>
public sealed class AnyRingReader : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);
    private readonly RingFile _ring;
    private readonly int _slotCount;

    private AnyRingReader(RingFile ring, SampleLayout layout, RingStart start)
    {
        (_ring, _slotCount, Layout) = (ring, ring.SlotCount, layout);
        Cursor = JoinedAt = start.Resolve(ring, OldestSafe(), Published);
        if (Cursor < ring.Header.FirstPosition) Lap();
    }

    /// <summary>What the bytes of a sample are.</summary>
    public SampleLayout Layout { get; }

    /// <summary>The position this reader began at.</summary>
    public long JoinedAt { get; }

    /// <summary>The position of the next sample it will look for.</summary>
    public long Cursor { get; private set; }

    /// <summary>Samples that were overwritten before this reader came to them, exactly.</summary>
    public long Lost { get; private set; }

    /// <summary>Samples published by now.</summary>
    public long Published => Volatile.Read(ref _ring.Header.Published);

    /// <summary>The header as it stands now.</summary>
    public RingInfo Info => _ring.Describe(FileLock.IsHeld(RingFile.LockPath(_ring.Path)));

    /// <summary>Joins a ring of any samples.</summary>
    /// <exception cref="RingFormatException">No ring, damaged, or its layout text can't be understood.</exception>
    /// <exception cref="PosixException">ENOENT, EACCES.</exception>
    public static AnyRingReader Open(string path, RingStart start)
    {
        var ring = RingFile.Open(path, writable: false);
        try
        {
            string text = ring.ReadLayoutText();
            if (!SampleLayout.TryParse(text, out var layout) || layout.SizeBytes != ring.Header.SlotSizeBytes)
                throw new RingFormatException(path, RingFault.Damaged, $"has samples of {ring.Header.SlotSizeBytes} bytes that its layout text \"{text}\" does not describe.");
            return new AnyRingReader(ring, layout, start);
        }
        catch
        {
            ring.Dispose();
            throw;
        }
    }

    /// <summary>Copies the next sample. False when there is none yet.</summary>
    /// <param name="sample">As long as <see cref="SampleLayout.SizeBytes"/>.</param>
    public bool TryRead(Span<byte> sample)
    {
        while (Cursor < Published)
        {
            _ring.SlotBytes((int)Cursor & (_slotCount - 1)).CopyTo(sample);
            // The sample before the second look at intent, as in RingReader.
            Volatile.ReadBarrier();
            if (_ring.Header.Intent - Cursor <= _slotCount)
            {
                Cursor++;
                return true;
            }

            Lap();
        }

        return false;
    }

    /// <summary>Waits until there is something to read, at most <paramref name="timeout"/>.</summary>
    /// <exception cref="OperationCanceledException">Noticed within 5 ms.</exception>
    public RingWait Wait(TimeSpan timeout, CancellationToken token)
    {
        long deadlineNs = MonotonicClock.NowNs + timeout.Ticks * TimeSpan.NanosecondsPerTick;
        while (Cursor >= Published)
        {
            token.ThrowIfCancellationRequested();
            if (PosixFile.TryIdentify(_ring.Path) is { } now && now != _ring.Identity) return RingWait.Replaced;
            if (MonotonicClock.NowNs >= deadlineNs) return FileLock.IsHeld(RingFile.LockPath(_ring.Path)) ? RingWait.TimedOut : RingWait.WriterGone;
            int wakes = Volatile.Read(ref _ring.Header.Wakes);
            if (Cursor >= Published) Futex.Wait(ref _ring.Header.Wakes, wakes, PollInterval);
        }

        return RingWait.Ready;
    }

    public void Dispose() => _ring.Dispose();

    private void Lap()
    {
        long next = Math.Max(Cursor, Math.Min(OldestSafe(), Published));
        Lost += next - Cursor;
        Cursor = next;
    }

    private long OldestSafe() =>
        Math.Max(_ring.Header.FirstPosition, Volatile.Read(ref _ring.Header.Intent) - _slotCount + _slotCount / 8);
}
