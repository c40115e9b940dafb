using EdgeIpc.Posix;

namespace EdgeIpc.Posix.Tests;

public sealed class FileWatchTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("edgeipc-posix-test-").FullName;

    [Fact]
    public void A_write_to_a_watched_file_wakes_whoever_waits_on_its_descriptor()
    {
        string path = $"{_directory}/wake";
        File.WriteAllText(path, "0");
        using var watch = new FileWatch(path);
        using var epoll = new Epoll();
        epoll.Add(watch.File, 7);
        var ready = new ReadyEvent[1];
        Assert.Equal(0, epoll.Wait(ready, TimeSpan.Zero));

        // Overwriting in place, as a submitter does: neither size nor name changes.
        using (var file = PosixFile.OpenReadWrite(path)) file.Write("1"u8);

        Assert.Equal(1, epoll.Wait(ready, TimeSpan.FromSeconds(30)));
        Assert.Equal(7, ready[0].Key);
    }

    [Fact]
    public void A_reset_takes_all_reports_back_and_says_whether_there_were_any()
    {
        string path = $"{_directory}/wake";
        File.WriteAllText(path, "0");
        using var watch = new FileWatch(path);
        Assert.False(watch.Reset());

        for (int i = 0; i < 100; i++) File.WriteAllText(path, "1");

        Assert.True(watch.Reset());
        Assert.False(watch.Reset());
    }

    [Fact]
    public void A_watched_directory_reports_files_that_come_are_replaced_and_go()
    {
        using var watch = new FileWatch(_directory);

        File.WriteAllText($"{_directory}/new", "x");
        Assert.True(watch.Reset());
        File.CreateSymbolicLink($"{_directory}/link.new", "target");
        watch.Reset();
        File.Move($"{_directory}/link.new", $"{_directory}/link");
        Assert.True(watch.Reset());
        File.Delete($"{_directory}/link");
        Assert.True(watch.Reset());
    }

    [Fact]
    public void Reading_a_watched_file_is_no_change()
    {
        string path = $"{_directory}/wake";
        File.WriteAllText(path, "0");
        using var watch = new FileWatch(path);

        File.ReadAllText(path);

        Assert.False(watch.Reset());
    }

    [Fact]
    public void A_missing_file_cannot_be_watched() =>
        Assert.Equal(Errno.ENOENT, Assert.Throws<PosixException>(() => new FileWatch($"{_directory}/missing")).Errno);

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
