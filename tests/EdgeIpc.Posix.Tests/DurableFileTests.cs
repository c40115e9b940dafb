namespace EdgeIpc.Posix.Tests;

public sealed class DurableFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string FilePath => _folder["state"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_made_and_then_replaced_whole()
    {
        DurableFile.Replace(FilePath, "a longer first text"u8, FileSharing.OwnerOnly, FileSharing.OwnerOnly.Readable);
        DurableFile.Replace(FilePath, "short"u8, FileSharing.OwnerOnly, FileSharing.OwnerOnly.Readable);
        Assert.Equal("short", File.ReadAllText(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(Path.GetDirectoryName(FilePath)!));
    }

    [Fact]
    public void What_a_writer_that_died_left_is_in_nobodys_way()
    {
        File.WriteAllText(FilePath + ".new", "half of a far longer te");
        DurableFile.Replace(FilePath, "whole"u8, FileSharing.OwnerOnly, FileSharing.OwnerOnly.Readable);
        Assert.Equal("whole", File.ReadAllText(FilePath));
    }

    [Fact]
    public void When_it_can_not_be_written_the_old_content_stays()
    {
        File.WriteAllText(FilePath, "old");
        Directory.CreateDirectory(FilePath + ".new");
        Assert.ThrowsAny<Exception>(() => DurableFile.Replace(FilePath, "new"u8, FileSharing.OwnerOnly, FileSharing.OwnerOnly.Readable));
        Assert.Equal("old", File.ReadAllText(FilePath));
    }
}
