namespace EdgeIpc.Posix;

/// <summary>How an attempt to take a mutex ended.</summary>
public enum MutexOutcome
{
    /// <summary>It is this thread's.</summary>
    Locked,

    /// <summary>
    /// It is this thread's, and its last holder died with it: what it guards may be half changed. Check and repair that, then
    /// <see cref="SharedMutex.MarkConsistent"/>; an unlock without it makes the mutex unusable for ever.
    /// </summary>
    OwnerDied,

    /// <summary>Another holds it still.</summary>
    TimedOut,

    /// <summary>A holder died and the next one gave it up unrepaired: nobody will ever have it again.</summary>
    Unrecoverable,
}

/// <summary>
/// A robust mutex in shared memory (pthread_mutexattr_setrobust(3)), for every process that maps it. The kernel tells the next
/// holder when one died. A holder that is only stopped keeps it, and everybody else out: no lock can tell that from slow work.
/// </summary>
/// <remarks>It belongs to an operating system thread: no await while it is held. Whoever may write the memory may break it.</remarks>
public sealed unsafe class SharedMutex
{
    /// <summary>Bytes to set aside for it, on every processor; at a multiple of 8.</summary>
    public const int SizeBytes = 64;

    private readonly SharedMemory _memory;
    private readonly long _offset;

    private SharedMutex(SharedMemory memory, long offset) => (_memory, _offset) = (memory, offset);

    private void* Address => _memory.AddressOf(_offset, SizeBytes);

    /// <summary>Makes a free mutex. Once, by whoever makes the file, before others see it.</summary>
    public static SharedMutex Create(SharedMemory memory, long offset)
    {
        var made = new SharedMutex(memory, offset);
        if (Libc.SizeOfMutex > SizeBytes) throw new PlatformNotSupportedException($"A mutex has {Libc.SizeOfMutex} bytes here.");
        long attributes;
        Check("pthread_mutexattr_init", memory, Libc.pthread_mutexattr_init(&attributes));
        Check("pthread_mutexattr_setpshared", memory, Libc.pthread_mutexattr_setpshared(&attributes, Libc.PTHREAD_PROCESS_SHARED));
        Check("pthread_mutexattr_setrobust", memory, Libc.pthread_mutexattr_setrobust(&attributes, Libc.PTHREAD_MUTEX_ROBUST));
        Check("pthread_mutex_init", memory, Libc.pthread_mutex_init(made.Address, &attributes));
        _ = Libc.pthread_mutexattr_destroy(&attributes);
        return made;
    }

    /// <summary>A mutex that another process made at this offset.</summary>
    public static SharedMutex Open(SharedMemory memory, long offset)
    {
        var opened = new SharedMutex(memory, offset);
        _ = opened.Address;
        return opened;
    }

    /// <summary>Takes it if it is free now.</summary>
    public MutexOutcome TryLock() => Outcome("pthread_mutex_trylock", Libc.pthread_mutex_trylock(Address));

    /// <summary>Waits for it, at most <paramref name="patience"/>. Its deadline is of the wall clock, as POSIX has it: setting the clock moves it.</summary>
    public MutexOutcome Lock(TimeSpan patience)
    {
        var deadline = Libc.timespec.After(patience);
        return Outcome("pthread_mutex_timedlock", Libc.pthread_mutex_timedlock(Address, &deadline));
    }

    /// <summary>What the dead holder left is repaired: the mutex is as good as new.</summary>
    public void MarkConsistent() => Check("pthread_mutex_consistent", _memory, Libc.pthread_mutex_consistent(Address));

    /// <summary>Gives it up; on the thread that took it.</summary>
    public void Unlock() => Check("pthread_mutex_unlock", _memory, Libc.pthread_mutex_unlock(Address));

    private MutexOutcome Outcome(string call, int error) => error switch
    {
        0 => MutexOutcome.Locked,
        Errno.EOWNERDEAD => MutexOutcome.OwnerDied,
        Errno.EBUSY or Errno.ETIMEDOUT => MutexOutcome.TimedOut,
        Errno.ENOTRECOVERABLE => MutexOutcome.Unrecoverable,
        _ => throw new PosixException(call, _memory.Path, error),
    };

    private static void Check(string call, SharedMemory memory, int error)
    {
        if (error != 0) throw new PosixException(call, memory.Path, error);
    }
}
