namespace EdgeIpc.Posix.Tests;

/// <summary>What the C library's locks in shared memory do when their holder lives, ends and leaves them.</summary>
public sealed class SharedLockTests : IDisposable
{
    private static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(1);
    private readonly TestFolder _folder = new();
    private readonly SharedMemory _memory;

    public SharedLockTests() => _memory = SharedMemory.OpenOrCreate(_folder["locks"], 4096, FileSharing.OwnerOnly, FileSharing.OwnerOnly.Writable);

    public void Dispose()
    {
        _memory.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_mutex_that_another_holds_is_not_to_be_had()
    {
        var mutex = SharedMutex.Create(_memory, 0);
        Assert.Equal(MutexOutcome.Locked, mutex.TryLock());
        Assert.Equal(MutexOutcome.TimedOut, OnAnotherThread(() => SharedMutex.Open(_memory, 0).TryLock()));
        Assert.Equal(MutexOutcome.TimedOut, OnAnotherThread(() => mutex.Lock(TimeSpan.FromMilliseconds(1))));
        mutex.Unlock();
        Assert.Equal(MutexOutcome.Locked, OnAnotherThread(() => mutex.Lock(Watchdog)));
    }

    [Fact]
    public void The_next_holder_learns_that_one_died_and_the_one_after_does_not()
    {
        var mutex = SharedMutex.Create(_memory, 64);
        Assert.Equal(MutexOutcome.Locked, OnAnotherThread(mutex.TryLock));
        Assert.Equal(MutexOutcome.OwnerDied, mutex.Lock(Watchdog));
        mutex.MarkConsistent();
        mutex.Unlock();
        Assert.Equal(MutexOutcome.Locked, mutex.TryLock());
        mutex.Unlock();
    }

    [Fact]
    public void A_mutex_that_is_given_up_unrepaired_is_lost_for_ever()
    {
        var mutex = SharedMutex.Create(_memory, 128);
        OnAnotherThread(mutex.TryLock);
        // The kernel marks it a moment after the thread counts as joined.
        Assert.Equal(MutexOutcome.OwnerDied, mutex.Lock(Watchdog));
        mutex.Unlock();
        Assert.Equal(MutexOutcome.Unrecoverable, mutex.Lock(Watchdog));
    }

    [Fact]
    public void A_semaphore_gives_as_many_permits_as_it_has()
    {
        var semaphore = SharedSemaphore.Create(_memory, 192, permits: 2);
        Assert.True(semaphore.TryTake());
        Assert.True(SharedSemaphore.Open(_memory, 192).Take(Watchdog));
        Assert.False(semaphore.TryTake());
        Assert.False(semaphore.Take(TimeSpan.FromMilliseconds(1)));
        semaphore.Post();
        Assert.Equal(1, semaphore.CountPermits());
        Assert.True(OnAnotherThread(() => semaphore.Take(Watchdog)));
    }

    [Fact]
    public void A_lock_must_lie_within_its_memory()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SharedMutex.Open(_memory, 4096 - 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => SharedSemaphore.Open(_memory, 4));
    }

    /// <summary>On a thread that has ended, and with it whatever it held, when this returns.</summary>
    private static T OnAnotherThread<T>(Func<T> call)
    {
        T result = default!;
        var thread = new Thread(() => result = call());
        thread.Start();
        thread.Join();
        return result;
    }
}
