using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using EdgeIpc.Posix;

namespace EdgeIpc.Ring.Textbook;

/// <summary>How a wait for a place of a <see cref="LockedBuffer{T}"/> ended.</summary>
public enum BufferOutcome
{
    /// <summary>The place is this thread's, and so is the lock.</summary>
    Ready,

    /// <summary>No free place, nothing to read, or somebody else held the lock all the time.</summary>
    TimedOut,

    /// <summary>A holder of the lock left what nobody can repair: make the buffer anew.</summary>
    Unrecoverable,
}

/// <summary>
/// The bounded buffer of the textbooks in shared memory: a mutex guards the places, one semaphore counts the filled ones and one
/// the free. Each value goes to exactly one reader. Nothing is torn and nothing is lost, but a reader that is slow stops the
/// writer when all places are filled, and one that is stopped or dies with the lock stops everybody.
/// </summary>
/// <remarks>One thread uses an instance; a lock belongs to a thread. All that is shared may be written by all who take part.</remarks>
public sealed class LockedBuffer<T> : IDisposable where T : unmanaged
{
    // "EDGELOCK" as little-endian bytes.
    private const ulong Magic = 0x4B43_4F4C_4547_4445;
    private const int WrittenOffset = 16, TakenOffset = 24, MutexOffset = 64, FilledOffset = 128, FreeOffset = 192, SlotsOffset = 256;
    private readonly SharedMemory _memory;
    private readonly SharedMutex _mutex;
    private readonly SharedSemaphore _filled, _free;
    private readonly int _slotCount;

    private LockedBuffer(SharedMemory memory)
    {
        _memory = memory;
        _slotCount = TextbookFile.SlotCount(memory);
        _mutex = SharedMutex.Open(memory, MutexOffset);
        _filled = SharedSemaphore.Open(memory, FilledOffset);
        _free = SharedSemaphore.Open(memory, FreeOffset);
    }

    /// <summary>Values written so far, by all writers.</summary>
    public long Written => Volatile.Read(ref _memory.At<long>(WrittenOffset));

    /// <summary>Values taken so far, by all readers.</summary>
    public long Taken => Volatile.Read(ref _memory.At<long>(TakenOffset));

    /// <summary>Times that this instance had to wait, for a place or for the lock.</summary>
    public long Stalls { get; private set; }

    /// <summary>The longest of these waits.</summary>
    public TimeSpan LongestStall { get; private set; }

    /// <summary>Times that this instance got the lock of a holder that had died, and repaired what it left.</summary>
    public long Recoveries { get; private set; }

    /// <summary>The place that <see cref="BeginWrite"/> or <see cref="BeginRead"/> gave, in shared memory; until the matching end.</summary>
    public ref T Value => ref _memory.At<T>(SlotsOffset + HeldSlot * (long)Unsafe.SizeOf<T>());

    private long HeldSlot { get; set; }

    /// <summary>Makes the file; one of the same name is replaced.</summary>
    /// <param name="path">In a directory of /dev/shm.</param>
    /// <param name="slotCount">1 or more.</param>
    /// <param name="sharing">All who may take part.</param>
    [SuppressMessage("Design", "CA1000", Justification = "A buffer is made for its type, and names it here.")]
    public static LockedBuffer<T> Create(string path, int slotCount, FileSharing sharing)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(slotCount);
        return new(TextbookFile.Create(path, Magic, SlotsOffset, Unsafe.SizeOf<T>(), slotCount, sharing, memory =>
        {
            SharedMutex.Create(memory, MutexOffset);
            SharedSemaphore.Create(memory, FilledOffset, 0);
            SharedSemaphore.Create(memory, FreeOffset, slotCount);
        }));
    }

    /// <summary>Opens a file that another process made.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    /// <exception cref="PosixException">ENOENT, EACCES.</exception>
    [SuppressMessage("Design", "CA1000", Justification = "A buffer is made for its type, and names it here.")]
    public static LockedBuffer<T> Open(string path) => new(TextbookFile.Open(path, Magic, SlotsOffset, Unsafe.SizeOf<T>()));

    /// <summary>Copies a value into a free place.</summary>
    public BufferOutcome Write(in T value, TimeSpan patience)
    {
        var outcome = BeginWrite(patience);
        if (outcome != BufferOutcome.Ready) return outcome;
        Value = value;
        EndWrite();
        return outcome;
    }

    /// <summary>Takes the oldest value.</summary>
    public BufferOutcome Read(out T value, TimeSpan patience)
    {
        var outcome = BeginRead(patience);
        value = default;
        if (outcome != BufferOutcome.Ready) return outcome;
        value = Value;
        EndRead();
        return outcome;
    }

    /// <summary>Waits for a free place and the lock. When ready: write <see cref="Value"/>, then <see cref="EndWrite"/> on the same thread.</summary>
    public BufferOutcome BeginWrite(TimeSpan patience)
    {
        var outcome = Begin(_free, writing: true, patience);
        HeldSlot = Written % _slotCount;
        return outcome;
    }

    public void EndWrite() => End(WrittenOffset, _filled);

    /// <summary>Waits for a value and the lock. When ready: read <see cref="Value"/>, then <see cref="EndRead"/> on the same thread.</summary>
    public BufferOutcome BeginRead(TimeSpan patience)
    {
        var outcome = Begin(_filled, writing: false, patience);
        HeldSlot = Taken % _slotCount;
        return outcome;
    }

    public void EndRead() => End(TakenOffset, _free);

    public void Dispose() => _memory.Dispose();

    private BufferOutcome Begin(SharedSemaphore permits, bool writing, TimeSpan patience)
    {
        bool hasPermit = permits.TryTake();
        var lockOutcome = hasPermit ? _mutex.TryLock() : MutexOutcome.TimedOut;
        if (lockOutcome == MutexOutcome.Locked && HasPlace(writing)) return BufferOutcome.Ready;
        return Stall(permits, hasPermit, lockOutcome, writing, patience);
    }

    /// <summary>The slow way: somebody else has what is wanted, or died with it.</summary>
    private BufferOutcome Stall(SharedSemaphore permits, bool hasPermit, MutexOutcome lockOutcome, bool writing, TimeSpan patience)
    {
        long beganAtNs = MonotonicClock.NowNs;
        while (true)
        {
            if (!hasPermit) hasPermit = permits.Take(Left(beganAtNs, patience));
            // Without a permit the lock is taken all the same: a permit may have died with its process, the counts can't.
            if (lockOutcome == MutexOutcome.TimedOut) lockOutcome = _mutex.Lock(Left(beganAtNs, patience));
            if (lockOutcome == MutexOutcome.OwnerDied && !Repair()) lockOutcome = MutexOutcome.Unrecoverable;
            bool isMine = lockOutcome is MutexOutcome.Locked or MutexOutcome.OwnerDied;
            if (isMine && HasPlace(writing)) return Note(beganAtNs, BufferOutcome.Ready);
            if (lockOutcome == MutexOutcome.Unrecoverable) return Note(beganAtNs, BufferOutcome.Unrecoverable);
            if (isMine) _mutex.Unlock();
            else if (hasPermit) permits.Post();
            // A permit with nothing behind it is used up; such a one is left over where a repair gave one too many.
            (hasPermit, lockOutcome) = (false, MutexOutcome.TimedOut);
            if (Left(beganAtNs, patience) == TimeSpan.Zero) return Note(beganAtNs, BufferOutcome.TimedOut);
        }
    }

    private void End(int countOffset, SharedSemaphore permits)
    {
        // This store makes the copy count: a process that dies before it has written, or taken, nothing.
        Volatile.Write(ref _memory.At<long>(countOffset), _memory.At<long>(countOffset) + 1);
        _mutex.Unlock();
        permits.Post();
    }

    /// <summary>
    /// Under the lock of a process that died: finds out what it left. A copy that was cut short lies in a place that neither count
    /// names, so the places are whole; the semaphores may be behind the counts and are given what they lack.
    /// </summary>
    /// <returns>False when the counts contradict each other: then the lock is given up for ever.</returns>
    private bool Repair()
    {
        long filled = Written - Taken;
        if (filled < 0 || filled > _slotCount)
        {
            _mutex.Unlock();
            return false;
        }

        while (_filled.CountPermits() < filled) _filled.Post();
        while (_free.CountPermits() < _slotCount - filled) _free.Post();
        _mutex.MarkConsistent();
        Recoveries++;
        return true;
    }

    private bool HasPlace(bool writing) => writing ? Written - Taken < _slotCount : Written > Taken;

    private static TimeSpan Left(long beganAtNs, TimeSpan patience)
    {
        var left = patience - TimeSpan.FromTicks((MonotonicClock.NowNs - beganAtNs) / TimeSpan.NanosecondsPerTick);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private BufferOutcome Note(long beganAtNs, BufferOutcome outcome)
    {
        var stall = TimeSpan.FromTicks((MonotonicClock.NowNs - beganAtNs) / TimeSpan.NanosecondsPerTick);
        Stalls++;
        if (stall > LongestStall) LongestStall = stall;
        return outcome;
    }
}
