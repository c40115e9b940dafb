using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeIpc.Posix;

namespace EdgeIpc.Ring;

/// <summary>
/// The one producer of a ring. It never waits for a reader: the oldest sample is overwritten, and each reader counts what
/// it lost. One thread uses it. After <see cref="Open"/> nothing is allocated. Its lock falls with its process, whatever ends that.
/// </summary>
public sealed class RingWriter<T> : IDisposable where T : unmanaged, IRingSample
{
    private const int LineBytes = 64;

    // Larger samples have lines enough of their own to fetch at once.
    private const int LargestFetchedBytes = 128;
    private readonly FileLock _lock;
    private readonly RingFile _ring;
    private readonly SharedMemory _waitersFile;
    private readonly int _pieceMax;
    private readonly int _claimBlockSlots;
    private SharedValue<RingHeader> _header;
    private SharedValue<int> _waiters;
    private SharedSlots<T> _slots;
    private long _next;
    private long _claimed;
    private long _preparedAt = -1;
    private int _prepared;
    private bool _disposed;

    private RingWriter(FileLock held, RingFile ring, SharedMemory waiters, int claimBlockSlots)
    {
        (_lock, _ring, _waitersFile) = (held, ring, waiters);
        (_pieceMax, _claimBlockSlots) = (ring.SlotCount / 8, claimBlockSlots);
        (_header, _slots, _waiters) = (ring.HotHeader, ring.Slots<T>(), waiters.Value<int>(0));
        _next = ring.Header.Published;
        // Never lowered: a slot that the last writer died in is marked as torn by nothing else.
        _claimed = ring.Header.Intent;
        BeginEpoch();
    }

    /// <summary>Samples published since the ring was first made, over all writers: the next sample's position, and its <see cref="Sample.Sequence"/>.</summary>
    public long Published => _next;

    /// <summary>The header as it stands now.</summary>
    public RingInfo Info => _ring.Describe(hasWriter: true);

    /// <summary>
    /// Makes the ring, or goes on from where the last writer of the same shape stopped. A ring of another shape is replaced
    /// by a new file whose positions go on, and its readers are told <see cref="RingWait.Replaced"/>.
    /// </summary>
    /// <param name="path">The ring; beside it PATH.lock and PATH.waiters are made.</param>
    /// <param name="sharing">Who may read the ring and wake-word; only this process writes samples.</param>
    /// <exception cref="RingBusyException">Another writer lives.</exception>
    /// <exception cref="RingFormatException">The path holds something that never was a ring; it is left alone. (A damaged ring, or one of another version, is replaced.)</exception>
    /// <exception cref="PosixException">ENOSPC, EACCES, ENOENT (no such directory).</exception>
    [SuppressMessage("Design", "CA1000", Justification = "A writer is made for its sample type, and names it here.")]
    public static RingWriter<T> Open(string path, RingOptions options, FileSharing sharing)
    {
        options.Validate(Unsafe.SizeOf<T>());
        var held = FileLock.TryAcquire(RingFile.LockPath(path), sharing) ?? throw new RingBusyException(path, WriterOf(path));
        RingFile? ring = null;
        try
        {
            ring = OpenOrReplace(path, options, sharing);
            var waiters = SharedMemory.OpenOrCreate(RingFile.WaitersPath(path), RingHeader.WaitersFileSizeBytes, sharing, sharing.Writable, populate: true);
            return new RingWriter<T>(held, ring, waiters, options.ClaimBlockSlots);
        }
        catch
        {
            ring?.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>Publishes one sample. Never blocks; about 5 ns, 10 to 30 while a reader reads along, and 7 us more when one sleeps and must be woken.</summary>
    public void Publish(in T sample)
    {
        Claim(1);
        _slots[_next] = sample;
        Advance(_next + 1);
    }

    /// <summary>Publishes samples in order, in pieces of at most an eighth of the ring: a piece must leave readers at the tip their margin.</summary>
    public void Publish(ReadOnlySpan<T> samples)
    {
        while (samples.Length > 0)
        {
            var slots = _slots.From(_next, Math.Min(samples.Length, _pieceMax));
            Claim(slots.Length);
            samples[..slots.Length].CopyTo(slots);
            Advance(_next + slots.Length);
            samples = samples[slots.Length..];
        }
    }

    /// <summary>
    /// The next slots in place, to be filled without a copy: no reader accepts them before <see cref="Commit"/>, and they still hold
    /// old samples. Nothing else may be published meanwhile; a call that is never committed costs nothing but that depth.
    /// </summary>
    /// <param name="maxCount">1 or more.</param>
    /// <returns>1..<paramref name="maxCount"/> slots: up to the ring's end, or an eighth of it.</returns>
    public Span<T> Prepare(int maxCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxCount);
        var slots = _slots.From(_next, Math.Min(maxCount, _pieceMax));
        Claim(slots.Length);
        (_preparedAt, _prepared) = (_next, slots.Length);
        return slots;
    }

    /// <summary>Publishes the first <paramref name="count"/> of the slots that <see cref="Prepare"/> gave.</summary>
    /// <param name="count">0..the length that was given.</param>
    /// <exception cref="InvalidOperationException">Nothing is prepared, or something else was published since.</exception>
    public void Commit(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (_preparedAt != _next) throw new InvalidOperationException($"Nothing is prepared at position {_next} of {_ring.Path}.");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _prepared);
        _preparedAt = -1;
        if (count > 0) Advance(_next + count);
    }

    /// <summary>Gives the ring up for the next writer and tells sleeping readers at once.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _lock.Dispose();
        WakeReaders();
        // The next claim looks whether there is a ring still; nothing that is unmapped is reached before.
        (_claimed, _preparedAt) = (long.MinValue, -1);
        _waitersFile.Dispose();
        _ring.Dispose();
    }

    private static RingFile OpenOrReplace(string path, RingOptions options, FileSharing sharing)
    {
        if (PosixFile.TryIdentify(path) is null) return RingFile.Create<T>(path, options, firstPosition: 0, sharing);
        try
        {
            var found = RingFile.Open(path, writable: true);
            return found.HasShapeOf<T>(options) ? found : Replace(found, path, options, sharing);
        }
        catch (RingFormatException e) when (e.Fault is RingFault.Damaged or RingFault.OtherVersion)
        {
            // It was a ring, and nothing in it can be used: its positions are unknown too.
            return RingFile.Create<T>(path, options, firstPosition: 0, sharing);
        }
    }

    private static RingFile Replace(RingFile old, string path, RingOptions options, FileSharing sharing)
    {
        using (old)
        {
            var made = RingFile.Create<T>(path, options, old.Header.Published, sharing);
            // Sleepers of the old file find the new one when they look.
            Interlocked.Increment(ref old.Header.Wakes);
            Futex.WakeAll(ref old.Header.Wakes);
            return made;
        }
    }

    private static int WriterOf(string path)
    {
        try
        {
            return RingInfo.Read(path).WriterProcessId;
        }
        catch (IOException)
        {
            // The other writer is still making the ring; only the sentence gets shorter.
            return 0;
        }
    }

    private void BeginEpoch()
    {
        ref var header = ref _ring.Header;
        header.WriterStartTicks = ProcessControl.StartTicks(Environment.ProcessId) ?? 0;
        header.EpochStartedAtNs = MonotonicClock.NowNs;
        header.WriterProcessId = Environment.ProcessId;
        header.ClaimBlockSlots = (uint)_claimBlockSlots;
        Volatile.Write(ref header.Epoch, header.Epoch + 1);
        WakeReaders();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Claim(int count)
    {
        if (_next + count > _claimed) ClaimMore(count);
    }

    private void ClaimMore(int count)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        int block = Math.Max(count, _claimBlockSlots);
        _claimed = _next + block;
        _header.Ref.Intent = _claimed;
        // Intent before the samples: who sees a new byte in an old slot must be able to see that it was claimed.
        Volatile.WriteBarrier();
        if (block > count && Unsafe.SizeOf<T>() <= LargestFetchedBytes) FetchLines(block);
    }

    /// <summary>
    /// Writes into each cache line of the claimed slots. Readers had them last; fetched one by one, each would hold up the full
    /// barrier of the publish that needs it. Nobody misses what is overwritten: it was given up with the claim.
    /// </summary>
    private void FetchLines(int count)
    {
        for (int done = 0; done < count;)
        {
            var slots = _slots.From(_next + done, count - done);
            var bytes = MemoryMarshal.AsBytes(slots);
            for (int i = 0; i < bytes.Length; i += LineBytes) bytes[i] = 0;
            done += slots.Length;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Advance(long next)
    {
        // Where the flag lies is known before the barrier; after it there is one load to wait for.
        ref int waiters = ref _waiters.Ref;
        _next = next;
        // This store publishes. Release: the samples before the cursor. And a full barrier: the cursor before the look at waiters; a
        // release alone lets the look overtake it, and a reader sleeps on. One exchange does both, on x64 for a third of the time.
        Interlocked.Exchange(ref _header.Ref.Published, next);
        if (Volatile.Read(ref waiters) != 0) WakeReaders();
    }

    private void WakeReaders()
    {
        // Clear, then count, then wake. A reader that sets the flag after the clear sees the old cursor only if it also sees
        // the old count, and then the kernel refuses its sleep.
        ref int wakes = ref _header.Ref.Wakes;
        Interlocked.Exchange(ref _waiters.Ref, 0);
        Interlocked.Increment(ref wakes);
        Futex.WakeAll(ref wakes);
    }
}
