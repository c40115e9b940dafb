namespace EdgeIpc.Posix.Tests;

public sealed class FutexTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(1);
    private readonly TestFolder _folder = new();
    private readonly SharedMemory _memory;

    public FutexTests() =>
        _memory = SharedMemory.OpenOrCreate(_folder["word"], 64, FileSharing.OwnerOnly, FileSharing.OwnerOnly.Writable);

    public void Dispose()
    {
        _memory.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_wait_on_a_word_that_has_already_changed_returns_at_once()
    {
        _memory.At<int>(0) = 5;
        Assert.True(Futex.Wait(ref _memory.At<int>(0), 4, Watchdog));
    }

    [Fact]
    public void A_wait_that_nobody_ends_runs_into_its_bound()
    {
        Assert.False(Futex.Wait(ref _memory.At<int>(0), 0, TimeSpan.FromMilliseconds(1)));
        Assert.False(Futex.Wait(ref _memory.At<int>(0), 0, TimeSpan.Zero));
    }

    [Fact]
    public void A_negative_bound_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Futex.Wait(ref _memory.At<int>(0), 0, TimeSpan.FromTicks(-1)));

    [Fact]
    public async Task A_sleeper_on_a_read_only_mapping_is_woken_through_another_mapping_of_the_file()
    {
        using var seen = SharedMemory.OpenRead(_folder["word"]);
        var sleeping = Task.Run(
            () =>
            {
                while (Volatile.Read(ref seen.At<int>(0)) == 0) Assert.True(Futex.Wait(ref seen.At<int>(0), 0, Watchdog));
            },
            Token);
        Volatile.Write(ref _memory.At<int>(0), 1);
        Futex.WakeAll(ref _memory.At<int>(0));
        await sleeping.WaitAsync(Watchdog, Token);
    }

    [Fact]
    public async Task Everyone_who_sleeps_is_woken_and_counted()
    {
        var sleepers = new Task[3];
        for (int i = 0; i < sleepers.Length; i++)
            sleepers[i] = Task.Run(() => Futex.Wait(ref _memory.At<int>(0), 0, Watchdog), Token);
        int woken = 0;
        while (woken < sleepers.Length)
        {
            woken += Futex.WakeAll(ref _memory.At<int>(0));
            await Task.Yield();
        }

        await Task.WhenAll(sleepers).WaitAsync(Watchdog, Token);
        Assert.Equal(3, woken);
        Assert.Equal(0, Futex.WakeAll(ref _memory.At<int>(0)));
    }
}
