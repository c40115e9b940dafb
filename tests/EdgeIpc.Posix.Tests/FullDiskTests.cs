namespace EdgeIpc.Posix.Tests;

public sealed class FullDiskTests
{
    [Theory]
    [InlineData(Errno.ENOSPC, true)]
    [InlineData(Errno.EDQUOT, true)]
    [InlineData(Errno.EFBIG, true)]
    [InlineData(Errno.EIO, false)]
    [InlineData(Errno.EACCES, false)]
    public void A_disk_a_quota_and_a_limit_of_files_are_full_alike(int errno, bool isFull)
    {
        Assert.Equal(isFull, FullDisk.Is(errno));
        Assert.Equal(isFull, FullDisk.Is(new PosixException("write", "/data/x", errno)));
    }

    [Fact]
    public void It_is_told_in_one_way_whoever_met_it()
    {
        Assert.Equal("The disk that holds /data/x is full.", FullDisk.Sentence("/data/x"));
        Assert.Equal("The disk that holds /data/x is full.", FullDisk.Sentence(new PosixException("write", "/data/x", Errno.ENOSPC)));
    }

    [Fact]
    public void What_the_base_library_makes_of_it_is_recognised_too()
    {
        // Every write to this device fails with ENOSPC.
        var error = Assert.ThrowsAny<IOException>(() =>
        {
            using var file = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            file.WriteByte(1);
        });
        Assert.True(FullDisk.Is(error), $"{error.HResult}: {error.Message}");
        Assert.Equal("The disk that holds /dev/full is full.", FullDisk.Sentence(error));
    }
}
