using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using EdgeIpc.Posix;

namespace EdgeIpc.Ring;

/// <summary>
/// One consumer of a ring, at its own pace; it takes nothing from others and never slows the writer. It maps the ring
/// read-only. One thread uses it. After <see cref="Open"/> reading and waiting allocate nothing.
/// At all times: <c>JoinedAt + ReadCount + Lost = Cursor</c>, and what is left up to <see cref="Published"/> is the lag.
/// </summary>
public sealed partial class RingReader<T> : IDisposable where T : unmanaged, IRingSample
{
    private readonly RingFile _ring;
    private readonly SharedMemory? _waiters;
    private readonly FileLockProbe? _writerLock;
    private readonly SharedSlots<T> _slots;
    private readonly int _slotCount;
    private readonly int _pieceMax;
    private SharedValue<RingHeader> _header;
    private long _cursor;
    private long _seen;
    private bool _disposed;

    private RingReader(RingFile ring, SharedMemory? waiters, FileLockProbe? writerLock, RingStart start)
    {
        (_ring, _waiters, _writerLock) = (ring, waiters, writerLock);
        (_header, _slots, _slotCount, _pieceMax) = (ring.HotHeader, ring.Slots<T>(), ring.SlotCount, ring.SlotCount / 8);
        _seen = Volatile.Read(ref ring.Header.Published);
        _cursor = start.Resolve(ring, OldestSafe(), _seen);
        JoinedAt = _cursor;
        if (_cursor < ring.Header.FirstPosition) Lap();
    }

    /// <summary>The position this reader began at.</summary>
    public long JoinedAt { get; }

    /// <summary>The position of the next sample it will look for.</summary>
    public long Cursor => _cursor;

    /// <summary>Samples that were overwritten before this reader came to them, exactly.</summary>
    public long Lost { get; private set; }

    /// <summary>Samples it got.</summary>
    public long ReadCount => _cursor - JoinedAt - Lost;

    /// <summary>Samples published by now.</summary>
    public long Published => Volatile.Read(ref _ring.Header.Published);

    /// <summary>Counts the writers of this file; a change says that the writer was restarted.</summary>
    public int Epoch => Volatile.Read(ref _ring.Header.Epoch);

    /// <summary>Whether the writer wakes this reader; otherwise <see cref="Wait"/> looks every 5 ms.</summary>
    public bool IsWoken => _waiters is not null;

    /// <summary>The header as it stands now.</summary>
    public RingInfo Info => _ring.Describe(LookAtWriter() == RingWriterState.Alive);

    /// <summary>Joins a ring.</summary>
    /// <param name="path">The ring's file.</param>
    /// <param name="start">From where on.</param>
    /// <param name="mayWake">Ask the writer to wake this reader. Without the right to write PATH.waiters it polls instead.</param>
    /// <exception cref="RingFormatException">No ring, damaged, or a ring of other samples.</exception>
    /// <exception cref="PosixException">ENOENT when there is no such ring yet; EACCES without the right to read it.</exception>
    [SuppressMessage("Design", "CA1000", Justification = "A reader is made for its sample type, and names it here.")]
    public static RingReader<T> Open(string path, RingStart start, bool mayWake = true)
    {
        var ring = RingFile.Open(path, writable: false);
        SharedMemory? waiters = null;
        FileLockProbe? writerLock = null;
        try
        {
            if (!ring.HasSamplesOf<T>()) throw new RingFormatException(path, RingFault.OtherSamples, $"holds other samples: \"{ring.ReadLayoutText()}\", not \"{T.LayoutText}\".");
            waiters = mayWake ? OpenWaiters(path) : null;
            writerLock = OpenLock(path);
            return new RingReader<T>(ring, waiters, writerLock, start);
        }
        catch
        {
            writerLock?.Dispose();
            waiters?.Dispose();
            ring.Dispose();
            throw;
        }
    }

    /// <summary>Copies what is there, oldest first.</summary>
    /// <returns>Samples copied, 0..destination.Length, with no gap among them. Never blocks. Lost samples are counted, not hidden.</returns>
    public int Read(Span<T> destination)
    {
        int copied = 0;
        if (!HasSamples(destination.Length)) return 0;
        while (copied < destination.Length && _cursor < _seen)
        {
            var piece = Piece(destination.Length - copied);
            piece.CopyTo(destination[copied..]);
            if (StillHolds())
            {
                copied += piece.Length;
                _cursor += piece.Length;
                continue;
            }

            // A gap lies between two calls, never inside one batch.
            if (copied > 0) return copied;
            Lap();
        }

        return copied;
    }

    /// <summary>Takes the next sample. False when there is none yet.</summary>
    public bool TryRead(out T sample)
    {
        while (HasSamples())
        {
            sample = _slots[_cursor];
            if (StillHolds())
            {
                _cursor++;
                return true;
            }

            Lap();
        }

        sample = default;
        return false;
    }

    /// <summary>
    /// The next samples in place, without a copy, up to the ring's end or an eighth of it. The writer may overwrite them
    /// meanwhile: what was computed from them counts only once <see cref="Accept"/> has said true.
    /// </summary>
    public ReadOnlySpan<T> Look(int maxCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxCount);
        return HasSamples(maxCount) ? Piece(maxCount) : default;
    }

    /// <summary>Moves on over samples that <see cref="Look"/> showed.</summary>
    /// <param name="count">0..the length that was shown.</param>
    /// <returns>False: they were overwritten meanwhile. Forget them and look again; the lost ones are counted.</returns>
    public bool Accept(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _seen - _cursor);
        if (StillHolds())
        {
            _cursor += count;
            return true;
        }

        Lap();
        return false;
    }

    public void Dispose()
    {
        // Nothing that is unmapped is reached any more: there is nothing to read, and the next look at the cursor refuses.
        (_disposed, _seen, _header) = (true, _cursor, default);
        _writerLock?.Dispose();
        _waiters?.Dispose();
        _ring.Dispose();
    }

    private static SharedMemory? OpenWaiters(string path)
    {
        string waitersPath = RingFile.WaitersPath(path);
        try
        {
            using var file = PosixFile.OpenReadWrite(waitersPath);
            return SharedMemory.Map(file, waitersPath, RingHeader.WaitersFileSizeBytes, writable: true);
        }
        catch (PosixException e) when (e.Errno is Errno.EACCES or Errno.EPERM or Errno.EROFS or Errno.ENOENT)
        {
            return null;
        }
        catch (InvalidDataException)
        {
            // Too short to be the word: the writer lengthens it at its next start; till then this reader polls.
            return null;
        }
    }

    private static FileLockProbe? OpenLock(string path)
    {
        try
        {
            return FileLockProbe.Open(RingFile.LockPath(path));
        }
        catch (PosixException e) when (e.Errno == Errno.ENOENT)
        {
            // A copy of a ring, without its lock: nobody writes it.
            return null;
        }
    }

    /// <summary>Whether there is anything to read; the shared cursor is looked at only when fewer are known of than wanted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool HasSamples(int wanted = 1)
    {
        if (_seen - _cursor < wanted) LookAtPublished();
        return _cursor < _seen;
    }

    private void LookAtPublished()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        // Acquire: the samples after the cursor.
        _seen = Volatile.Read(ref _header.Ref.Published);
    }

    /// <summary>Contiguous slots from the cursor on. An eighth of the ring at most: a longer copy could be overtaken for ever.</summary>
    private ReadOnlySpan<T> Piece(int maxCount)
    {
        long count = Math.Min(Math.Min(maxCount, _pieceMax), _seen - _cursor);
        return _slots.From(_cursor, (int)count);
    }

    /// <summary>Whether the slot at the cursor, and so every later one, still held its sample after it was read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool StillHolds()
    {
        // The samples before the second look at intent; a look that overtook the copy would prove nothing.
        Volatile.ReadBarrier();
        return _header.Ref.Intent - _cursor <= _slotCount;
    }

    /// <summary>Overtaken: goes to the oldest sample that is safe and counts exactly what lies between.</summary>
    private void Lap()
    {
        long oldest = OldestSafe();
        _seen = Volatile.Read(ref _ring.Header.Published);
        long next = Math.Max(_cursor, Math.Min(oldest, _seen));
        Lost += next - _cursor;
        _cursor = next;
    }

    /// <summary>The oldest position with an eighth of the ring as margin, so that the next sample does not lap the reader again.</summary>
    private long OldestSafe()
    {
        long intent = Volatile.Read(ref _ring.Header.Intent);
        return Math.Max(_ring.Header.FirstPosition, intent - _slotCount + _slotCount / 8);
    }
}
