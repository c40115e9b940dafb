using EdgeIpc.TestChild;

namespace EdgeIpc.Posix.Tests;

public sealed class SharedMemoryTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_one_mapping_writes_another_reads()
    {
        using var writer = Make("page", 8192);
        using var reader = SharedMemory.OpenRead(_folder["page"]);
        writer.At<long>(4096) = 42;
        writer.Span<int>(0, 3).Fill(7);
        Assert.Equal(42, reader.At<long>(4096));
        Assert.Equal([7, 7, 7, 0], reader.Span<int>(0, 4));
        Assert.Equal((8192, false), (reader.SizeBytes, reader.Writable));
    }

    [Theory]
    [InlineData(-8)]
    [InlineData(4089)]
    [InlineData(4096)]
    [InlineData(long.MaxValue)]
    public void A_value_outside_the_mapping_is_refused(long offset)
    {
        using var memory = Make("page", 4096);
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.At<long>(offset));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Span<long>(offset, 1).Length);
    }

    [Fact]
    public void A_value_larger_than_the_mapping_is_refused()
    {
        using var memory = Make("word", 4);
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.At<long>(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Span<byte>(0, -1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Span<long>(0, int.MaxValue).Length);
    }

    [Fact]
    public void A_disposed_mapping_is_refused()
    {
        var memory = Make("page", 4096);
        memory.Dispose();
        memory.Dispose();
        Assert.Throws<ObjectDisposedException>(() => memory.At<int>(0));
        Assert.Throws<ObjectDisposedException>(() => memory.Span<int>(0, 1).Length);
    }

    [Fact]
    public async Task A_process_that_writes_through_a_read_only_mapping_dies()
    {
        var token = TestContext.Current.CancellationToken;
        using var memory = Make("page", 4096);
        using var child = Child.Start("scribble", _folder["page"]);
        // 128 + SIGABRT: .NET reports the SIGSEGV and aborts.
        Assert.Equal(134, await child.ExitAsync(token));
        Assert.Equal(0, memory.At<long>(0));
    }

    [Fact]
    public void A_file_is_only_ever_grown()
    {
        Make("page", 8192).Dispose();
        using var smaller = Make("page", 4096);
        Assert.Equal((4096, 8192), (smaller.SizeBytes, new FileInfo(_folder["page"]).Length));
        using var larger = Make("page", 12288);
        Assert.Equal(12288, new FileInfo(_folder["page"]).Length);
    }

    [Fact]
    public void More_than_the_file_holds_is_not_mapped()
    {
        File.WriteAllBytes(_folder["short"], new byte[100]);
        File.WriteAllBytes(_folder["empty"], []);
        using var file = PosixFile.OpenRead(_folder["short"]);
        Assert.Throws<InvalidDataException>(() => SharedMemory.Map(file, _folder["short"], 101, writable: false));
        Assert.Throws<InvalidDataException>(() => SharedMemory.OpenRead(_folder["empty"]));
    }

    [Fact]
    public void A_full_file_system_is_an_error_at_once_and_not_a_signal_later()
    {
        // More than any memory file system has; 1 EiB.
        var full = Assert.Throws<PosixException>(() => Make("huge", 1L << 60));
        Assert.Equal(Errno.ENOSPC, full.Errno);
    }

    [Fact]
    public void A_file_keeps_its_identity_under_another_name_and_a_new_file_has_another()
    {
        string first = _folder["first"], second = _folder["second"];
        Make("first", 4096).Dispose();
        using var open = PosixFile.OpenRead(first);
        var identity = PosixFile.Identify(open, first);
        File.Move(first, second);
        Make("first", 64).Dispose();
        Assert.Equal(identity, PosixFile.TryIdentify(second));
        Assert.NotEqual(identity, PosixFile.TryIdentify(first));
        Assert.Equal(4096, PosixFile.LengthBytes(open, first));
        Assert.Null(PosixFile.TryIdentify(_folder["third"]));
    }

    [Fact]
    public void A_symbolic_link_in_a_files_place_is_refused()
    {
        Make("file", 64).Dispose();
        File.CreateSymbolicLink(_folder["link"], _folder["file"]);
        Assert.Throws<PosixException>(() => SharedMemory.OpenRead(_folder["link"]));
        Assert.Throws<PosixException>(() => Make("link", 64));
    }

    [Fact]
    public void The_mode_is_the_one_asked_for_whatever_the_umask()
    {
        Make("page", 64).Dispose();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["page"]));
    }

    private SharedMemory Make(string name, long sizeBytes) =>
        SharedMemory.OpenOrCreate(_folder[name], sizeBytes, FileSharing.OwnerOnly, FileSharing.OwnerOnly.Writable, populate: sizeBytes < 1 << 20);
}
