using System.Net;
using System.Text.Json;
using EdgeIpc.Daemon;
using EdgeIpc.Page;
using EdgeIpc.Settings;
using EdgeIpc.Spool;

namespace EdgeIpc.Tests;

/// <summary>The web process as it is run: where it serves, whom it lets in, and how it comes back.</summary>
public sealed class WebProcessTests
{
    private const string AnyPort = "http://127.0.0.1:0";
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_web_process_is_back_at_the_same_address_with_the_same_token()
    {
        using var roles = new RunningRoles();
        await roles.StartAsync(Role.Web, "--listen", AnyPort);
        var address = PageAddress.TryRead(roles.Instance)!;
        string token = PageToken.TryRead(roles.Instance)!;
        await roles.KillAsync(Role.Web);
        await roles.StartAsync(Role.Web, "--listen", AnyPort);
        Assert.Equal((address, token), (PageAddress.TryRead(roles.Instance), PageToken.TryRead(roles.Instance)));
        using var client = new HttpClient { BaseAddress = address };
        var view = JsonDocument.Parse(await client.GetStringAsync(new Uri("/api/station", UriKind.Relative), Token)).RootElement;
        var web = view.GetProperty("processes").EnumerateArray().Single(process => process.GetProperty("role").GetString() == Role.Web);
        Assert.Equal((roles[Role.Web].Id, 1), (web.GetProperty("processId").GetInt32(), web.GetProperty("restarts").GetInt32()));
    }

    [Fact]
    public async Task A_station_of_which_little_runs_is_shown_as_it_is()
    {
        using var roles = new RunningRoles();
        await roles.StartAsync(Role.Web, "--listen", AnyPort);
        using var client = new HttpClient { BaseAddress = PageAddress.TryRead(roles.Instance)! };
        using var ready = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("The sensor is down.", await ready.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/commands", UriKind.Relative)) { Content = new StringContent("""{"command":"ping"}""", System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("Authorization", $"Bearer {PageToken.TryRead(roles.Instance)}");
        using var answer = await client.SendAsync(request, Token);
        Assert.Contains("There is no controller", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_web_process_is_one_too_many()
    {
        using var roles = new RunningRoles();
        await roles.StartAsync(Role.Web, "--listen", AnyPort);
        var second = roles.Run(Role.Web, "--listen", AnyPort);
        Assert.Equal((ExitCode.Busy, true), ((ExitCode)second.ExitCode, second.Errors.Contains("has a web already", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", (int)ExitCode.BadSettings, "there is no token in the settings")]
    [InlineData("https://127.0.0.1:1", (int)ExitCode.Usage, "not an address to serve")]
    [InlineData("http://127.0.0.1:0/path", (int)ExitCode.Usage, "not an address to serve")]
    [InlineData("http://example.org:1", (int)ExitCode.Usage, "not an address to serve")]
    public void An_address_that_may_not_be_served_is_told_so(string listen, int code, string sentence)
    {
        using var roles = new RunningRoles();
        var refused = roles.Run(Role.Web, "--listen", listen);
        Assert.Equal(code, refused.ExitCode);
        Assert.Contains(sentence, refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_is_unpacked_in_a_process_of_its_own_and_one_made_to_do_harm_is_refused()
    {
        using var roles = new RunningRoles();
        await roles.StartAsync(Role.Web, "--listen", AnyPort);
        using var picture = await PostPictureAsync(roles, Picture());
        Assert.Equal(HttpStatusCode.OK, picture.StatusCode);
        Assert.Contains("pngBase64", await picture.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);

        // A header that says 60,000 x 60,000 pixels; nothing of it is unpacked.
        byte[] bomb = Picture();
        (bomb[18], bomb[19], bomb[22], bomb[23]) = (0xea, 0x60, 0xea, 0x60);
        using var refused = await PostPictureAsync(roles, bomb);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("\"unprintable\"", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var cut = await PostPictureAsync(roles, Picture()[..^200]);
        Assert.Equal(HttpStatusCode.BadRequest, cut.StatusCode);
    }

    [Fact]
    public async Task On_a_real_printer_the_paper_is_what_the_encoder_sends_of_the_job_in_hand()
    {
        using var roles = new RunningRoles();
        string settings = Path.Combine(Directory.CreateTempSubdirectory("edgeipc-test-").FullName, "settings.json");
        await File.WriteAllTextAsync(settings, """{"printer":{"device":"/dev/ttyNONE0"}}""", Token);
        await roles.StartAsync(Role.Web, "--listen", AnyPort, "--settings", settings);
        using var client = new HttpClient { BaseAddress = PageAddress.TryRead(roles.Instance)! };
        using (var spool = StationSpool.Open(roles.Instance, new SpoolSettings()))
        {
            Assert.IsType<SubmitResult.Accepted>(spool.Submit(new SubmitRequest("one line of text"u8.ToArray(), DocumentFormat.Text)));
            using var seat = spool.Spool.TakeSeat()!;
            Assert.NotNull(seat.TakeNext());
            var view = JsonDocument.Parse(await client.GetStringAsync(new Uri("/api/station", UriKind.Relative), Token)).RootElement.GetProperty("printer");
            Assert.Equal((true, 1L), (view.GetProperty("isPaperPreview").GetBoolean(), view.GetProperty("paperRevision").GetInt64()));
            byte[] png = await client.GetByteArrayAsync(new Uri("/api/paper", UriKind.Relative), Token);
            Assert.True(Paper.PngReader.Read(png).Pixels.Span.Contains((byte)0), "the paper is blank");
        }

        Directory.Delete(Path.GetDirectoryName(settings)!, recursive: true);
    }

    private static byte[] Picture()
    {
        using var png = new MemoryStream();
        Paper.PngWriter.Write(png, [.. Enumerable.Range(0, 16 * 100).Select(i => (byte)(i * 7))], widthDots: 128, rows: 100);
        return png.ToArray();
    }

    private static async Task<HttpResponseMessage> PostPictureAsync(RunningRoles roles, byte[] file)
    {
        using var client = new HttpClient { BaseAddress = PageAddress.TryRead(roles.Instance)! };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/preview", UriKind.Relative)) { Content = new ByteArrayContent(file) };
        request.Content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue("image/png");
        request.Headers.Add("Authorization", $"Bearer {PageToken.TryRead(roles.Instance)}");
        return await client.SendAsync(request, Token);
    }
}
