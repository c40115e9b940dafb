using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>
/// A counting semaphore in shared memory (sem_overview(7)). It belongs to nobody: a permit that a process took and died with
/// is gone, and nobody is told.
/// </summary>
public sealed unsafe class SharedSemaphore
{
    /// <summary>Bytes to set aside for it; at a multiple of 8.</summary>
    public const int SizeBytes = 64;

    private readonly SharedMemory _memory;
    private readonly long _offset;

    private SharedSemaphore(SharedMemory memory, long offset) => (_memory, _offset) = (memory, offset);

    private void* Address => _memory.AddressOf(_offset, Libc.SizeOfSemaphore);

    /// <summary>Makes one with so many permits. Once, by whoever makes the file, before others see it.</summary>
    public static SharedSemaphore Create(SharedMemory memory, long offset, int permits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(permits);
        var made = new SharedSemaphore(memory, offset);
        if (Libc.sem_init(made.Address, 1, (uint)permits) != 0) throw made.Failed("sem_init");
        return made;
    }

    /// <summary>A semaphore that another process made at this offset.</summary>
    public static SharedSemaphore Open(SharedMemory memory, long offset)
    {
        var opened = new SharedSemaphore(memory, offset);
        _ = opened.Address;
        return opened;
    }

    /// <summary>Permits that are there now; others may take and give meanwhile.</summary>
    public int CountPermits()
    {
        int value;
        return Libc.sem_getvalue(Address, &value) == 0 ? value : throw Failed("sem_getvalue");
    }

    /// <summary>Gives one permit, and wakes one who waits for it.</summary>
    public void Post()
    {
        if (Libc.sem_post(Address) != 0) throw Failed("sem_post");
    }

    /// <summary>Takes a permit if there is one now.</summary>
    public bool TryTake()
    {
        while (true)
        {
            if (Libc.sem_trywait(Address) == 0) return true;
            int errno = Marshal.GetLastPInvokeError();
            if (errno == Errno.EAGAIN) return false;
            if (errno != Errno.EINTR) throw new PosixException("sem_trywait", _memory.Path, errno);
        }
    }

    /// <summary>Waits for a permit, at most <paramref name="patience"/>. Its deadline is of the wall clock, as POSIX has it.</summary>
    /// <returns>False when the time ran out.</returns>
    public bool Take(TimeSpan patience)
    {
        var deadline = Libc.timespec.After(patience);
        while (true)
        {
            if (Libc.sem_timedwait(Address, &deadline) == 0) return true;
            int errno = Marshal.GetLastPInvokeError();
            if (errno == Errno.ETIMEDOUT) return false;
            if (errno != Errno.EINTR) throw new PosixException("sem_timedwait", _memory.Path, errno);
        }
    }

    private PosixException Failed(string call) => new(call, _memory.Path, Marshal.GetLastPInvokeError());
}
