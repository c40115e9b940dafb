using EdgeIpc.Commands;
using EdgeIpc.Controller;

namespace EdgeIpc.Tests;

/// <summary>The word that a station under systemd leaves for whoever may stop units.</summary>
public sealed class ShutdownRequestTests
{
    [Fact]
    public void The_file_that_the_path_unit_waits_for_is_left()
    {
        string directory = Directory.CreateTempSubdirectory("edgeipc-shutdown-").FullName;
        try
        {
            Assert.Equal(ReplyCode.Ok, ShutdownRequest.Leave(directory).Code);
            Assert.True(File.Exists($"{directory}/shutdown"));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Theory]
    [InlineData(null, ReplyCode.Refused)]
    [InlineData("", ReplyCode.Refused)]
    [InlineData("/dev/null/nowhere", ReplyCode.Failed)]
    public void Without_a_place_for_it_the_station_goes_on_and_says_why(string? directory, ReplyCode code)
    {
        var reply = ShutdownRequest.Leave(directory);
        Assert.Equal(code, reply.Code);
        Assert.NotEmpty(reply.Sentence);
    }
}
