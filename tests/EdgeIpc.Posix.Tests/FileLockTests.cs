using EdgeIpc.TestChild;

namespace EdgeIpc.Posix.Tests;

public sealed class FileLockTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private readonly TestFolder _folder = new();

    private string LockPath => _folder["lock"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_lock_is_held_once_even_within_one_process()
    {
        using var held = FileLock.TryAcquire(LockPath, FileSharing.OwnerOnly);
        Assert.NotNull(held);
        Assert.Null(FileLock.TryAcquire(LockPath, FileSharing.OwnerOnly));
        Assert.True(FileLock.IsHeld(LockPath));
        held.Dispose();
        held.Dispose();
        Assert.False(FileLock.IsHeld(LockPath));
        using var again = FileLock.TryAcquire(LockPath, FileSharing.OwnerOnly);
        Assert.NotNull(again);
    }

    [Fact]
    public async Task The_kernel_drops_the_lock_of_a_killed_process()
    {
        using var child = Child.Start("lock", LockPath);
        Assert.Equal("held", await child.ReadLineAsync(Token));
        using var probe = FileLockProbe.Open(LockPath);
        Assert.True(probe.IsHeld());
        Assert.Null(FileLock.TryAcquire(LockPath, FileSharing.OwnerOnly));
        await child.KillAsync(Token);
        Assert.False(probe.IsHeld());
        using var held = FileLock.TryAcquire(LockPath, FileSharing.OwnerOnly);
        Assert.NotNull(held);
    }

    [Fact]
    public async Task A_stopped_process_keeps_its_lock()
    {
        using var child = Child.Start("lock", LockPath);
        Assert.Equal("held", await child.ReadLineAsync(Token));
        child.Send(PosixSignalNumber.Stop);
        Assert.True(FileLock.IsHeld(LockPath));
        child.Send(PosixSignalNumber.Continue);
    }

    [Fact]
    public async Task A_lock_that_was_given_up_stays_free_while_children_are_being_started()
    {
        // A child between its fork and its exec has a copy of every descriptor.
        using var enough = new ManualResetEventSlim();
        var starting = Task.Run(
            () =>
            {
                while (!enough.IsSet) System.Diagnostics.Process.Start("true").Dispose();
            },
            Token);
        for (int i = 0; i < 2000; i++)
        {
            using var held = FileLock.TryAcquire(LockPath, FileSharing.OwnerOnly);
            Assert.NotNull(held);
        }

        enough.Set();
        await starting;
    }

    [Fact]
    public void A_lock_that_nobody_ever_took_is_free_and_no_file_is_made_by_asking()
    {
        Assert.False(FileLock.IsHeld(LockPath));
        Assert.False(File.Exists(LockPath));
        Assert.Equal(Errno.ENOENT, Assert.Throws<PosixException>(() => FileLockProbe.Open(LockPath)).Errno);
    }
}
