using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EdgeIpc.Web.Tests;

/// <summary>What somebody who means harm would try. Each is refused and said once, and the station does not feel it.</summary>
public sealed class AttackTests
{
    private const string Ping = """{"command":"ping"}""";
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_token_nothing_is_changed()
    {
        await using var page = await ServedPage.StartAsync();
        for (int i = 0; i < 3; i++)
        {
            using var answer = await page.PostAsync("/api/commands", Ping, token: null);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        Assert.Empty(page.Station.Sent);
        await page.IsUnharmedAsync(RefusalKind.NoToken);
    }

    [Theory]
    [InlineData("a-token-of-twenty-four-letterz")]
    [InlineData("a")]
    [InlineData("a-token-of-twenty-four-letters-and-more")]
    public async Task A_wrong_token_is_as_good_as_none(string wrong)
    {
        await using var page = await ServedPage.StartAsync();
        using var answer = await page.PostAsync("/api/jobs", """{"text":"x"}""", wrong);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(page.Station.Submitted);
        await page.IsUnharmedAsync(RefusalKind.WrongToken);
    }

    [Fact]
    public async Task A_token_of_an_earlier_station_is_stale()
    {
        const string Other = "another-token-after-a-restart-of-it";
        await using var page = await ServedPage.StartAsync(options => options with { Token = Other });
        using var stale = await page.PostAsync("/api/commands", Ping);
        Assert.Equal(HttpStatusCode.Unauthorized, stale.StatusCode);
        Assert.Contains("not any more", await stale.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var fresh = await page.PostAsync("/api/commands", Ping, Other);
        Assert.Equal(HttpStatusCode.OK, fresh.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Another_site_posts_in_vain_even_with_the_token(string header, string value)
    {
        await using var page = await ServedPage.StartAsync();
        using var answer = await page.PostAsync("/api/commands", Ping, change: request => request.Headers.Add(header, value));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(page.Station.Sent);
        await page.IsUnharmedAsync(RefusalKind.CrossSite);
    }

    [Theory]
    [InlineData("GET", "evil.example")]
    [InlineData("GET", "127.0.0.1.evil.example:80")]
    [InlineData("POST", "evil.example")]
    public async Task A_foreign_name_that_points_here_reads_nothing(string method, string host)
    {
        await using var page = await ServedPage.StartAsync();
        string answer = await page.SendRawAsync($"{method} /api/station HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 421", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("made-up", answer, StringComparison.Ordinal);
        await page.IsUnharmedAsync(RefusalKind.ForeignHost);
    }

    [Theory]
    [InlineData("/api/commands", 20_000)]
    [InlineData("/api/jobs", 300_000)]
    public async Task A_body_that_is_too_large_is_not_read(string path, int bytes)
    {
        await using var page = await ServedPage.StartAsync(options => options with { DocumentBytes = 100_000 });
        // The head alone, so that the answer is not lost to bytes that nobody reads.
        string answer = await page.SendRawAsync($"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {ServedPage.Token}\r\nContent-Type: application/json\r\nContent-Length: {bytes}\r\n\r\n{{");
        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Empty(page.Station.Submitted);
        await page.IsUnharmedAsync(RefusalKind.BodyTooLarge);
    }

    [Fact]
    public async Task A_text_longer_than_a_document_may_be_is_refused()
    {
        await using var page = await ServedPage.StartAsync(options => options with { DocumentBytes = 10_000 });
        using var answer = await page.PostAsync("/api/jobs", $$"""{"text":"{{new string('x', 10_001)}}"}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Empty(page.Station.Submitted);
        await page.IsUnharmedAsync(RefusalKind.BodyTooLarge);
    }

    [Fact]
    public async Task A_body_that_drips_in_is_cut_off()
    {
        await using var page = await ServedPage.StartAsync(options => options with { Patience = TimeSpan.FromSeconds(1.1) });
        string answer = await page.SendRawAsync($"POST /api/commands HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {ServedPage.Token}\r\nContent-Type: application/json\r\nContent-Length: 18\r\n\r\n{{");
        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        await page.IsUnharmedAsync(RefusalKind.BodyTooSlow);
    }

    [Fact]
    public async Task More_connections_than_are_served_are_closed_and_those_within_the_limit_work()
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("EDGEIPC_TEST_CONNECTIONS") ?? "60", System.Globalization.CultureInfo.InvariantCulture);
        await using var page = await ServedPage.StartAsync(options => options with { Connections = 20 });
        var sockets = new List<Socket>();
        try
        {
            for (int i = 0; i < count; i++) sockets.Add(await page.ConnectAsync());
            byte[] request = Encoding.ASCII.GetBytes("GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            int served = 0;
            foreach (var socket in sockets)
            {
                if (await IsServedAsync(socket, request)) served++;
            }

            Assert.InRange(served, 1, 20);
        }
        finally
        {
            foreach (var socket in sockets) socket.Dispose();
        }

        await WaitForRoomAsync(page);
        await page.IsUnharmedAsync(RefusalKind.TooManyConnections);
    }

    [Theory]
    [InlineData("/../../../../etc/passwd")]
    [InlineData("/..%2f..%2f..%2fetc/passwd")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/page.js/../../web.token")]
    [InlineData("//etc/passwd")]
    [InlineData("/api/paper/..%2f..%2fweb.token")]
    public async Task A_path_leads_nowhere_but_to_what_is_served(string path)
    {
        await using var page = await ServedPage.StartAsync();
        string answer = await page.SendRawAsync($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 404", answer, StringComparison.Ordinal);
        await page.IsUnharmedAsync(RefusalKind.NoSuchPath);
    }

    [Fact]
    public async Task A_header_can_not_be_injected_and_the_log_can_not_be_forged()
    {
        await using var page = await ServedPage.StartAsync();
        using (var answer = await page.GetAsync("/nothing%0d%0aSet-Cookie:%20a=b%0d%0a09:00:00.000%20info:%20forged"))
        {
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }

        Assert.All(page.Log.Lines, line => Assert.DoesNotContain('\n', line));
        await page.IsUnharmedAsync(RefusalKind.NoSuchPath);
    }

    [Fact]
    public async Task A_script_as_a_jobs_title_or_a_channels_name_is_never_markup()
    {
        await using var page = await ServedPage.StartAsync();
        using var station = await page.GetAsync("/api/station");
        string json = await station.Content.ReadAsStringAsync(Token);
        Assert.Equal("application/json", station.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", Assert.Single(station.Headers.GetValues("X-Content-Type-Options")));
        Assert.DoesNotContain("<script", json, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\\u003Cscript", json, StringComparison.Ordinal);
        string events = await EventStreamTests.ReadEventsAsync(page, until: "alert");
        Assert.DoesNotContain("<script", events, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\\u003Cscript", events, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_of_event_streams_ends_at_the_limit()
    {
        await using var page = await ServedPage.StartAsync(options => options with { Streams = 3 });
        var open = new List<HttpResponseMessage>();
        try
        {
            for (int i = 0; i < 8; i++) open.Add(await page.Client.GetAsync(new Uri("/api/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token));
            Assert.Equal(3, open.Count(answer => answer.StatusCode == HttpStatusCode.OK));
            Assert.Equal(5, open.Count(answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable));
        }
        finally
        {
            foreach (var answer in open) answer.Dispose();
        }

        await page.IsUnharmedAsync(RefusalKind.TooManyStreams);
    }

    [Fact]
    public async Task A_huge_query_is_refused_before_it_is_looked_at()
    {
        await using var page = await ServedPage.StartAsync();
        string answer = await page.SendRawAsync($"GET /api/station?q={new string('a', 100_000)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        // The server may close before it has read it all.
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 414", StringComparison.Ordinal), answer);
        await page.IsUnharmedAsync(RefusalKind.BadRequest);
    }

    [Fact]
    public async Task More_wishes_than_a_person_has_are_slowed_down()
    {
        await using var page = await ServedPage.StartAsync(options => options with { ChangesAtOnce = 5, ChangesPerSecond = 1 });
        var answers = new List<HttpStatusCode>();
        for (int i = 0; i < 30; i++)
        {
            using var answer = await page.PostAsync("/api/commands", Ping);
            answers.Add(answer.StatusCode);
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        Assert.Equal(answers.Count(code => code == HttpStatusCode.OK), page.Station.Sent.Count);
        Assert.Single(page.Log.Lines, line => line.Contains("Refused, TooManyRequests", StringComparison.Ordinal));
    }

    private static async Task<bool> IsServedAsync(Socket socket, byte[] request)
    {
        try
        {
            await socket.SendAsync(request, Token);
            return (await ServedPage.ReadHeadAsync(socket)).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Closed connections give their places back a moment later.</summary>
    private static async Task WaitForRoomAsync(ServedPage page)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(ServedPage.Watchdog);
        while (await timer.WaitForNextTickAsync(limit.Token))
        {
            try
            {
                using var answer = await page.GetAsync("/health/live");
                return;
            }
            catch (HttpRequestException)
            {
                // Still one too many.
            }
        }
    }
}
