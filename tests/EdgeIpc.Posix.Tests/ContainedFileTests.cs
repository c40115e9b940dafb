using EdgeIpc.TestChild;

namespace EdgeIpc.Posix.Tests;

public sealed class ContainedFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public ContainedFileTests()
    {
        Directory.CreateDirectory(_folder["papers/inner"]);
        File.WriteAllText(_folder["secret"], "not for them");
        File.WriteAllText(_folder["papers/logo"], "logo");
        File.WriteAllText(_folder["papers/inner/deep"], "deep");
        File.CreateSymbolicLink(_folder["papers/link"], _folder["papers/logo"]);
        File.CreateSymbolicLink(_folder["papers/away"], _folder["."]);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("logo", "logo")]
    [InlineData("inner/deep", "deep")]
    public void A_file_in_the_directory_or_below_it_is_opened(string name, string content)
    {
        using var handle = ContainedFile.TryOpenRead(_folder["papers"], name);
        Assert.NotNull(handle);
        using var file = new StreamReader(new FileStream(handle, FileAccess.Read));
        Assert.Equal(content, file.ReadToEnd());
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("inner/../../secret")]
    [InlineData("/etc/hostname")]
    [InlineData("link")]
    [InlineData("away/secret")]
    [InlineData("")]
    [InlineData("inner//deep")]
    [InlineData("logo\0")]
    public void A_name_that_leads_out_or_over_a_link_is_refused(string name) => Assert.Null(ContainedFile.TryOpenRead(_folder["papers"], name));

    [Fact]
    public void What_is_not_there_is_told_as_such()
    {
        var error = Assert.Throws<PosixException>(() => ContainedFile.TryOpenRead(_folder["papers"], "missing"));
        Assert.Equal(Errno.ENOENT, error.Errno);
    }

    [Fact]
    public async Task A_process_under_a_limit_of_memory_gets_no_more_of_it()
    {
        using var child = Child.Start("hunger", "64");
        string line = await child.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("refused after ", line, StringComparison.Ordinal);
        // The runtime needs some of it for itself.
        Assert.InRange(int.Parse(line["refused after ".Length..], System.Globalization.CultureInfo.InvariantCulture), 8, 64);
    }
}
